import fs from "node:fs";
import path from "node:path";

import { makeCachedEngine, readCachedEngine } from "./cache";
import { runCommand } from "./command";
import type { Outcome, Surroundings } from "./way";
import { withLock } from "./lock";
import { pinnedVersion } from "./pins";
import { whileTelling } from "./progress";
import { executableName, findExecutable, isExecutable, pathVariable, searchFolders } from "./searchPath";

const INSTALL_TIME_LIMIT = 60_000;
const DOWNLOAD_TIME_LIMIT = 10 * 60_000;

/** The engine that the npm package brought here earlier. */
export async function cachedNpmEngine({ cache }: Surroundings): Promise<Outcome | undefined> {
  return readCachedEngine(folderFor(cache));
}

/**
 * The vendor's npm package `pulumi`: a small script that downloads the real program from the vendor's site when it is
 * first run. In a closed network the package may install and the download fail, which it tells at once.
 */
export async function npmEngine(surroundings: Surroundings): Promise<Outcome> {
  const { cache, env, log } = surroundings;
  if (findExecutable("npm", searchFolders(env)) === undefined && process.platform !== "win32") {
    return { reason: "npm is not on PATH" };
  }
  const folder = folderFor(cache);
  const waiting = (holder: number) => log(`waiting for process ${holder}, which downloads the engine`);
  return withLock(`${folder}.lock`, waiting, async () => {
    try {
      return readCachedEngine(folder) ?? (await makeCachedEngine(folder, (work) => download(work, surroundings)));
    } catch (error) {
      return { reason: (error as Error).message };
    }
  });
}

async function download(work: string, { env, log }: Surroundings) {
  const version = pinnedVersion();
  const childEnv = {
    ...withoutNpmRunSettings(env),
    // npm itself is a Node script, and the Node that runs us need not be on the search path.
    [pathVariable(env)]: [...searchFolders(env), path.dirname(process.execPath)].join(path.delimiter),
    PULUMI_HOME: work,
    PULUMI_VERSION: version,
  };
  const install = ["install", "--prefix", work, "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"];
  const installed = await whileTelling(`npm package pulumi@${version}`, "a few seconds", log, () =>
    runCommand("npm", [...install, "--fetch-timeout=20000", `pulumi@${version}`], {
      cwd: work,
      env: childEnv,
      timeLimit: INSTALL_TIME_LIMIT,
      shell: process.platform === "win32",
    }),
  );
  if (!installed.ok) {
    throw new Error(`npm install pulumi@${version} failed: ${installed.failure}`);
  }
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

function folderFor(cache: string): string {
  return path.join(cache, "engine", `${pinnedVersion()}-${process.platform}-${process.arch}-npm`);
}

/**
 * `npm run` tells its children about the package they run in, and npm in turn would take that for its own settings.
 * What the user set on purpose, such as a registry or a proxy, is kept.
 */
function withoutNpmRunSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept =
    /^npm_config_(cache|userconfig|globalconfig|registry|proxy|https_proxy|noproxy|ca|cafile|strict_ssl|offline)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)));
}
