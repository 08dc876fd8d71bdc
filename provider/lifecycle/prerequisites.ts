import { applyConfirmations } from "../model/confirmations";
import { UserError } from "../model/errors";
import { writeFailure } from "../model/failureText";
import type { DeclaredInputs, Failure, Finding } from "../model";
import type { Context } from "./context";
import type { RunOrder } from "./runOrder";

const ADVICE =
  "If the program declares it, give this resource the option dependsOn with that one, and allow more than one operation at a time (--parallel)";

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
    const isAwaited =
      !isPreview && run.unfinished(context, { kind: kind.name, inputs }, session.portal.ordering).length > 0;
    if (missing.length === 0 && !isAwaited) return;
    if (!isQuiet) continue;
    // It may never come: the portal decides.
    if (missing.length === 0) return;
    throw new UserError(`${missing.map(writeFailure).join(". ")}. ${ADVICE}`);
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
