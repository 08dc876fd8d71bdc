import { entryId } from "../../fleet/divide";
import type { Drift } from "../../drift";
import { findDriftOf } from "../../drift";
import type { FleetStack } from "../../fleet";
import { UserError } from "../../provider/model/errors";
import { FleetPlans, PlanError } from "../../review";
import { ignoreFile, type LookFlags, lookedFor } from "../driftFound";
import { previewedPlan, Unreachable } from "../previewedPlan";
import { type Progress, READING_LISTS } from "../progress";
import { settingsFor, settingsToldOf } from "../stackSettings";
import { eachAtOnce } from "./atOnce";
import { environmentOf, type FleetSession } from "./session";

/** A preview of one of many stacks tells nothing by itself. */
const QUIET = { isQuiet: true, step: () => undefined, now: () => undefined };

/**
 * What Git says in all stacks, held against the portal at once: each of its lists is read once, and an object is undeclared where no stack
 * declares it.
 */
export async function fleetDrift(session: FleetSession, flags: LookFlags, progress: Progress): Promise<Drift> {
  const { fleet, stacks } = session;
  const ignore = ignoreFile(flags, fleet.folder);
  const existing = await session.existing;
  const isMade = ({ name }: FleetStack) => existing === undefined || existing.includes(name);
  const made = stacks.filter(isMade);
  const stack = made[0]?.name;
  // Before the previews: a missing setting is the same for all of them.
  const told = await settingsToldOf({ stack, cwd: fleet.folder }, progress);
  const plans = await previewed(session, made, progress);
  const plan = plans.plan;
  const settings = await settingsFor(plan, told, stack);
  progress.step(READING_LISTS);
  const looked = lookedFor(flags, progress);
  const unmade = stacks.filter((one) => !isMade(one));
  const drift = await findDriftOf(plan, plans.secrets, {
    ...looked,
    // What the other stacks declare isn't read.
    undeclared: flags.undeclared && stacks.length === fleet.stacks.length,
    settings,
    ignore,
    isDeclared: declaredIn(unmade),
  });
  const remarks = unmade.map(
    ({ name, entries }) =>
      `The stack ${name} doesn't exist yet, so what it declares (${entries.length === 1 ? "1 object" : `${entries.length} objects`}) is not compared.`,
  );
  return { ...drift, remarks: [...drift.remarks, ...remarks] };
}

/** The declarations of the stacks, without a request to the portal. */
async function previewed(
  session: FleetSession,
  stacks: readonly FleetStack[],
  progress: Progress,
): Promise<FleetPlans> {
  const { fleet, parallel } = session;
  const byName = new Map(fleet.stacks.map((stack) => [stack.name, stack]));
  const plans = new FleetPlans((name) => byName.get(name)?.crossings ?? []);
  progress.step("Running pulumi preview for each stack");
  let done = 0;
  await eachAtOnce(stacks, parallel, async ({ name }) => {
    try {
      const environment = environmentOf(session, name, () => false);
      const text = await previewedPlan({ stack: name, cwd: fleet.folder, offline: true, environment }, QUIET);
      plans.addPreview(name, text);
    } catch (error) {
      const isTold = [PlanError, UserError, Unreachable].some((kind) => error instanceof kind);
      if (!isTold || !(error instanceof Error)) throw error;
      plans.addGap(name, `the preview failed, so the declaration is not known: ${error.message}`);
    }
    progress.count((done += 1), stacks.length, "stacks");
  });
  return plans;
}

/** Whether an object has the name of an entry of one of these stacks, which nobody has run yet. */
function declaredIn(
  stacks: readonly FleetStack[],
): (object: { readonly kind: string; readonly name: string }) => boolean {
  const names = new Set(
    stacks.flatMap(({ entries }) =>
      entries.flatMap(({ kind, values }) =>
        [values["name"], values["username"], values["email"]]
          .filter((name) => typeof name === "string")
          .map((name) => entryId({ kind, name })),
      ),
    ),
  );
  return ({ kind, name }) => names.has(`${kind} ${name}`);
}
