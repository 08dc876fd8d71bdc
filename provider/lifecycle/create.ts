import type { DeclaredInputs } from "../model";
import { type Found, PortalRefusal, type Written } from "../portals";
import { claimedMessage, takeOverRefusal } from "./check";
import { canonicalInputs, type Context, type Made, naming, type State, stateOf } from "./context";
import { converge, spellingsAfter } from "./converge";
import { UserError, PartialFailure } from "../model/errors";
import { keptSpellings } from "../model/spellings";
import { normalise } from "../model/values";

/** Name under which a state keeps the portal's unfinished work, until an update has seen it end. */
export const PENDING_KEY = "pendingOperation";

/**
 * Makes an object, once. It is looked up by its natural key before anything is sent, and again where the answer to
 * what was sent got lost; only what is proven not to exist is ever sent.
 */
export async function createObject(context: Context, inputs: DeclaredInputs): Promise<Made> {
  const { driver, kind } = context;
  const canonical = await canonicalInputs(context, normalise(kind, inputs));
  const existing = await driver.find(canonical, "known");
  if (existing !== undefined) return takeOver(context, existing, inputs, canonical);
  try {
    const written = await driver.create(canonical);
    context.run.claim(context.realm, context.kind.name, written.id);
    sayLost(context, written.id, canonical, written.outputs);
    return await finish(context, written, inputs, canonical);
  } catch (error) {
    return lookUpAfter(error, context, inputs, canonical);
  }
}

/** What became of a create whose answer was lost or that met an object of the same name. */
async function lookUpAfter(
  error: unknown,
  context: Context,
  inputs: DeclaredInputs,
  canonical: DeclaredInputs,
): Promise<Made> {
  if (!(error instanceof PortalRefusal) || (!error.uncertain && error.reason !== "name-taken")) throw error;
  const found = await context.driver.find(canonical, "fresh");
  if (found === undefined) {
    const [near] = (await context.driver.alike?.(canonical)) ?? [];
    if (near !== undefined)
      throw new UserError(
        `${error.message}\nThe portal has ${nearName(context, near)} (id ${near.id}), which differs only in spelling. ` +
          "If it is the same object, declare it with this spelling and adopt: true.",
      );
    if (error.reason === "name-taken") throw error;
    throw new UserError(
      `${error.message}\nThe object was looked up and does not exist: nothing was created. Run again.`,
    );
  }
  if (!error.uncertain) return takeOver(context, found, inputs, canonical);
  sayLost(context, found.id, canonical, error.sent, true);
  context.run.claim(context.realm, context.kind.name, found.id);
  return finishExisting(context, found, inputs, canonical, error.sent);
}

/** What is another spelling of a secret is no less secret. */
function nearName(context: Context, { inputs }: Found): string {
  const { fields, name, naturalKey } = context.kind;
  return naturalKey.some((field) => fields[field]?.secret !== undefined) ? `another ${name}` : naming(context, inputs);
}

function sayLost(context: Context, id: string, inputs: DeclaredInputs, outputs: DeclaredInputs, always = false): void {
  const lost = secretsOfCreation(context, inputs).filter((name) => outputs[name] === undefined);
  if (lost.length === 0 && !always) return;
  context.say(
    `${naming(context, inputs)} (id ${id}) was created, but the portal's response was lost${lostSecrets(context, lost)}`,
  );
}

async function takeOver(
  context: Context,
  found: Found,
  inputs: DeclaredInputs,
  canonical: DeclaredInputs,
): Promise<Made> {
  const refusal = takeOverRefusal(context, found, canonical);
  if (refusal !== undefined) throw new UserError(refusal);
  if (!context.run.claim(context.realm, context.kind.name, found.id))
    throw new UserError(claimedMessage(context, found, canonical));
  if (context.driver.singleton !== true)
    context.say(
      `${naming(context, canonical)} (id ${found.id}) existed and was adopted${lostSecrets(context, secretsOfCreation(context, canonical))}`,
    );
  return finishExisting(context, found, inputs, canonical);
}

/** From here on the object exists: whatever fails, its id must not be lost. */
async function finishExisting(
  context: Context,
  found: Found,
  inputs: DeclaredInputs,
  canonical: DeclaredInputs,
  sent: DeclaredInputs = {},
): Promise<Made> {
  let written: Written;
  try {
    written = await converge(context, found, canonical);
  } catch (error) {
    throw partial(context, found.id, stateOf(shownInputs(context, inputs), { ...found.outputs, ...sent }), error);
  }
  return finish(context, { ...written, outputs: { ...written.outputs, ...sent } }, inputs, canonical);
}

async function finish(
  context: Context,
  written: Written,
  inputs: DeclaredInputs,
  canonical: DeclaredInputs,
): Promise<Made> {
  const progress = new Progress(written);
  let spellings: DeclaredInputs;
  try {
    await progress.complete(context);
    spellings = await spellingsAfter(context, written.id, canonical, progress.outputs);
  } catch (error) {
    const outputs = { ...progress.outputs, ...progress.unfinished };
    throw partial(context, written.id, stateOf(shownInputs(context, inputs), outputs), error);
  }
  context.run.plan(context.realm, context.kind.name, written.id, inputs);
  return { id: written.id, state: stateOf(inputs, { ...progress.outputs, ...keptSpellings(spellings) }) };
}

/** How far a write has come: it may go on in several steps, each of which waits for the portal. */
export class Progress {
  /** Outputs of all steps so far. */
  readonly outputs: State;

  constructor(private step: Written) {
    this.outputs = { ...step.outputs };
  }

  /** What a state keeps of work that the portal has not finished. */
  get unfinished(): State {
    const operation = this.step.pending?.find((pending) => pending.operation !== undefined)?.operation;
    return operation === undefined ? {} : { [PENDING_KEY]: operation };
  }

  async complete({ session }: Context): Promise<void> {
    for (;;) {
      await Promise.all((this.step.pending ?? []).map((pending) => session.waitFor(pending)));
      if (this.step.next === undefined) return;
      this.step = await this.step.next();
      Object.assign(this.outputs, this.step.outputs);
    }
  }
}

/** @throws nothing: what went wrong becomes the reason beside the id. */
export function partial(context: Context, id: string, state: State, error: unknown): PartialFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return new PartialFailure(id, state, [
    `${context.kind.name} ${id} exists, but is not complete: ${reason}. The next run continues from there`,
  ]);
}

/** What the portal doesn't show may not have been written yet: the next run writes it again. */
function shownInputs({ kind }: Context, inputs: DeclaredInputs): DeclaredInputs {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => kind.fields[name]?.writeOnly !== true));
}

/** Secrets that come with making an object that has these inputs, and with nothing else. */
function secretsOfCreation({ kind }: Context, inputs: DeclaredInputs): string[] {
  return Object.entries(kind.secretOutputs).flatMap(([name, source = ""]) => {
    const asksForIt = kind.fields[source]?.trigger !== true && inputs[source] === true;
    return source === "create" || asksForIt ? [name] : [];
  });
}

function lostSecrets(context: Context, lost: readonly string[]): string {
  if (lost.length === 0) return "";
  const trigger = Object.entries(context.kind.fields).find(([, field]) => field.trigger === true)?.[0];
  const way = trigger === undefined ? "reset it at the portal" : `declare a new value of ${trigger} to get a new one`;
  return `; ${lost.join(" and ")} ${lost.length === 1 ? "is" : "are"} not available, and the output is empty: ${way}`;
}
