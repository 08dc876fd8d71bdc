import { Command, InvalidArgumentError, Option } from "commander";
import { readFleet } from "../../fleet";
import { githubMatrix, MOST_JOBS_OF_MATRIX } from "../fleet/engines/github";
import { gitlabPipeline } from "../fleet/engines/gitlab";
import { fleetStages } from "../fleet/engines/jobs";
import { type FleetFlags, withParallel, withSelection } from "../fleet/options";
import { selectedStacks } from "../fleet/selection";

const FORMATS = ["github", "gitlab"] as const;
const JOBS_FILE = ".gitlab/fleet-stacks.yml";

interface MatrixFlags extends FleetFlags {
  readonly format: (typeof FORMATS)[number];
  readonly maxJobs: number;
  readonly stages?: number;
  readonly jobsFile: string;
}

/** `reseller fleet matrix`: the jobs that run the stacks of a fleet on the runners of a forge. */
export function fleetMatrixCommand(): Command {
  return withParallel(withSelection(new Command("matrix")))
    .description("Print the jobs that run the stacks: matrices for GitHub, or a child pipeline for GitLab.")
    .addOption(new Option("--format <format>", "the engine").choices(FORMATS).makeOptionMandatory())
    .option("--max-jobs <n>", "most jobs of one stage; stacks share jobs if there are more", jobs, MOST_JOBS_OF_MATRIX)
    .option("--stages <n>", "most stages; stacks that need each other share a job in the last one", positive)
    .option("--jobs-file <file>", "gitlab: file of the repository with the hidden job .fleet-stacks", JOBS_FILE)
    .addHelpText(
      "after",
      "\nA stage contains stacks that don't need each other. Each job has a list of stacks for reseller fleet up --only.\nExit codes: 0 success; 2 wrong usage, or an error in the fleet.",
    )
    .action((flags: MatrixFlags) => run(flags));
}

function run(flags: MatrixFlags): void {
  const fleet = readFleet(flags.cwd);
  const selected = new Set(selectedStacks(fleet, flags).map(({ name }) => name));
  const limits = { jobs: flags.maxJobs, stages: flags.stages ?? Number.POSITIVE_INFINITY };
  const stages = fleetStages(fleet.stacks, (name) => selected.has(name), limits);
  const parallel = flags.parallel ?? fleet.file.parallel;
  process.stdout.write(
    flags.format === "github"
      ? // On one line: an output of a step is one.
        `${JSON.stringify(githubMatrix(stages, parallel))}\n`
      : gitlabPipeline(stages, { jobsFile: flags.jobsFile, parallel }),
  );
}

function jobs(text: string): number {
  const number = positive(text);
  if (number > MOST_JOBS_OF_MATRIX)
    throw new InvalidArgumentError(`A matrix can't have more than ${MOST_JOBS_OF_MATRIX} jobs.`);
  return number;
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number from 1.");
  return number;
}
