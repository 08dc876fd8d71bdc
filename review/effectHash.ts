import { createHash } from "node:crypto";
import { type DeclaredInputs, type KindName, kinds, UNKNOWN } from "../provider/model";
import { changedAt, fieldPaths } from "../provider/model/fieldPaths";
import { kindAt } from "../provider/model/kindAt";
import { portalNamed } from "../provider/portals/list";
import type { PersonAccess } from "../provider/model/accessModel";
import type { RightChange } from "./access/changes";
import type { ReviewFile } from "./expectations/reviewFile";
import { MASK } from "../engine/values";
import { compare, type PlannedResource, type ResourceState } from "../engine/plannedResource";
import type { ConnectionReview } from "./realm/connectionReview";
import type { Finding } from "./report";

/**
 * What somebody approves who approves a review, as a hash: whatever a reviewer would want to see again is in it, and nothing else, so that an
 * approval is for these people, by what they sign in with, with these rights. docs/review.md says what that is. It holds no time, no order of
 * the engine's, no text that is made for readers and nothing secret.
 */
export interface Approvable {
  readonly resources: readonly PlannedResource[];
  readonly reviews: readonly ConnectionReview[];
  readonly findings: readonly Finding[];
  readonly expiries?: ReviewFile["expiries"];
}

export function effectHash(approvable: Approvable): string {
  return sha256(effectOf(approvable));
}

/** Fields of an account that say whose it is, beside its natural key. */
const ACCOUNT_IDENTITY = [
  "name",
  "email",
  "ownerFirstName",
  "ownerLastName",
  "phone",
  "externalId",
  "uprovideAccount",
  "owner",
] as const;

type Side = "before" | "after";

/** Every value is plain, or begins with a word that says what it is: no value of a program can be taken for one of these signs. */
type Sign = string | number | boolean | null | readonly Sign[];

function effectOf({ resources, reviews, findings, expiries = [] }: Approvable): Sign {
  const values = new Values(resources);
  const changed = resources.filter(isChanged);
  const access = reviews.flatMap((review) => accessOf(review));
  const changes = changed.map((resource) => changeOf(resource, values));
  const named = new Set([
    ...access.flatMap(({ person, home, scope }) => [person, home, scope]),
    ...findings.flatMap(({ subject, people, accounts }) => [subject, ...people, ...accounts]),
    ...changed.map(({ key }) => key),
    ...values.referred,
  ]);
  return [
    ["findings", ...findings.map(findingOf)],
    ["access", ...access.map(({ sign }) => sign)],
    ["who", ...reviews.flatMap((review) => identitiesOf(review, named, values))],
    ["until", ...expiries.flatMap((expiry) => (named.has(expiry.person) ? [endOf(expiry)] : []))],
    ["changes", ...changes],
  ];
}

/** Protection is the engine's own, and no change to it. */
function isChanged({ operation, before, after }: PlannedResource): boolean {
  return operation !== "same" || before?.protect !== after?.protect;
}

function findingOf({ id, level, subject, certain, people, accounts, path, accepted }: Finding): Sign {
  return [
    id,
    level,
    subject,
    certain,
    people,
    accounts,
    path.map(({ kind, name }) => [kind, name]),
    accepted === undefined ? null : [accepted.reason, accepted.owner, accepted.expires],
  ];
}

function endOf({ person, profile, from, until }: NonNullable<ReviewFile["expiries"]>[number]): Sign {
  return [person, profile ?? null, from ?? null, until];
}

interface AccessSign {
  readonly person: string;
  readonly home: string;
  readonly scope: string;
  readonly sign: Sign;
}

function accessOf(review: ConnectionReview): AccessSign[] {
  // People who have the same share one object, however many they are.
  const known = new Map<readonly RightChange[], string | undefined>();
  const markOf = (rights: readonly RightChange[]) => {
    if (known.has(rights)) return known.get(rights);
    const changed = rights.filter(({ change }) => change !== "none");
    const mark = changed.length === 0 ? undefined : sha256(changed.map(rightOf));
    known.set(rights, mark);
    return mark;
  };
  return review.people.flatMap(({ key, now, scopes }) =>
    scopes.flatMap(({ scope, rights }) => {
      const mark = markOf(rights);
      return mark === undefined ? [] : [{ person: key, home: now.home ?? "", scope, sign: [key, scope, mark] }];
    }),
  );
}

function rightOf({ permission, limit, left = [], before, after, change, held }: RightChange): Sign {
  const path = held.path.map(({ kind, name, key }) => [kind, name, key ?? null]);
  return [permission, limit ?? null, left, before, after, change, path];
}

/** Who and what is named somewhere, in alphabetical order of their keys. */
function identitiesOf(review: ConnectionReview, named: ReadonlySet<string>, values: Values): Sign[] {
  const keys = new Set([...review.resources.map(({ key }) => key), ...review.people.map(({ key }) => key)]);
  const sideOf = (key: string, side: Side): Sign => {
    const person = review[side].holdings.people.get(key)?.person;
    const resource = review.resource(key);
    const state = resource?.[side];
    return [
      person === undefined ? null : personSign(person),
      resource === undefined || state === undefined ? null : objectSign(review, resource, state, values),
    ];
  };
  return [...keys]
    .filter((key) => named.has(key))
    .sort(compare)
    .map((key) => [
      key,
      review.meaning.portal,
      review.resource(key)?.connection ?? null,
      sideOf(key, "before"),
      sideOf(key, "after"),
    ]);
}

function personSign({ home, identity, barred }: PersonAccess): Sign {
  return [home ?? null, barred, identity.map(({ field, as, value }) => [field, as, signOf(value)])];
}

function objectSign(
  { meaning }: ConnectionReview,
  { kind, connection }: PlannedResource,
  state: ResourceState,
  values: Values,
): Sign {
  const { naturalKey } = kindAt(kind, portalNamed(meaning.portal));
  const fields = new Set<string>([...naturalKey, ...(kind === "Account" ? ACCOUNT_IDENTITY : [])]);
  // Whoever is made anew under the same names is somebody else; of other things only people see the id.
  const isSomebody = kind === "User" || kind === "Account";
  return [isSomebody ? (state.id ?? null) : null, values.signs(kind, connection, state, [...fields].sort(compare))];
}

function changeOf(
  { key, kind, connection, operation, isLetGo, because, before, after }: PlannedResource,
  values: Values,
): Sign {
  const sideOf = (state: ResourceState | undefined): Sign =>
    state === undefined ? null : [state.protect, values.signs(kind, connection, state, decidingFields(kind, state))];
  return [key, connection ?? null, operation, isLetGo, because, sideOf(before), sideOf(after)];
}

function decidingFields(kind: KindName, state: ResourceState): string[] {
  const { fields } = kinds[kind];
  return Object.keys(state.values)
    .filter((name) => !Object.hasOwn(fields, name) || fields[name]?.cosmetic !== true)
    .sort(compare);
}

/** A reference to a resource of the plan, by its key: another id of the same thing is no other effect. */
class ReferenceTo {
  constructor(readonly key: string) {}
}

const SECRET: unique symbol = Symbol("declared, and secret");

/** Values of resources, with resources in place of ids, and marks in place of what is secret. */
class Values {
  /** Keys of all resources that values refer to. */
  readonly referred = new Set<string>();
  private readonly byId = new Map<string, string>();
  private readonly byUrn: ReadonlyMap<string, string>;

  constructor(resources: readonly PlannedResource[]) {
    this.byUrn = new Map(resources.map(({ urn, key }) => [urn, key]));
    for (const { connection, kind, key, before, after } of resources)
      for (const id of [before?.id, after?.id])
        if (id !== undefined) this.byId.set(JSON.stringify([connection, kind, id]), key);
  }

  signs(
    kind: KindName,
    connection: string | undefined,
    { values, dependencies }: ResourceState,
    fields: readonly string[],
  ): Sign {
    const given = fields.filter((name) => values[name] !== undefined).map((name) => [name, values[name]] as const);
    return Object.entries(this.resolved(kind, connection, Object.fromEntries(given))).map(([name, value]): Sign => {
      // What isn't known yet is told apart by what it comes from.
      const from = hasUnknown(value) ? (dependencies[name] ?? []) : [];
      const isSet = kinds[kind].fields[name]?.set === true;
      return [name, signOf(value, isSet), from.map((urn) => this.byUrn.get(urn) ?? urn).sort(compare)];
    });
  }

  private resolved(kind: KindName, connection: string | undefined, values: DeclaredInputs): DeclaredInputs {
    const { references, secrets } = fieldPaths(kind);
    const masked = secrets.reduce<unknown>((all, path) => changedAt(all, path, () => SECRET), values);
    return references.reduce<unknown>(
      (all, { path, kind: target }) =>
        changedAt(all, path, (value) => {
          const key =
            typeof value === "string" ? this.byId.get(JSON.stringify([connection, target, value])) : undefined;
          if (key === undefined) return value;
          this.referred.add(key);
          return new ReferenceTo(key);
        }),
      masked,
    ) as DeclaredInputs;
  }
}

function signOf(value: unknown, isSet = false): Sign {
  if (value === UNKNOWN) return ["unknown"];
  if (value === SECRET || value === MASK) return ["secret"];
  if (value instanceof ReferenceTo) return ["resource", value.key];
  if (Array.isArray(value)) {
    const entries = value.map((entry: unknown) => signOf(entry));
    return ["list", ...(isSet ? entries.map((entry) => JSON.stringify(entry)).sort(compare) : entries)];
  }
  if (typeof value === "object" && value !== null)
    return [
      "object",
      ...Object.entries(value)
        .sort(([one], [other]) => compare(one, other))
        .map(([name, member]): Sign => [name, signOf(member)]),
    ];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

function hasUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  return Object.values(value).some(hasUnknown);
}

function sha256(sign: Sign): string {
  return createHash("sha256").update(JSON.stringify(sign)).digest("hex");
}
