import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { makeCachedEngine, readCachedEngine } from "./cache";
import { runCommand } from "./command";
import type { Outcome, Surroundings } from "./way";
import { withLock } from "./lock";
import { compareVersions } from "../../text/versions";
import { buildName, engineModule, languageHostModule, OLDEST_GO } from "./pins";
import { whileTelling } from "./progress";
import { executableName, findExecutable, searchFolders } from "./searchPath";

const QUESTION_TIME_LIMIT = 60_000;
const BUILD_TIME_LIMIT = 25 * 60_000;
const EXPECTED = "3 to 5 minutes on two cores the first time";

const ENGINE_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const LANGUAGE_HOST_PACKAGE = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
const SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
/** Starts the dynamic provider of whichever `@pulumi/pulumi` the program has. */
const DYNAMIC_PROVIDER_LAUNCHER = "pulumi-resource-pulumi-nodejs";

/** The engine that was built here earlier from the same Go modules. */
export async function cachedGoEngine({ cache, version }: Surroundings): Promise<Outcome | undefined> {
  const module = engineModule(version);
  return module === undefined ? undefined : readCachedEngine(folderFor(cache, version, module));
}

/** Builds engine and language host with the user's Go, from the modules pinned in the folders beside this file. */
export async function goEngine(surroundings: Surroundings): Promise<Outcome> {
  const { cache, env, log } = surroundings;
  const module = engineModule(surroundings.version);
  if (module === undefined) {
    return { reason: `there is no Go module for Pulumi ${surroundings.version} in tools/engine/versions` };
  }
  const go = findExecutable("go", searchFolders(env));
  if (go === undefined) {
    return { reason: "go is not on PATH" };
  }
  const answer = await runCommand(go, ["env", "GOVERSION"], { cwd: os.tmpdir(), env, timeLimit: QUESTION_TIME_LIMIT });
  const version = /^go(\d+\.\d+(\.\d+)?)/.exec(answer.stdout)?.[1];
  if (!answer.ok || version === undefined) {
    return { reason: `${go} env GOVERSION failed: ${answer.failure}` };
  }
  if (compareVersions(version, OLDEST_GO) < 0) {
    return { reason: `${go} is version ${version}; ${OLDEST_GO} or newer is needed` };
  }
  const folder = folderFor(cache, surroundings.version, module);
  const waiting = (holder: number) => log(`waiting for process ${holder}, which builds the engine (${EXPECTED})`);
  return withLock(`${folder}.lock`, waiting, async () => {
    try {
      return (
        readCachedEngine(folder) ?? (await makeCachedEngine(folder, (work) => build(go, module, work, surroundings)))
      );
    } catch (error) {
      return { reason: (error as Error).message };
    }
  });
}

async function build(go: string, module: string, work: string, { env, log, version }: Surroundings) {
  const folder = path.join(work, "bin");
  const binary = path.join(folder, executableName("pulumi"));
  // A workspace file above the checkout would replace the pinned modules.
  const goEnv = { ...env, GOWORK: "off" };
  const runGo = async (what: string, args: string[], cwd: string) => {
    const done = await runCommand(go, args, { cwd, env: goEnv, timeLimit: BUILD_TIME_LIMIT });
    if (!done.ok) {
      throw new Error(`${what} failed: ${done.failure}`);
    }
    return done.stdout.trim();
  };
  const compile = (goPackage: string, output: string, flags: string, cwd: string) =>
    runGo(
      `go build ${goPackage}`,
      ["build", "-mod=readonly", "-trimpath", "-ldflags", `-s -w${flags}`, "-o", output, goPackage],
      cwd,
    );

  await whileTelling(`build of Pulumi ${version}`, EXPECTED, log, () =>
    compile(ENGINE_PACKAGE, binary, ` -X ${VERSION_VARIABLE}=v${version}`, module),
  );
  await whileTelling("build of its Node language host", "half a minute", log, () =>
    compile(LANGUAGE_HOST_PACKAGE, path.join(folder, executableName("pulumi-language-nodejs")), "", languageHostModule),
  );

  const list = ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK_MODULE];
  const sdk = await runGo(`go list ${SDK_MODULE}`, list, languageHostModule);
  for (const name of [DYNAMIC_PROVIDER_LAUNCHER, `${DYNAMIC_PROVIDER_LAUNCHER}.cmd`]) {
    fs.copyFileSync(path.join(sdk, "nodejs", "dist", name), path.join(folder, name));
    // Go keeps the files of its module cache read-only and without the executable mark.
    fs.chmodSync(path.join(folder, name), 0o755);
  }
  return { binary, version };
}

function folderFor(cache: string, version: string, module: string): string {
  return path.join(cache, "engine", buildName(version, module));
}
