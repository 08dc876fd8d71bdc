import { UNKNOWN } from "../../provider/model";
import { text } from "../../provider/model/words";
import type { PlannedResource } from "../../engine/plannedResource";
import type { ConnectionReview } from "../realm/connectionReview";
import { counted, inSentence, joined, whoIs } from "../../text/words";
import type { Rule } from "./context";

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

export const accounts: Rule = function* (review) {
  for (const resource of review.of("Account")) {
    const { key, operation, before, after, isLetGo } = resource;
    if (operation === "same" || before === undefined) continue;
    const name = review.accountName(key);
    const people = peopleOf(review, key);
    const about = { subject: key, accounts: [key], people };
    const who = whoIs(people.map((person) => review.personName(person)));
    const shutOut = people.length === 0 ? "" : `: ${who} can't enter it any more`;
    const losers = (what: string) =>
      people.length === 0 ? "" : ` ${counted(people.length, "person loses", "people lose")} ${what}.`;
    if (operation === "delete" || operation === "replace") {
      const policy = isLetGo ? "retain" : operation === "replace" ? "delete" : before.values["onDelete"];
      if (policy === "delete" || policy === "decommission")
        yield {
          id: "IRR-05",
          sentence:
            policy === "delete"
              ? `${name} is deleted at the portal, with everything in it.${losers("access to it")}`
              : `The end of ${name} is asked for: its decommissioning can't be called back from here.${losers("access when it comes")}`,
          ...about,
        };
      else if (policy === "lock")
        yield {
          id: "LCK-03",
          sentence: `${name} is locked and leaves the program${shutOut}.`,
          ...about,
        };
      else
        yield {
          id: "KEP-01",
          sentence: `${name} is taken out of the program, and stays at the portal as it is: nobody watches over it from then on.`,
          ...about,
        };
      continue;
    }
    if (after === undefined) continue;
    const [was, is] = [before.values["locked"] === true, after.values["locked"]];
    if (was !== (is === true) || (is === UNKNOWN && !was)) {
      const certain = is !== UNKNOWN;
      yield is === true || (!certain && !was)
        ? {
            id: "LCK-03",
            sentence: `${name} ${certain ? "is" : "is perhaps"} locked${shutOut}. What runs in it keeps running, and costing.`,
            certain,
            ...about,
          }
        : {
            id: "LCK-04",
            sentence: `${name} ${certain ? "is" : "is perhaps"} unlocked${people.length === 0 ? "" : `: ${who} can enter it again`}.`,
            certain,
            ...about,
          };
    }
    const { charged } = review.meaning;
    const [from, to] = [text(before.values["state"]), text(after.values["state"])];
    if (charged?.states.includes(from) === true && charged.free.includes(to))
      yield {
        id: "LIF-01",
        subject: key,
        sentence: `${name} goes from ${from} to ${to}: what it uses is charged for in another way, or not at all.`,
        accounts: [key],
        rule: charged.rule,
      };
  }
};

const GONE: Readonly<Partial<Record<PlannedResource["kind"], readonly [id: "IRR-04" | "IRR-06", what: string]>>> = {
  Project: ["IRR-04", "The project"],
  Profile: ["IRR-06", "The profile"],
  QuotaProfile: ["IRR-06", "The quota profile"],
};

/** Objects that are deleted for good, and those that are only let go. */
export const deletions: Rule = function* (review) {
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
          sentence: `${thingName(review, resource)}${of} is taken out of the program, and stays at the portal as it is.`,
          ...about,
        };
      continue;
    }
    const name = inSentence(text(before.values["name"]) || resource.label);
    if (id !== undefined) {
      const anew =
        operation === "replace" ? ` and made anew, because ${joined(because) || "something"} can't be changed` : "";
      const loss =
        kind === "Project"
          ? "what is in it, the roles on it and its keys are lost"
          : kind === "Profile"
            ? operation === "replace"
              ? "people keep what it gives only where they are given the new one"
              : "whoever has it loses what it gives"
            : "what was set from it stays as it is";
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

export const activations: Rule = function* (review) {
  if (!review.meaning.activationIsFinal) return;
  for (const resource of review.of("ServiceActivation")) {
    if (resource.operation !== "create" && resource.operation !== "replace") continue;
    const account = accountOf(review, resource);
    yield {
      id: "IRR-03",
      subject: resource.key,
      sentence: `${inSentence(text(resource.after?.values["service"]) || "A service")} is activated for ${account === undefined ? "an account" : review.accountName(account)}: it can't be switched off again.`,
      accounts: account === undefined ? [] : [account],
    };
  }
};

export const decisions: Rule = function* (review) {
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
      sentence: `${counted(fresh.length, "request", "requests")} for quota of ${account === undefined ? "an account" : review.accountName(account)} ${fresh.length === 1 ? "is" : "are"} rejected for good: ${joined(fresh)}.`,
      accounts: account === undefined ? [] : [account],
    };
  }
};
