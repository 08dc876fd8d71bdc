import path from "node:path";

import { cacheFolder } from "./cache";
import { cachedGoEngine, goEngine } from "./goEngine";
import { cachedNpmEngine, npmEngine } from "./npmEngine";
import { pathEngine } from "./pathEngine";
import { OLDEST_ENGINE, OLDEST_GO, pinnedVersion } from "./pins";
import { pathVariable, withFolderFirst } from "./searchPath";
import type { Outcome, Surroundings } from "./way";

/** Where an engine came from: the user's own installation, the vendor's npm package, or a build from Go modules. */
export type EngineOrigin = "path" | "npm" | "go";

/** A Pulumi engine that runs programs in TypeScript and JavaScript. */
export interface Engine {
  /** Absolute path of the `pulumi` executable. */
  readonly binary: string;
  /** Such as `3.259.0`. */
  readonly version: string;
  readonly origin: EngineOrigin;
  /**
   * What a process needs to use this engine: the search path with the engine's folder first, an own `PULUMI_HOME`, no
   * check for updates. The Automation API looks for `pulumi` in the environment of its own process, so a program that
   * drives it starts with `Object.assign(process.env, engine.env)`.
   */
  readonly env: Record<string, string>;
}

export interface EngineOptions {
  /** Environment to search in and to build with; that of this process by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Takes each line of progress; by default they go to stderr. */
  readonly log?: (line: string) => void;
}

/** No way led to an engine. The message lists each with its reason, and what to install. */
export class EngineNotFound extends Error {
  override readonly name = "EngineNotFound";

  constructor(readonly attempts: ReadonlyArray<{ readonly origin: EngineOrigin; readonly reason: string }>) {
    const tried = attempts.map(({ origin, reason }) => `  - ${waysInWords[origin]}: ${reason}`);
    super(
      [
        "No Pulumi engine could be found or made. Tried:",
        ...tried,
        "Any one of these helps:",
        `  - install Pulumi ${OLDEST_ENGINE} or newer (https://www.pulumi.com/docs/install/) so that \`pulumi\` is on PATH`,
        "  - allow this machine to reach the npm registry and https://get.pulumi.com",
        `  - install Go ${OLDEST_GO} or newer (https://go.dev/dl/) and allow it to reach a Go module proxy`,
      ].join("\n"),
    );
  }
}

const waysInWords: Record<EngineOrigin, string> = {
  path: "`pulumi` on PATH",
  npm: "npm package `pulumi`",
  go: "build from Go modules",
};

/** What is already there comes before what takes minutes; within each, the order of preference. */
const steps: ReadonlyArray<{
  origin: EngineOrigin;
  find: (surroundings: Surroundings) => Promise<Outcome | undefined>;
}> = [
  { origin: "path", find: pathEngine },
  { origin: "npm", find: cachedNpmEngine },
  { origin: "go", find: cachedGoEngine },
  { origin: "npm", find: npmEngine },
  { origin: "go", find: goEngine },
];

/**
 * Finds a Pulumi engine, or makes one: first a usable `pulumi` on PATH, then the vendor's npm package, then a build from
 * Go modules. What was made is kept in a cache folder outside the checkout, so a second call takes well under a second.
 *
 * `PULUMI_RESELLER_ENGINE` (`path`, `npm` or `go`) allows one way only, `PULUMI_RESELLER_ENGINE_VERSION` one version only;
 * `PULUMI_RESELLER_CACHE` moves the cache folder.
 *
 * @throws EngineNotFound when no way serves.
 */
export async function ensureEngine(options: EngineOptions = {}): Promise<Engine> {
  const env = options.env ?? process.env;
  const log = options.log ?? ((line: string) => void process.stderr.write(`  ${line}\n`));
  const required = env["PULUMI_RESELLER_ENGINE_VERSION"] || undefined;
  const surroundings: Surroundings = {
    env,
    cache: cacheFolder(env),
    version: required ?? pinnedVersion(),
    isVersionRequired: required !== undefined,
    log,
  };
  const only = onlyWay(env);
  const attempts: Array<{ origin: EngineOrigin; reason: string }> = [];
  for (const { origin, find } of steps) {
    if (only !== undefined && only !== origin) {
      continue;
    }
    const outcome = await find(surroundings);
    if (outcome === undefined) {
      continue;
    }
    if ("binary" in outcome) {
      return { ...outcome, origin, env: engineEnvironment(outcome.binary, surroundings) };
    }
    attempts.push({ origin, reason: outcome.reason });
  }
  throw new EngineNotFound(attempts);
}

function onlyWay(env: NodeJS.ProcessEnv): EngineOrigin | undefined {
  const wanted = env["PULUMI_RESELLER_ENGINE"];
  if (wanted === undefined || wanted === "") {
    return undefined;
  }
  if (wanted === "path" || wanted === "npm" || wanted === "go") {
    return wanted;
  }
  throw new Error(`PULUMI_RESELLER_ENGINE is ${JSON.stringify(wanted)}; it may be path, npm or go`);
}

function engineEnvironment(binary: string, { env, cache }: Surroundings): Record<string, string> {
  return {
    [pathVariable(env)]: withFolderFirst(path.dirname(binary), env),
    // An own home keeps the user's login, plugins and workspaces out of what we do, and ours out of theirs.
    PULUMI_HOME: path.join(cache, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
}
