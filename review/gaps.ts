import { type Kind, UNKNOWN } from "../provider/model";
import { holdsUnknown } from "../provider/model/unknown";
import { differingFields } from "../provider/model/values";
import { kindAt } from "../provider/model/kindAt";
import { INDETERMINATE, isHeld, type RealmObject } from "../provider/model/accessModel";
import { readReach, text } from "../provider/model/words";
import { portalNamed } from "../provider/portals/list";
import type { EngineMessage } from "../engine/messages";
import { compare, type Plan, type PlannedResource } from "../engine/plannedResource";
import { errorBesideFindings } from "./findings/providerWords";
import type { ConnectionReview } from "./realm/connectionReview";
import { counted, joined, whoIs } from "../text/words";

/** What a plan can't tell of one realm, each as a sentence. Where there is any, nothing else that is said counts as certain. */
export function gapsOf(review: ConnectionReview, plan: Plan): string[] {
  return [
    ...unknownValues(review),
    ...unshownBelonging(review),
    ...leftBehind(review),
    ...takenOver(review),
    ...sharedObjects(review),
    ...unseenHolders(review, plan),
    ...indeterminateGaps(review),
  ];
}

function notWhole({ stacks }: EngineMessage): string {
  const of = stacks === undefined ? "" : ` of ${stacks.length === 1 ? "the stack" : "the stacks"} ${joined(stacks)}`;
  return `The preview${of} failed, so the plan is incomplete`;
}

/** What a preview that failed doesn't tell. */
export function errorGaps({ messages }: Plan): string[] {
  return messages
    .filter(({ isError }) => isError)
    .flatMap((message) => {
      const start = notWhole(message);
      const [first, ...others] = errorBesideFindings(message);
      if (first === undefined) return [`${start}; the provider's errors are listed as findings.`];
      return others.length === 0 ? [`${start}: ${first}`] : [`${start}.`, first, ...others];
    });
}

/** Values of what changes that aren't known before apply, and decide about more than looks. */
function unknownValues(review: ConnectionReview): string[] {
  return changing(review).flatMap((resource) => {
    const object = review.after.snapshot.object(resource.key);
    const kind = kindOf(review, resource);
    if (object === undefined) return [];
    const paths = Object.entries(object.values).flatMap(([field, value]) => {
      const { cosmetic, secret } = kind.fields[field] ?? {};
      if (cosmetic === true || secret === true) return [];
      return unknownPaths(value, field, secret).filter(
        (path) => review.after.snapshot.referent(object, path) === undefined,
      );
    });
    if (paths.length === 0) return [];
    const be = paths.length === 1 ? "isn't" : "aren't";
    return [`${joined(paths)} of ${nameOf(resource)} ${be} known before apply, and can have any value.`];
  });
}

/** What the plan masks of whom or what an object belonged to, and belongs to no longer: whoever loses by it has no name. */
function unshownBelonging(review: ConnectionReview): string[] {
  return changing(review)
    .filter(({ kind }) => DECIDING.includes(kind) && kind !== "User")
    .flatMap((resource) =>
      Object.entries(resource.before?.values ?? {})
        .filter(
          ([field, value]) => kindOf(review, resource).fields[field]?.reference !== undefined && holdsUnknown(value),
        )
        .map(
          ([field]) =>
            `${field} of ${nameOf(resource)} was secret, and is masked in the plan: who loses access is not known.`,
        ),
    );
}

function unknownPaths(value: unknown, path: string, secret: readonly string[] = []): string[] {
  if (value === UNKNOWN) return [path];
  if (Array.isArray(value)) return value.flatMap((entry, index) => unknownPaths(entry, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    secret.includes(name) ? [] : unknownPaths(member, `${path}.${name}`),
  );
}

/** Objects that stay at the portal, with all that they have, while their resource goes on with another. */
function leftBehind(review: ConnectionReview): string[] {
  return changing(review)
    .filter(({ kind, leavesOld }) => leavesOld === true && !review.meaning.namesOnly.includes(kind))
    .map(
      (resource) =>
        `${nameOf(resource)} is replaced, and the old object stays unchanged at the portal (retainOnDelete): the effect on people's access is not known.`,
    );
}

/** Kinds of which it matters for people's access what an object was before it is taken over. */
const DECIDING = ["Account", "User", "Profile", "Project"];

/** Objects that may exist, and are taken over then: who has them, and what they are, no plan knows. */
function takenOver(review: ConnectionReview): string[] {
  const names = changing(review)
    // Where the portal was asked, it is known what is there.
    .filter(({ operation, live }) => (operation === "create" || operation === "replace") && live === undefined)
    .filter(({ kind }) => DECIDING.includes(kind) && !review.meaning.namesOnly.includes(kind))
    .filter(({ key }) => review.after.snapshot.mayBeTakenOver(key))
    .map(nameOf);
  if (names.length === 0) return [];
  const [one, takes] = names.length === 1 ? ["an object", "takes"] : ["objects", "take"];
  return [
    `${whoIs(names, ["resource", "resources"])} ${takes} over ${one} of the same name, where there ${names.length === 1 ? "is one" : "are any"} (adopt). The plan doesn't contain its current state, nor who has it.`,
  ];
}

/** Resources that stand for one object of the portal: by its id, or by what makes it the only one of its kind. */
function sharedObjects(review: ConnectionReview): string[] {
  const first = new Map<string, PlannedResource>();
  return review.resources.flatMap((resource) => {
    const { snapshot } = review.after;
    const object = snapshot.object(resource.key);
    // What the portal has nothing of is no object that could be shared.
    if (object === undefined || resource.isLetGo || review.meaning.namesOnly.includes(resource.kind)) return [];
    const keys = [
      ...(object.id === undefined ? [] : [`${resource.kind} id ${object.id}`]),
      ...naturalKeys(review, resource, object),
    ];
    const other = keys.map((key) => first.get(key)).find((found) => found !== undefined);
    for (const key of keys) if (!first.has(key)) first.set(key, resource);
    if (other === undefined || isTheSame(review, resource, other)) return [];
    return [
      `${nameOf(other)} and ${nameOf(resource)} are, or may be, the same object at the portal, and differ: which one applies is not known.`,
    ];
  });
}

function isTheSame(review: ConnectionReview, one: PlannedResource, other: PlannedResource): boolean {
  if (one.operation !== "same" || other.operation !== "same") return false;
  const local = (name: string) => kindOf(review, one).fields[name]?.local === true;
  return differingFields(kindOf(review, one), one.after?.values ?? {}, other.after?.values ?? {}).every(local);
}

function naturalKeys(review: ConnectionReview, resource: PlannedResource, object: RealmObject): string[] {
  const kind = kindOf(review, resource);
  const parts = kind.naturalKey.map((name) => {
    const { reference } = kind.fields[name] ?? {};
    const value = object.values[name];
    if (reference === undefined || value === undefined) return holdsUnknown(value) ? undefined : (value ?? null);
    const { certain, words } = review.after.snapshot.references(object, name, reference);
    return certain[0]?.key ?? words[0];
  });
  return parts.includes(undefined) ? [] : [`${resource.kind} named ${JSON.stringify(parts)}`];
}

/** What the provider says at preview of one field of a profile, after its name (rules csp/P6, scaleway/P6). */
const OF_FIELD = /^(?: of [^\n]*)?: \w+ (?=changes )/;

/** People who have a profile that changes, and whom the plan doesn't have: of another stack, or made by hand. */
function unseenHolders(review: ConnectionReview, { messages }: Plan): string[] {
  return changing(review)
    .filter(({ kind }) => kind === "Profile")
    .flatMap((resource) => {
      const start = `Profile ${text(resource.after?.values["name"])}`;
      const said = messages
        .filter((message) => !message.isError && message.text.startsWith(start))
        .map((message) => reachIn(message.text.slice(start.length)));
      const there = Math.max(0, ...said);
      const seen = there === 0 ? 0 : new Set([...holdersOf(review, resource), ...membersBefore(review, resource)]).size;
      if (there <= seen) return [];
      return [
        `${counted(there, "person has", "people have")} ${nameOf(resource)} at the portal, and the plan has ${seen} of them: the effect on the others is not known.`,
      ];
    });
}

function reachIn(said: string): number {
  const [field] = OF_FIELD.exec(said) ?? [];
  return field === undefined ? 0 : (readReach(said.slice(field.length)) ?? 0);
}

/** People of the plan who have something by a profile, before or after, whether or not they can log in. */
function holdersOf(review: ConnectionReview, { key }: PlannedResource): Set<string> {
  const have = [review.before, review.after].flatMap(({ holdings }) =>
    [...holdings.people].filter(([, { person }]) =>
      person.grants.some(({ path }) => isHeld(path) && path.some((step) => step.key === key)),
    ),
  );
  return new Set(have.map(([person]) => person));
}

/** People of the plan who are until now in the group that a profile is for: some of them may leave it with the same change. */
function membersBefore(review: ConnectionReview, { key }: PlannedResource): string[] {
  const object = review.after.snapshot.object(key);
  if (object === undefined) return [];
  if (review.meaning.isForAll?.(review.after.snapshot, object) === true) return atHome(review, object);
  const group = review.after.snapshot.references(object, "group", "Profile");
  const names = new Set([...group.certain.map((profile) => profile.key), ...group.words]);
  const { snapshot } = review.before;
  return snapshot
    .objects("User")
    .filter((user) => {
      const { certain, words } = snapshot.references(user, "profiles", "Profile");
      return [...certain.map((profile) => profile.key), ...words].some((name) => names.has(name));
    })
    .map((user) => user.key);
}

/** People of the plan who belong until now to what a profile belongs to. */
function atHome({ before, after }: ConnectionReview, profile: RealmObject): string[] {
  const { certain, words } = after.snapshot.references(profile, "account", "Account");
  const home = certain[0]?.key ?? words[0];
  return [...before.holdings.people].filter(([, { person }]) => person.home === home).map(([key]) => key);
}

/** Whoever's change hangs on something that the plan can't know. What stays as it was is no gap. */
export function indeterminateGaps(review: ConnectionReview): string[] {
  const causes = new Map<string, string[]>();
  for (const person of review.people)
    for (const { rights } of person.scopes)
      for (const { permission, change, after, held } of rights)
        // What goes altogether raises nobody's rights, whatever it was.
        if (permission === INDETERMINATE && change !== "none" && after !== "no") {
          const what = held.path.map(({ name }) => name).join(" → ");
          causes.set(what, [...(causes.get(what) ?? []), review.personName(person.key)]);
        }
  return [...causes]
    .map(([what, names]) => `What ${whoIs(names)} may do depends on ${what}, and can't be determined from the plan.`)
    .sort(compare);
}

/** What becomes another object, or another state of one. */
function changing(review: ConnectionReview): readonly PlannedResource[] {
  return review.resources.filter(
    ({ operation, after, isLetGo }) => operation !== "same" && after !== undefined && !isLetGo,
  );
}

function kindOf({ meaning }: ConnectionReview, { kind }: PlannedResource): Kind {
  return kindAt(kind, portalNamed(meaning.portal));
}

function nameOf({ key, kind, label, live }: PlannedResource): string {
  return live === "not declared" ? key : `${kind} ${label}`;
}
