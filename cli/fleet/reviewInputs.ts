import * as fs from "node:fs";
import * as path from "node:path";
import type { Fleet } from "../../fleet/division";
import { UserError } from "../../provider/model/errors";
import { FleetReview, PlanError } from "../../review";
import { readText } from "../given";
import type { Progress } from "../progress";
import { encryptedState, stacksOfProject } from "../stackState";
import { WrongUse } from "../wrongUse";

export interface ReviewInputs {
  readonly fleet: Pick<Fleet, "folder" | "stacks">;
  /** Names of the stacks that were to be previewed. */
  readonly selected: ReadonlySet<string>;
  /** The folder of their plans, each in `STACK.json`. */
  readonly plans: string;
  /** The folder of exported states, each in `STACK.json`; undefined: the engine is asked. */
  readonly states?: string;
  /** States that are read at the same time. */
  readonly parallel: number;
}

/** Where the states of stacks are read. */
interface States {
  /** Names of the stacks that have one. */
  names(): Promise<readonly string[]>;
  /** @throws UserError where it can't be read */
  text(stack: string): Promise<string | undefined>;
}

/**
 * The whole fleet for a review: what was previewed by its plan, everything else by its state. Stacks that the fleet no longer has are read,
 * too: what is in them is at the portal.
 *
 * @throws WrongUse where the folder of plans has the plan of no stack
 */
export async function fleetReview(inputs: ReviewInputs, progress: Progress): Promise<FleetReview> {
  const { fleet, parallel } = inputs;
  const states = statesOf(inputs);
  const review = new FleetReview((name) => fleet.stacks.find((stack) => stack.name === name)?.crossings ?? []);
  const names = fleet.stacks.map(({ name }) => name);
  const former = (await states.names()).filter((name) => !names.includes(name));
  const all = [...names, ...former];
  progress.step("Reading the plans and states of the stacks");
  const next = all.values();
  let done = 0;
  const work = async () => {
    for (const name of next) {
      await addStack(review, name, inputs, states);
      progress.count((done += 1), all.length, "stacks");
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return review;
}

async function addStack(
  review: FleetReview,
  name: string,
  { plans, selected }: ReviewInputs,
  states: States,
): Promise<void> {
  const file = path.join(plans, `${name}.json`);
  let problem: string | undefined;
  if (fs.existsSync(file))
    try {
      review.addPreview(name, readText(file, "the plan"), file);
      return;
    } catch (error) {
      if (!(error instanceof PlanError) && !(error instanceof WrongUse)) throw error;
      problem = error.message;
    }
  else if (selected.has(name)) problem = `it was not previewed: there is no plan ${file}`;
  try {
    const text = await states.text(name);
    if (problem === undefined) review.addState(name, text);
    else review.addGap(name, sentence(problem), text);
  } catch (error) {
    if (!(error instanceof PlanError) && !(error instanceof UserError)) throw error;
    review.addGap(name, sentence([...(problem === undefined ? [] : [problem]), error.message].join("; ")));
  }
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}

function statesOf({ fleet, states }: ReviewInputs): States {
  if (states === undefined)
    return { names: () => stacksOfProject(fleet.folder), text: (stack) => encryptedState(fleet.folder, stack) };
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
