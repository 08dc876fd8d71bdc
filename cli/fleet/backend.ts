import * as fs from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { isRecord } from "../../provider/model/shapes";
import type { Environment } from "../../provider/model/portal";
import { ofProject } from "./projectFile";

/** Where the states of the stacks of a project are kept. */
export interface BackendPlace {
  /** The folder of `Pulumi.yaml`. */
  readonly cwd: string;
  readonly environment: Environment;
}

/** The address of the backend, from where the engine takes it, too. */
export function backendOf({ cwd, environment }: BackendPlace): string | undefined {
  const project = ofProject(cwd, "backend");
  const home = environment["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi");
  const logins = path.join(environment["PULUMI_CREDENTIALS_PATH"] ?? home, "credentials.json");
  const places = [environment["PULUMI_BACKEND_URL"], isRecord(project) ? project["url"] : undefined, current(logins)];
  return places.find((url): url is string => typeof url === "string" && url !== "");
}

/** Where somebody is signed in to. */
function current(file: string): unknown {
  const logins = fs.existsSync(file) ? parsed(fs.readFileSync(file, "utf8")) : undefined;
  return isRecord(logins) ? logins["current"] : undefined;
}

/** The form in which the engine keeps a state in a folder. Of others, the engine itself has to be asked. */
const Checkpoint = z.object({
  version: z.literal(3),
  checkpoint: z.object({ latest: z.record(z.string(), z.unknown()) }),
});

/**
 * What `pulumi stack export` prints of a stack, without the engine, whose start takes longer than all the rest: from its file, where the
 * backend is a folder (`file://`). Undefined where only the engine can tell: it has another backend, no such stack, or another form of state.
 */
export function statesInFolder(place: BackendPlace): (stack: string) => string | undefined {
  const [, address] = /^file:\/\/([^?]+)/.exec(backendOf(place) ?? "") ?? [];
  const project = ofProject(place.cwd, "name");
  if (address === undefined || typeof project !== "string") return () => undefined;
  const folder = path.resolve(place.cwd, address.replace(/^~(?=$|[/\\])/, homedir()), ".pulumi", "stacks", project);
  return (stack) => stateIn(path.join(folder, `${stack}.json`));
}

function stateIn(file: string): string | undefined {
  // The engine takes the newest of several.
  if (!fs.existsSync(file) || [".gz", ".zst"].some((ending) => fs.existsSync(file + ending))) return undefined;
  const kept = Checkpoint.safeParse(parsed(fs.readFileSync(file, "utf8")));
  return kept.success ? JSON.stringify({ version: 3, deployment: kept.data.checkpoint.latest }) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
