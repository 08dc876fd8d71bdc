import fs from "node:fs";
import path from "node:path";

import { makeCachedEngine, readCachedEngine } from "./cache";
import { runCommand } from "./command";
import type { Outcome, Surroundings } from "./way";
import { withLock } from "./lock";
import { installPackage, npmEnvironment } from "./npmPackage";
import { whileTelling } from "./progress";
import { executableName, findExecutable, isExecutable, searchFolders } from "./searchPath";

const DOWNLOAD_TIME_LIMIT = 10 * 60_000;

/** The engine that the npm package brought here earlier. */
export async function cachedNpmEngine(surroundings: Surroundings): Promise<Outcome | undefined> {
  return readCachedEngine(folderFor(surroundings));
}

/**
 * The vendor's npm package `pulumi`: a small script that downloads the real program from the vendor's site when it is
 * first run. In a closed network the package may install and the download fail, which it tells at once.
 */
export async function npmEngine(surroundings: Surroundings): Promise<Outcome> {
  const { env, log } = surroundings;
  if (findExecutable("npm", searchFolders(env)) === undefined && process.platform !== "win32") {
    return { reason: "npm is not on PATH" };
  }
  const folder = folderFor(surroundings);
  const waiting = (holder: number) => log(`waiting for process ${holder}, which downloads the engine`);
  return withLock(`${folder}.lock`, waiting, async () => {
    try {
      return readCachedEngine(folder) ?? (await makeCachedEngine(folder, (work) => download(work, surroundings)));
    } catch (error) {
      return { reason: (error as Error).message };
    }
  });
}

async function download(work: string, { env, log, version }: Surroundings) {
  const childEnv = { ...npmEnvironment(env), PULUMI_HOME: work, PULUMI_VERSION: version };
  await whileTelling(`npm package pulumi@${version}`, "a few seconds", log, () =>
    installPackage(`pulumi@${version}`, work, childEnv),
  );
  const script = path.join(work, "node_modules", "pulumi", "run.js");
  const run = await whileTelling(`download of Pulumi ${version} from the vendor`, "a minute", log, () =>
    runCommand(process.execPath, [script, "version"], { cwd: work, env: childEnv, timeLimit: DOWNLOAD_TIME_LIMIT }),
  );
  if (!run.ok) {
    throw new Error(`it could not download Pulumi ${version} from https://get.pulumi.com: ${run.failure}`);
  }
  const binary = path.join(work, "versions", version, "bin", executableName("pulumi"));
  if (!isExecutable(binary)) {
    throw new Error(`it did not leave an executable ${path.relative(work, binary)}`);
  }
  fs.rmSync(path.join(work, "node_modules"), { recursive: true, force: true });
  return { binary, version };
}

function folderFor({ cache, version }: Surroundings): string {
  return path.join(cache, "engine", `${version}-${process.platform}-${process.arch}-npm`);
}
