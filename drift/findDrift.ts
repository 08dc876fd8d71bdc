import { KIND_NAMES } from "../provider/model";
import { Lifecycle, type Settings } from "../provider/lifecycle";
import type { Portal } from "../provider/model/portal";
import { errorText, secretsIn } from "../review";
import { parsePlan } from "../engine/digest";
import { compare, type Plan } from "../engine/plannedResource";
import { readPrintedPlan } from "../engine/soundness";
import { Doubts } from "./doubts";
import type { Drift } from "./drift";
import { connectionOf, type KindListing, LiveSide } from "./liveSide";
import { type DriftQuestion, mustBeOfTheseSettings, type PlannedQuestion } from "./question";
import { Search } from "./search";

const QUIET_MILLISECONDS = 50;

/**
 * Holds what Git says against the portal. Reads, and never writes: each collection of the portal is listed at most once.
 *
 * @throws PlanError where the plan is none, DriftQuestionError where the question makes no sense.
 */
export async function findDrift(question: DriftQuestion): Promise<Drift> {
  const digest = parsePlan(question.plan, question.from);
  const plan = readPrintedPlan(digest);
  return findDriftOf(plan, secretsIn(digest, plan.resources), question);
}

/** The same for a plan that has been read: of one stack, or of several. */
export async function findDriftOf(plan: Plan, secrets: readonly string[], question: PlannedQuestion): Promise<Drift> {
  mustBeOfTheseSettings(plan, question.settings);
  const lifecycle = new Lifecycle({
    settings: () => Promise.resolve(question.settings),
    // Retries are nothing that a report has to say.
    say: (message) => question.progress?.say(message),
    quietMilliseconds: question.quietMilliseconds ?? QUIET_MILLISECONDS,
  });
  try {
    return { ...(await driftAt(new LiveSide(lifecycle, question.settings), plan, question)), secrets };
  } finally {
    lifecycle.close();
  }
}

async function driftAt(live: LiveSide, plan: Plan, question: PlannedQuestion): Promise<Omit<Drift, "secrets">> {
  const doubts = new Doubts();
  const ofPlan = [...plan.gaps, ...errorsOf(plan)];
  for (const reason of ofPlan) doubts.note(reason, "the plan");
  const portals = portalsOf(plan, question.settings, live);
  const stored = plan.resources.filter(({ before }) => before?.id !== undefined);
  // What becomes of every object of the stack is asked, whatever is looked at: many that vanish at once are never taken for deletions.
  const fates = await live.fates(stored, question.progress?.looked);
  const listings = question.undeclared === false ? [] : await listingsOf([...portals.keys()], live, doubts, question);
  const found = new Search(question, plan, live, listings, doubts).found(stored, fates);
  return {
    plan,
    portals,
    ...found,
    // Where not all that Git says is known, anything may be declared.
    undeclared: ofPlan.length > 0 ? [] : found.undeclared,
    cannotTell: doubts.all(),
  };
}

function errorsOf({ messages }: Plan): string[] {
  return messages
    .filter(({ isError }) => isError)
    .map(
      (message) =>
        `the preview${message.stacks === undefined ? "" : ` of ${message.stacks.join(", ")}`} failed, so the declaration is not completely known: ${errorText(message)}`,
    );
}

/** The portals of the connections that the stack uses; of all of them where it has nothing yet. */
function portalsOf({ resources }: Plan, { connections }: Settings, live: LiveSide): Map<string, Portal> {
  const used = [...new Set(resources.map(connectionOf))].sort(compare);
  return new Map(
    (used.length > 0 ? used : [...connections.keys()].sort(compare)).flatMap((connection) => {
      const portal = live.portal(connection);
      return portal === undefined ? [] : [[connection, portal] as const];
    }),
  );
}

async function listingsOf(
  connections: readonly string[],
  live: LiveSide,
  doubts: Doubts,
  { progress }: PlannedQuestion,
): Promise<KindListing[]> {
  const all: KindListing[] = [];
  let read = 0;
  const listed = () => progress?.listed((read += 1), connections.length * KIND_NAMES.length);
  for (const connection of connections)
    for (const listing of await live.listings(connection, { listed })) {
      if ("because" in listing) doubts.note(listing.because, `every undeclared ${listing.kind}`, true);
      else all.push(listing);
    }
  return all;
}
