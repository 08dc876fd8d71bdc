import * as fs from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { isRecord } from "../../provider/model/shapes";
import type { Environment } from "../../provider/model/portal";
import { type EngineAnswer, type EngineOptions, runPulumi } from "../pulumi";
import { ofProject } from "./projectFile";

const Listed = z.array(z.object({ name: z.string() }));
const PARALLEL = "PULUMI_DIY_BACKEND_PARALLEL";

/** Has the engine list the stacks of a project. @throws NoEngine where there is no engine */
export function listStacks({ cwd = ".", environment }: EngineOptions): Promise<EngineAnswer> {
  return runPulumi(["stack", "ls", "--json", "--non-interactive"], {
    cwd,
    environment: { ...listingApart(cwd, environment), ...environment },
  });
}

/** The names in what the engine lists. Where stacks belong to an organization, it stands before their name. */
export function namesListed({ stdout }: EngineAnswer): string[] {
  return Listed.parse(JSON.parse(stdout)).map(({ name }) => path.posix.basename(name));
}

/**
 * With PostgreSQL, each stack that the engine (3.276) looks at takes a second connection of its pool while it holds the first. The pool has
 * two for each processor, and ten stacks are looked at together: with fewer than six processors they can wait for each other forever.
 */
function listingApart(cwd: string, environment: Environment): Environment {
  return /^postgres(ql)?:/.test(backendOf(cwd, environment) ?? "") ? { [PARALLEL]: "1" } : {};
}

/** The address of the backend, where the engine looks for it, too. */
function backendOf(cwd: string, environment: Environment): string | undefined {
  const project = ofProject(cwd, "backend");
  const home = environment["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi");
  const logins = path.join(environment["PULUMI_CREDENTIALS_PATH"] ?? home, "credentials.json");
  const places = [environment["PULUMI_BACKEND_URL"], isRecord(project) ? project["url"] : undefined, current(logins)];
  return places.find((url): url is string => typeof url === "string" && url !== "");
}

/** Where somebody is signed in to. */
function current(file: string): unknown {
  try {
    const logins: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    return isRecord(logins) ? logins["current"] : undefined;
  } catch {
    return undefined;
  }
}
