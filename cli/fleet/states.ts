import { z } from "zod";
import { UserError } from "../../provider/model/errors";
import type { Environment } from "../../provider/model/portal";
import { NO_STACK } from "../noStack";
import { NoEngine, runPulumi } from "../pulumi";
import { keptResources } from "../stackState";
import { eachAtOnce } from "./atOnce";
import type { StackState, StackStates } from "./changes";
import { engineProblem } from "./engineWords";
import { statesInFolder } from "./backend";
import { listStacks, namesListed } from "./stackList";

export interface StatesOptions {
  readonly cwd: string;
  readonly environment: Environment;
  readonly parallel: number;
  /** Where it is aborted, no further state is read. */
  readonly signal?: AbortSignal | undefined;
  /** How many of how many are read. */
  count?(done: number, all: number): void;
}

/**
 * What the states of stacks have. Only reads. A state that can't be read is an answer, too.
 *
 * @throws UserError where there is no engine
 */
export async function readStates(stacks: readonly string[], options: StatesOptions): Promise<StackStates> {
  let done = 0;
  const inFolder = statesInFolder(options);
  const read = await eachAtOnce(stacks, options.parallel, async (name): Promise<[string, StackState]> => {
    options.signal?.throwIfAborted();
    const state = await readState(name, options, inFolder);
    options.count?.((done += 1), stacks.length);
    return [name, state];
  });
  return new Map(read);
}

/**
 * Names of all stacks that the backend has of the project; undefined where it can't list them, as where one is of a newer engine.
 *
 * @throws UserError where there is no engine
 */
export async function existingStacks({
  cwd,
  environment,
}: Pick<StatesOptions, "cwd" | "environment">): Promise<readonly string[] | undefined> {
  const answer = await listStacks({ cwd, environment }).catch(noEngine);
  return answer.code === 0 ? namesListed(answer) : undefined;
}

function noEngine(error: unknown): never {
  throw error instanceof NoEngine ? new UserError(error.message) : error;
}

async function readState(
  stack: string,
  { cwd, environment }: StatesOptions,
  inFolder: (stack: string) => string | undefined,
): Promise<StackState> {
  let text = inFolder(stack);
  if (text === undefined) {
    const args = ["stack", "export", "--non-interactive", "--stack", stack];
    const { code, stdout, stderr } = await runPulumi(args, { cwd, environment }).catch(noEngine);
    if (code !== 0)
      return NO_STACK.test(stderr) ? { is: "missing" } : { is: "unreadable", problem: engineProblem(stack, stderr) };
    text = stdout;
  }
  try {
    return { is: "read", resources: keptResources(text), published: publishedIn(text) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { is: "unreadable", problem: error.message };
  }
}

/** What the program of a stack publishes for others. */
const WithOutputs = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({ type: z.string(), outputs: z.object({ references: z.record(z.string(), z.unknown()) }).optional() }),
      )
      .nullish(),
  }),
});

function publishedIn(text: string): ReadonlySet<string> {
  const resources = (JSON.parse(text) as { deployment: { resources?: { type: string }[] | null } }).deployment
    .resources;
  const stack = (resources ?? []).filter(({ type }) => type === "pulumi:pulumi:Stack");
  const read = WithOutputs.safeParse({ deployment: { resources: stack } });
  return new Set(
    (read.data?.deployment.resources ?? []).flatMap(({ outputs }) => Object.keys(outputs?.references ?? {})),
  );
}

/** What the engine says of a stack that is to be made, and was made meanwhile: by a preview, or by somebody else. */
const IS_THERE = /already exists/i;

/**
 * Makes a stack where the backend has none of this name. The stack that is selected in the folder stays selected: all runs share that choice.
 *
 * @returns what went wrong
 */
export async function makeStack(
  stack: string,
  {
    cwd,
    environment,
    secretsProvider,
  }: Pick<StatesOptions, "cwd" | "environment"> & { readonly secretsProvider?: string },
): Promise<string | undefined> {
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  const args = ["stack", "init", "--no-select", "--non-interactive", "--stack", stack, ...provider];
  const { code, stdout, stderr } = await runPulumi(args, { cwd, environment });
  return code === 0 || IS_THERE.test(stderr)
    ? undefined
    : `the stack can't be created: ${engineProblem(stack, stderr || stdout)}`;
}
