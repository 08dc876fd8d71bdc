import type { FleetJob } from "./jobs";
import { engineYaml } from "./yaml";

/** The hidden job of the included file that all jobs extend. */
export const EXTENDED_JOB = ".fleet-stacks";
/** GitLab takes no more `needs` of one job. */
const MOST_NEEDS = 50;

export interface ChildPipeline {
  /** The file that has `.fleet-stacks`, from the root of the repository. */
  readonly jobsFile: string;
  /** Jobs that run at the same time. */
  readonly parallel: number;
}

/**
 * A child pipeline that runs the jobs: a job starts when the jobs that it needs have ended, or, where these are too many to be named, when all
 * earlier stages have. GitLab has no limit for jobs at once, but runs one job of a resource group at a time: there are as many groups as jobs
 * may run.
 */
export function gitlabPipeline(
  stages: readonly (readonly FleetJob[])[],
  { jobsFile, parallel }: ChildPipeline,
): string {
  const jobs = stages.flatMap((some, stage) => some.map((job) => ({ ...job, stage: stageName(stage) })));
  return engineYaml({
    include: [{ local: jobsFile }],
    stages: stages.length === 0 ? [stageName(0)] : stages.map((_, stage) => stageName(stage)),
    ...(jobs.length === 0 ? { "no stack": NOTHING_TO_DO } : {}),
    ...Object.fromEntries(
      jobs.map(({ name, stacks, needs, stage }, index) => [
        jobName(name),
        {
          extends: EXTENDED_JOB,
          stage,
          variables: { STACKS: stacks.join(" ") },
          resource_group: `fleet-${(index % parallel) + 1}`,
          ...(needs.length === 0 || needs.length > MOST_NEEDS ? {} : { needs: needs.map(jobName) }),
        },
      ]),
    ),
  });
}

/** A pipeline without a job is an error. */
const NOTHING_TO_DO = { extends: EXTENDED_JOB, stage: stageName(0), script: ["echo No stack has to run."] };

function stageName(stage: number): string {
  return `stage ${stage + 1}`;
}

/** No keyword has a blank, and a job can't be called as a keyword is, such as `image`. */
function jobName(name: string): string {
  return name.includes(" ") ? `stacks ${name}` : `stack ${name}`;
}
