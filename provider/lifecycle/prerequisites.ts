import { applyConfirmations } from "../model/confirmations";
import { UserError } from "../model/errors";
import { writeFailure } from "../model/failureText";
import type { DeclaredInputs, Failure, Finding } from "../model";
import { type Context, naming } from "./context";
import type { RunOrder } from "./runOrder";

/**
 * Waits until there is what a new object needs, where the program doesn't say that it depends on it. In a preview, what it needs has to be
 * declared; otherwise it has to be done with, or to have failed.
 *
 * @throws UserError where the portal would refuse the object, and nothing happens any more that could change that.
 */
export async function untilReady(
  context: Context,
  inputs: DeclaredInputs,
  order: RunOrder,
  isPreview = false,
): Promise<void> {
  const { kind, session, run } = context;
  for (let isQuiet = false; ; isQuiet = !(await order.next())) {
    const missing = await missingFor(context, inputs);
    const awaited = isPreview ? [] : run.unfinished(context, { kind: kind.name, inputs }, session.portal.ordering);
    if (missing.length === 0 && awaited.length === 0) return;
    if (!isQuiet) continue;
    if (missing.length === 0) {
      // The portal decides.
      const names = awaited.map((other) => `${other.kind} ${other.inputs["service"] ?? other.inputs["region"]}`);
      context.say(
        `${naming(context, inputs)} doesn't wait for ${names.join(" and ")} any longer: name it in the option dependsOn`,
      );
      return;
    }
    throw new UserError(
      `${missing.map(writeFailure).join(". ")}. If the program declares what is needed, name it in this resource's option dependsOn`,
    );
  }
}

/** Findings that a check has put off, as they are by now. */
async function missingFor(context: Context, inputs: DeclaredInputs): Promise<readonly Failure[]> {
  const { kind, session, run, realm, say } = context;
  if (!run.isPutOff(kind.name)) return [];
  const surroundings = { before: undefined, planned: run.on(realm), say };
  const findings = (await session.verify(kind.name, inputs, surroundings)).filter(isPutOff);
  const open = findings.filter(({ awaits }) => awaits !== undefined && !run.isDeclared(realm, awaits));
  return applyConfirmations(open, inputs).failures;
}

/** Whether a resource that the host has not told of yet can settle it. */
export function isPutOff({ awaits }: Finding): boolean {
  return awaits !== undefined;
}
