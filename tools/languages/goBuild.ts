import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { cacheFolder, makeCached } from "../engine/cache";
import { runCommand } from "../engine/command";
import { withLock } from "../engine/lock";
import { OLDEST_GO } from "../engine/pins";
import { whileTelling } from "../engine/progress";
import { findExecutable, searchFolders } from "../engine/searchPath";
import type { Surroundings } from "../openstack/packages";

/** Longer than any of these takes on a slow machine. */
const TIME_LIMIT = 25 * 60_000;
/** Written last. */
const COMPLETE = "complete";

/** What this machine lacks for programs in some language. The message says what to install. */
export class LanguageNotFound extends Error {
  override readonly name = "LanguageNotFound";
}

/** A folder of the cache, by the digest of what it is made from. It is made once, by one process. */
export async function ensureFolder(
  { name, what, expected }: { readonly name: string; readonly what: string; readonly expected: string },
  { env, log }: Surroundings,
  make: (work: string) => Promise<void>,
): Promise<string> {
  const folder = path.join(cacheFolder(env), "languages", `${name}`);
  const read = (made: string) => (fs.existsSync(path.join(made, COMPLETE)) ? made : undefined);
  if (read(folder) !== undefined) return folder;
  const waiting = (holder: number) => log(`waiting for process ${holder}: ${what}`);
  const fill = async (work: string) => {
    await whileTelling(what, expected, log, () => make(work));
    fs.writeFileSync(path.join(work, COMPLETE), "");
  };
  return withLock(`${folder}.lock`, waiting, async () => read(folder) ?? makeCached(folder, read, fill));
}

/** Runs the machine's Go, with modules as they are pinned. Answers what it prints. */
export async function runGo(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const go = findExecutable("go", searchFolders(env));
  if (go === undefined)
    throw new LanguageNotFound(
      `Language hosts and SDKs are built with Go ${OLDEST_GO} or newer, which is not on PATH.`,
    );
  // A workspace file above the checkout would replace the pinned modules.
  const done = await runCommand(go, args, { cwd, env: { ...env, GOWORK: "off" }, timeLimit: TIME_LIMIT });
  if (!done.ok) throw new Error(`go ${args.join(" ")} failed: ${done.failure}`);
  return done.stdout.trim();
}

/** Compiles a program from the modules that a folder pins. */
export function compileGo(goPackage: string, output: string, module: string, env: NodeJS.ProcessEnv): Promise<string> {
  return runGo(["build", "-mod=readonly", "-trimpath", "-ldflags", "-s -w", "-o", output, goPackage], module, env);
}

/** Where Go keeps modules and what it has compiled, for somebody who has another home. */
export async function goFolders(env: NodeJS.ProcessEnv): Promise<{ GOMODCACHE: string; GOCACHE: string }> {
  const [modules = "", compiled = ""] = (await runGo(["env", "GOMODCACHE", "GOCACHE"], os.tmpdir(), env)).split("\n");
  return { GOMODCACHE: modules, GOCACHE: compiled };
}
