import type { FleetStack } from "../../../fleet/division";

/** What the order of stacks and the size of jobs follow from. */
export type StackToRun = Pick<FleetStack, "name" | "needs"> & { readonly entries: { readonly length: number } };

/** Stacks that one runner takes, one `reseller fleet up --only`. */
export interface FleetJob {
  /** Unique in its fleet. */
  readonly name: string;
  /** Each after all that it needs. */
  readonly stacks: readonly string[];
  /** Names of jobs of earlier stages that have to end before. */
  readonly needs: readonly string[];
}

export interface JobLimits {
  /** Jobs of one stage, at most. */
  readonly jobs: number;
  /** Stages, at most. */
  readonly stages: number;
}

/** A stack among those that run, with the number of its stage. */
interface Placed {
  readonly stack: StackToRun;
  /** Stacks among those that run which have to end before, also where only stacks that don't run are in between. */
  readonly after: readonly string[];
  readonly stage: number;
}

/** Stacks that have to be in one job, with how much there is to do. */
interface Unit {
  readonly stacks: readonly Placed[];
  readonly size: number;
}

/**
 * The jobs that run some stacks of a fleet, in stages: whatever a stack needs is in an earlier stage, or in its own job. Where there are more
 * stages than the engine is to have, the last one has what is behind it as well.
 *
 * @param stacks all of the fleet, each after all that it needs.
 * @param runs whether a stack is among those that run.
 */
export function fleetStages(
  stacks: readonly StackToRun[],
  runs: (name: string) => boolean,
  limits: JobLimits,
): FleetJob[][] {
  const placed = placedStacks(stacks, runs, limits.stages);
  const stages = Array.from({ length: Math.max(0, ...placed.map(({ stage }) => stage + 1)) }, (_, stage) =>
    inJobs(unitsOf(placed.filter((each) => each.stage === stage)), limits.jobs),
  );
  const jobOf = new Map(stages.flat().flatMap((job) => job.map(({ stack }) => [stack.name, jobName(job)] as const)));
  return stages.map((jobs) =>
    jobs.map((job) => {
      const name = jobName(job);
      const needs = new Set(job.flatMap(({ after }) => after.map((needed) => jobOf.get(needed)!)));
      return { name, stacks: job.map(({ stack }) => stack.name), needs: [...needs].filter((each) => each !== name) };
    }),
  );
}

function placedStacks(stacks: readonly StackToRun[], runs: (name: string) => boolean, stages: number): Placed[] {
  /** What has to end before whoever needs the stack. */
  const ends = new Map<string, readonly string[]>();
  const stageOf = new Map<string, number>();
  return stacks.flatMap((stack) => {
    const after = [...new Set(stack.needs.flatMap((needed) => ends.get(needed) ?? []))];
    ends.set(stack.name, runs(stack.name) ? [stack.name] : after);
    if (!runs(stack.name)) return [];
    const stage = after.reduce((most, needed) => Math.max(most, stageOf.get(needed)! + 1), 0);
    stageOf.set(stack.name, stage);
    return [{ stack, after, stage: Math.min(stage, stages - 1) }];
  });
}

/** Stacks of one stage that need each other go into one job; all others are on their own. */
function unitsOf(placed: readonly Placed[]): Unit[] {
  const unitOf = new Map<string, Placed[]>();
  for (const each of placed) {
    const before = new Set(each.after.flatMap((needed) => (unitOf.has(needed) ? [unitOf.get(needed)!] : [])));
    const unit = [...before].flat();
    unit.push(each);
    for (const { stack } of unit) unitOf.set(stack.name, unit);
  }
  return [...new Set(unitOf.values())].map((stacks) => ({
    stacks,
    // Starting a stack takes time as well.
    size: stacks.reduce((sum, { stack }) => sum + 1 + stack.entries.length, 0),
  }));
}

/** The largest first, each to the job that has the least by then. */
function inJobs(units: readonly Unit[], most: number): Placed[][] {
  if (units.length <= most) return units.map(({ stacks }) => [...stacks]);
  const jobs = Array.from({ length: most }, () => ({ size: 0, stacks: [] as Placed[] }));
  for (const { stacks, size } of [...units].sort((one, other) => other.size - one.size)) {
    const least = jobs.reduce((best, job) => (job.size < best.size ? job : best));
    least.stacks.push(...stacks);
    least.size += size;
  }
  return jobs.map(({ stacks }) => stacks);
}

function jobName([first, ...others]: readonly Placed[]): string {
  return others.length === 0 ? first!.stack.name : `${first!.stack.name} and ${others.length} more`;
}
