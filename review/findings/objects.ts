import { UNKNOWN } from "../../provider/model";
import { text } from "../../provider/model/words";
import type { PlannedResource, ResourceState } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import { counted, inSentence, joined, whoIs } from "../../text/words";
import type { FindingId } from "./catalogue";
import type { RaisedFinding, FindingRule } from "./context";

/** What a field of an object refers to, in the keys of accounts. */
function accountOf(review: ConnectionReview, { key, after }: PlannedResource): string | undefined {
  const { snapshot } = after === undefined ? review.before : review.after;
  const object = snapshot.object(key);
  if (object === undefined) return undefined;
  const { certain, words } = snapshot.references(object, "account", "Account");
  return certain[0]?.key ?? words[0];
}

function peopleOf(review: ConnectionReview, account: string): string[] {
  const at = (side: "before" | "after") =>
    [...review[side].holdings.people].filter(
      ([, { person, scopes }]) => person.home === account || scopes.has(account),
    );
  return [...new Set([...at("before"), ...at("after")].map(([key]) => key))];
}

/** Accounts that leave the program or the portal, are locked or opened, or are charged for in another way. */
export const accounts: FindingRule = function* (review) {
  for (const resource of review.of("Account")) {
    const { operation, before, after } = resource;
    if (operation === "same" || before === undefined) continue;
    if (operation === "delete" || operation === "replace") yield departure(review, resource, before);
    else if (after !== undefined) {
      yield* lockChange(review, resource.key, before, after);
      yield* stateChange(review, resource.key, before, after);
    }
  }
};

/** Whom a lock keeps out, as the end of a sentence. */
function shutOut(review: ConnectionReview, people: readonly string[], can: "can" | "can't", again: string): string {
  if (people.length === 0) return "";
  return `: ${whoIs(people.map((person) => review.personName(person)))} ${can} enter it ${again}`;
}

/** What becomes of an account that is deleted or replaced: that hangs on what it says of its own end. */
function departure(
  review: ConnectionReview,
  { key, operation, isLetGo }: PlannedResource,
  before: ResourceState,
): RaisedFinding {
  const name = review.accountName(key);
  const people = peopleOf(review, key);
  const losers = (what: string) =>
    people.length === 0 ? "" : ` ${counted(people.length, "person loses", "people lose")} ${what}.`;
  const about = { subject: key, accounts: [key], people };
  const found = (id: FindingId, sentence: string): RaisedFinding => ({ id, sentence, ...about });
  switch (isLetGo ? "retain" : operation === "replace" ? "delete" : before.values["onDelete"]) {
    case "delete":
      return found("IRR-05", `${name} is deleted at the portal, with everything in it.${losers("access to it")}`);
    case "decommission":
      return found(
        "IRR-05",
        `The decommissioning of ${name} is requested, and can't be cancelled from here.${losers("access when it is decommissioned")}`,
      );
    case "lock":
      return found(
        "LCK-03",
        `${name} is locked and removed from the program${shutOut(review, people, "can't", "any more")}.`,
      );
    default:
      return found(
        "KEP-01",
        `${name} is removed from the program, stays unchanged at the portal, and is no longer managed.`,
      );
  }
}

function* lockChange(
  review: ConnectionReview,
  key: string,
  before: ResourceState,
  after: ResourceState,
): Iterable<RaisedFinding> {
  const [was, is] = [before.values["locked"] === true, after.values["locked"]];
  if (was === (is === true) && (is !== UNKNOWN || was)) return;
  const name = review.accountName(key);
  const people = peopleOf(review, key);
  const certain = is !== UNKNOWN;
  const seems = certain ? "is" : "is perhaps";
  const about = { subject: key, certain, accounts: [key], people };
  yield is === true || (!certain && !was)
    ? {
        id: "LCK-03",
        sentence: `${name} ${seems} locked${shutOut(review, people, "can't", "any more")}. Its workloads keep running, and are billed.`,
        ...about,
      }
    : { id: "LCK-04", sentence: `${name} ${seems} unlocked${shutOut(review, people, "can", "again")}.`, ...about };
}

function* stateChange(
  review: ConnectionReview,
  key: string,
  before: ResourceState,
  after: ResourceState,
): Iterable<RaisedFinding> {
  const { charged } = review.meaning;
  const [from, to] = [text(before.values["state"]), text(after.values["state"])];
  if (charged?.states.includes(from) === true && charged.free.includes(to))
    yield {
      id: "LIF-01",
      subject: key,
      sentence: `${review.accountName(key)} changes from ${from} to ${to}: its usage is billed differently, or not at all.`,
      accounts: [key],
      rule: charged.rule,
    };
}

const GONE: Readonly<Partial<Record<PlannedResource["kind"], readonly [id: "IRR-04" | "IRR-06", what: string]>>> = {
  Project: ["IRR-04", "The project"],
  Profile: ["IRR-06", "The profile"],
  QuotaProfile: ["IRR-06", "The quota profile"],
};

/** Objects that are deleted for good, and those that are only let go. */
export const deletions: FindingRule = function* (review) {
  for (const resource of review.resources) {
    const { key, kind, operation, before, because, isLetGo } = resource;
    if ((operation !== "delete" && operation !== "replace") || before === undefined) continue;
    if (review.meaning.namesOnly.includes(kind)) continue;
    const account = accountOf(review, resource);
    const of = account === undefined ? "" : ` of ${review.accountName(account)}`;
    const about = { subject: key, accounts: account === undefined ? [] : [account] };
    const [id, what] = GONE[kind] ?? [];
    if (isLetGo) {
      if (kind !== "Account" && kind !== "User")
        yield {
          id: "KEP-01",
          sentence: `${thingName(review, resource)}${of} is removed from the program, and stays unchanged at the portal.`,
          ...about,
        };
      continue;
    }
    const name = inSentence(text(before.values["name"]) || resource.label);
    if (id !== undefined) {
      const anew =
        operation === "replace" ? ` and recreated, because ${joined(because) || "something"} can't be changed` : "";
      const loss =
        kind === "Project"
          ? "its contents, roles and keys are lost"
          : kind === "Profile"
            ? operation === "replace"
              ? "people keep its permissions only if the new one is assigned to them"
              : "everybody who has it loses its permissions"
            : "quotas that were set from it stay unchanged";
      yield { id, sentence: `${what} ${name}${of} is deleted${anew}: ${loss}.`, ...about };
    }
  }
};

/** What people call an object that isn't a person or an account. */
function thingName(review: ConnectionReview, resource: PlannedResource): string {
  if (resource.kind === "Quota") return quotaName(review, resource);
  if (resource.kind === "ServiceActivation")
    return `The service ${inSentence(text(resource.before?.values["service"]))}`;
  return `${GONE[resource.kind]?.[1] ?? "The object"} ${review.objectName(resource.key)}`;
}

/** Which of an account's quotas it is: that of a region, or of a project. */
function quotaName(review: ConnectionReview, { key, before }: PlannedResource): string {
  const { snapshot } = review.before;
  const object = snapshot.object(key);
  const { certain = [], words = [] } = object === undefined ? {} : snapshot.references(object, "project", "Project");
  const project = certain[0] === undefined ? words[0] : review.objectName(certain[0].key);
  const region = before?.values["region"];
  return [
    "The quota",
    ...(typeof region === "string" ? [`in ${region}`] : []),
    ...(project === undefined ? [] : [`of the project ${project}`]),
  ].join(" ");
}

export const activations: FindingRule = function* (review) {
  if (!review.meaning.activationIsFinal) return;
  for (const resource of review.of("ServiceActivation")) {
    if (resource.operation !== "create" && resource.operation !== "replace") continue;
    const account = accountOf(review, resource);
    yield {
      id: "IRR-03",
      subject: resource.key,
      sentence: `${inSentence(text(resource.after?.values["service"]) || "A service")} is activated for ${account === undefined ? "an account" : review.accountName(account)}: it can't be deactivated.`,
      accounts: account === undefined ? [] : [account],
    };
  }
};

export const decisions: FindingRule = function* (review) {
  for (const resource of review.of("Quota")) {
    const ids = (values: unknown) =>
      (Array.isArray(values) ? (values as unknown[]) : []).map((entry) =>
        typeof entry === "object" && entry !== null
          ? text((entry as Record<string, unknown>)["id"])
          : "one that isn't known yet",
      );
    const was = new Set(ids(resource.before?.values["rejectRequests"]));
    const fresh = ids(resource.after?.values["rejectRequests"]).filter((id) => !was.has(id));
    if (fresh.length === 0) continue;
    const account = accountOf(review, resource);
    yield {
      id: "IRR-07",
      subject: resource.key,
      sentence: `${counted(fresh.length, "request", "requests")} for quota of ${account === undefined ? "an account" : review.accountName(account)} ${fresh.length === 1 ? "is" : "are"} permanently rejected: ${joined(fresh)}.`,
      accounts: account === undefined ? [] : [account],
    };
  }
};
