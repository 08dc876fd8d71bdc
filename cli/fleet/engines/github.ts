import type { FleetMatrix } from "../../fleetReports";
import { REPORT_VERSION } from "../../reportVersion";
import type { FleetJob } from "./jobs";

/** Jobs that one matrix of GitHub Actions may have. */
export const MOST_JOBS_OF_MATRIX = 256;

/** The matrices of a workflow, one a stage. A name has no blank, so that a shell takes `stacks` apart. */
export function githubMatrix(stages: readonly (readonly FleetJob[])[], parallel: number): FleetMatrix {
  return {
    version: REPORT_VERSION,
    parallel,
    stages: stages.map((jobs) => ({
      include: jobs.map(({ name, stacks }) => ({ name, stacks: stacks.join(" ") })),
    })),
  };
}
