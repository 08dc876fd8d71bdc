import * as path from "node:path";
import { z } from "zod";
import type { Environment } from "../../provider/model/portal";
import { type EngineAnswer, type EngineOptions, runPulumi } from "../pulumi";
import { backendOf, type BackendPlace } from "./backend";

const Listed = z.array(z.object({ name: z.string() }));
const PARALLEL = "PULUMI_DIY_BACKEND_PARALLEL";

/** Has the engine list the stacks of a project. @throws NoEngine where there is no engine */
export function listStacks({ cwd = ".", environment }: EngineOptions): Promise<EngineAnswer> {
  return runPulumi(["stack", "ls", "--json", "--non-interactive"], {
    cwd,
    environment: { ...listingApart({ cwd, environment }), ...environment },
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
function listingApart(place: BackendPlace): Environment {
  return /^postgres(ql)?:/.test(backendOf(place) ?? "") ? { [PARALLEL]: "1" } : {};
}
