import * as fs from "node:fs";
import * as path from "node:path";
import type { Fleet } from "../../fleet";
import { UserError } from "../../provider/model/errors";
import { FleetPlans, PlanError } from "../../review";
import { readText } from "../given";
import type { Progress } from "../progress";
import { encryptedState } from "../stackState";
import { WrongUse } from "../wrongUse";
import { eachAtOnce } from "./atOnce";
import { statesInFolder } from "./backend";
import { existingStacks } from "./states";

/** What a review of a fleet reads. */
export interface ReviewInputs {
  readonly fleet: Pick<Fleet, "folder" | "stacks">;
  /** The file with the plan of a stack; undefined: it is not previewed, and stays as it is. */
  plan(stack: string): string | undefined;
  /** Why there is no such file; undefined where nothing is known of it. */
  problem(stack: string): string | undefined;
  /** The folder of exported states, each in `STACK.json`; undefined: the engine is asked. */
  readonly states: string | undefined;
  /** Stacks that are read at the same time. */
  readonly parallel: number;
}

/** Where the states of stacks are read. */
interface States {
  /** Names of the stacks that have one; undefined where they can't be listed. */
  names(): Promise<readonly string[] | undefined>;
  /** @throws UserError where it can't be read */
  text(stack: string): Promise<string | undefined>;
}

const UNLISTED =
  "The stacks of the project can't be listed, so it is not known what the stacks contain that the fleet no longer has: see what pulumi stack ls says.";

/**
 * The whole fleet for a review: what was previewed by its plan, everything else by its state. Stacks that the fleet no longer has are read,
 * too: what is in them is at the portal.
 */
export async function fleetReview(inputs: ReviewInputs, progress: Progress): Promise<FleetPlans> {
  const { fleet, parallel } = inputs;
  const states = statesOf(inputs);
  const byName = new Map(fleet.stacks.map((stack) => [stack.name, stack]));
  const review = new FleetPlans((name) => byName.get(name)?.crossings ?? []);
  progress.step("Reading the plans and states of the stacks");
  const existing = await states.names();
  if (existing === undefined) review.addMissing(UNLISTED);
  const all = [...new Set([...byName.keys(), ...(existing ?? [])])];
  let done = 0;
  await eachAtOnce(all, parallel, async (name) => {
    await addStack(review, name, inputs, states);
    progress.count((done += 1), all.length, "stacks");
  });
  return review;
}

async function addStack(review: FleetPlans, name: string, inputs: ReviewInputs, states: States): Promise<void> {
  const file = inputs.plan(name);
  const problem = file === undefined ? undefined : planProblem(review, name, file, inputs);
  if (file !== undefined && problem === undefined) return;
  try {
    const text = await states.text(name);
    if (problem === undefined) review.addState(name, text);
    else review.addGap(name, sentence(problem), text);
  } catch (error) {
    if (!(error instanceof PlanError) && !(error instanceof UserError)) throw error;
    review.addGap(name, sentence([...(problem === undefined ? [] : [problem]), error.message].join("; ")));
  }
}

/** Adds a plan. @returns why it can't be read */
function planProblem(review: FleetPlans, name: string, file: string, inputs: ReviewInputs): string | undefined {
  if (!fs.existsSync(file)) return inputs.problem(name) ?? `it was not previewed: there is no plan ${file}`;
  try {
    review.addPreview(name, readText(file, "the plan"), file);
    return undefined;
  } catch (error) {
    if (!(error instanceof PlanError) && !(error instanceof WrongUse)) throw error;
    return error.message;
  }
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function statesOf({ fleet: { folder }, states }: ReviewInputs): States {
  if (states === undefined) {
    const place = { cwd: folder, environment: process.env };
    const inFolder = statesInFolder(place);
    return {
      names: () => existingStacks(place),
      text: async (stack) => inFolder(stack) ?? encryptedState(folder, stack),
    };
  }
  return {
    names: () => Promise.resolve(stacksIn(states)),
    text: (stack) => {
      const file = path.join(states, `${stack}.json`);
      if (fs.existsSync(file)) return Promise.resolve(readText(file, "the state"));
      return Promise.reject(new UserError(`its state is not known: there is no file ${file}`));
    },
  };
}

/** Names of the stacks of which a folder has a file. @throws WrongUse where it can't be read */
export function stacksIn(folder: string): string[] {
  try {
    return fs
      .readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.slice(0, -".json".length));
  } catch (error) {
    throw new WrongUse(`the folder ${folder} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
