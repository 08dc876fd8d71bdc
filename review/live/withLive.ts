import { type DeclaredInputs, type Kind, type KindName, kinds } from "../../provider/model";
import { kindAt } from "../../provider/model/kindAt";
import { holdsUnknown } from "../../provider/model/unknown";
import { inDeclaredSpelling, spellingsIn } from "../../provider/model/spellings";
import { changesTo, onlyOwn, sameValue } from "../../provider/model/values";
import { portalNamed } from "../../provider/portals/list";
import type { AccessModel } from "../../provider/model/accessModel";
import type { Found } from "../../provider/model/portal";
import { holdsMask } from "../../engine/values";
import { compare, type PlannedResource, type ResourceState } from "../../engine/plannedResource";
import { type Side, Snapshot } from "../realm/snapshot";
import type { LiveListing, LiveRealm } from "./liveRealm";
import { isStateOnly } from "../../provider/model/definePortal";

/** A connection's part of a plan, with what the portal has now in the place of what the state remembers. */
export interface LivePart {
  readonly resources: readonly PlannedResource[];
  /** What the portal didn't tell, and the change hangs on. */
  readonly gaps: readonly string[];
}

/** Objects of these kinds are people, or decide what people may do: one that isn't where it should be is a gap. */
const DECIDING: readonly KindName[] = ["Account", "Profile", "User"];

/**
 * The realm as it is and as it will be, by the plan and by what the portal lists: an object of the plan has the values that it has at the
 * portal, what exists and is to be adopted is changed and not made, and what the program doesn't declare is there and stays. An update
 * writes what `converge` writes; what the plan leaves alone stays as it is at the portal.
 */
export function withLive(
  planned: readonly PlannedResource[],
  realms: readonly LiveRealm[],
  meaning: AccessModel,
  adopts: boolean,
): LivePart {
  return new LiveMerge(planned, realms, meaning, adopts).part();
}

class LiveMerge {
  private readonly portal;
  private readonly listings = new Map<KindName, LiveListing[]>();
  private readonly byId = new Map<string, Found>();
  /** What a word in a declaration names, by kind, account and name. */
  private readonly byName = new Map<string, Found>();
  private readonly byKey: ReadonlyMap<string, PlannedResource>;
  private readonly plan: { readonly before: Snapshot; readonly after: Snapshot };
  /** What became of a create: the object that it takes over, or undefined where the portal proves that there is none. */
  private readonly creates = new Map<string, Found | undefined>();
  private readonly gaps: string[] = [];

  constructor(
    private readonly planned: readonly PlannedResource[],
    private readonly realms: readonly LiveRealm[],
    private readonly meaning: AccessModel,
    adopts: boolean,
  ) {
    this.portal = portalNamed(meaning.portal);
    this.byKey = new Map(planned.map((resource) => [resource.key, resource]));
    const side = (of: Side) => new Snapshot(planned, of, this.portal, adopts);
    this.plan = { before: side("before"), after: side("after") };
    for (const { listings } of realms)
      for (const listing of listings) {
        if (isStateOnly(this.portal, listing.kind)) continue;
        this.listings.set(listing.kind, [...(this.listings.get(listing.kind) ?? []), listing]);
        for (const found of listing.found) this.note(listing.kind, found);
      }
  }

  part(): LivePart {
    for (const kind of Object.keys(kinds) as KindName[])
      for (const resource of this.planned)
        if (resource.kind === kind && resource.operation === "create") this.lookUp(resource);
    const own = this.planned.map((resource) => this.merged(resource));
    this.noteUnseen();
    const taken = new Set(
      [...this.planned, ...own].flatMap(({ kind, before, after }) => [`${kind} ${before?.id}`, `${kind} ${after?.id}`]),
    );
    return { resources: [...own, ...this.undeclared(taken)], gaps: [...new Set(this.gaps)] };
  }

  private note(kind: KindName, found: Found): void {
    this.byId.set(`${kind} ${found.id}`, found);
    if (found.deleting !== undefined) return;
    const word = this.wordFor(kind, found.inputs["account"], found.inputs["name"]);
    const known = this.byName.get(word);
    if (known === undefined || rankOf(found) < rankOf(known)) this.byName.set(word, found);
  }

  private wordFor(kind: KindName, account: unknown, name: unknown): string {
    return JSON.stringify([kind, this.isOfAccounts(kind) && typeof account === "string" ? account : null, name]);
  }

  private isOfAccounts(kind: KindName): boolean {
    return kindAt(kind, this.portal).naturalKey.includes("account");
  }

  private kind(of: PlannedResource): Kind {
    return kindAt(of.kind, this.portal);
  }

  /** What a create meets at the portal. Nothing is known of it where the listing isn't whole. */
  private lookUp(resource: PlannedResource): void {
    const { kind, after } = resource;
    const listings = this.listings.get(kind);
    if (after === undefined || listings === undefined) return;
    const { naturalKey, fields } = this.kind(resource);
    const wanted = naturalKey.map((name) => this.keyPart(resource, name));
    if (wanted.includes(NEVER)) {
      this.creates.set(resource.key, undefined);
      return;
    }
    if (wanted.some(holdsUnknown)) return;
    // Several connections may list one realm.
    const all = new Map(listings.flatMap(({ found }) => found).map((found) => [found.id, found]));
    const existing = [...all.values()].filter(({ deleting, inputs }) => {
      const same = naturalKey.every((name, index) => sameValue(fields[name], wanted[index], inputs[name]));
      return deleting === undefined && same;
    });
    const account = wanted[naturalKey.indexOf("account")];
    if (existing.length === 0) {
      if (listings.every((listing) => showsAll(listing, account))) this.creates.set(resource.key, undefined);
      return;
    }
    const [found] = existing;
    if (existing.length > 1 || found!.undeclarable !== undefined)
      this.gaps.push(
        `${resource.key} is created, and the portal has ${existing.length > 1 ? "several objects" : "an object"} of its name that can't be declared as ${existing.length > 1 ? "they are" : `it is (${found!.undeclarable})`}: the effect on people who have it is not known.`,
      );
    else if (found!.untouched !== true && found!.builtIn === undefined && this.isAdopted(resource))
      this.creates.set(resource.key, found);
  }

  private isAdopted({ key }: PlannedResource): boolean {
    return this.plan.after.mayBeTakenOver(key);
  }

  /** A part of a natural key, with references as the portal has them; NEVER where what it refers to is yet to be made. */
  private keyPart({ kind, key, after }: PlannedResource, field: string): unknown {
    const { reference } = kinds[kind].fields[field] ?? {};
    const value = after?.values[field];
    if (reference === undefined || value === undefined || typeof value === "string") return value;
    const object = this.plan.after.object(key);
    const [target] = object === undefined ? [] : this.plan.after.references(object, field, reference).certain;
    const resource = target === undefined ? undefined : this.byKey.get(target.key);
    if (resource === undefined) return value;
    if (!this.creates.has(resource.key)) return resource.before?.id ?? value;
    return this.creates.get(resource.key)?.id ?? NEVER;
  }

  private merged(resource: PlannedResource): PlannedResource {
    if (!this.listings.has(resource.kind)) return this.named(resource);
    if (this.creates.has(resource.key)) {
      const found = this.creates.get(resource.key);
      return found === undefined
        ? { ...this.named(resource), live: "new" }
        : { ...this.asIs({ ...this.named(resource), operation: "update" }, found), live: "adopted" };
    }
    if (resource.before === undefined) return this.named(resource);
    const found = this.byId.get(`${resource.kind} ${resource.before.id}`);
    if (found !== undefined && found.deleting === undefined) return this.asIs(this.named(resource), found);
    this.noteMissing(resource);
    return this.named(resource);
  }

  private noteMissing(resource: PlannedResource): void {
    const { key, kind, operation } = resource;
    if (operation === "delete" || !DECIDING.includes(kind)) return;
    const account = accountOf(resource);
    if (this.listings.get(kind)?.every((listing) => showsAll(listing, account)) !== true) return;
    this.gaps.push(
      `${key} is in the state and not in the portal's list: it was deleted by hand, or the token doesn't see it. Run pulumi refresh, and review again.`,
    );
  }

  /** The resource with names in the place of ids turned into ids, so that the portal's own objects are what they name. */
  private named(resource: PlannedResource): PlannedResource {
    const side = (of: "before" | "after") => {
      const state = resource[of];
      return state === undefined ? {} : { [of]: { ...state, values: this.withIds(resource, of, state.values) } };
    };
    return { ...resource, ...side("before"), ...side("after") };
  }

  private withIds({ kind, key }: PlannedResource, side: "before" | "after", values: DeclaredInputs): DeclaredInputs {
    const snapshot = this.plan[side];
    const object = snapshot.object(key);
    const of = object === undefined ? undefined : snapshot.references(object, "account", "Account");
    const home = of?.certain[0] === undefined ? of?.words[0] : snapshot.object(of.certain[0].key)?.id;
    const isElsewhere = home === undefined && values["account"] !== undefined;
    const idOf = (target: KindName, value: unknown): unknown => {
      if (typeof value !== "string" || this.byId.has(`${target} ${value}`)) return value;
      // In an account that isn't there yet nothing has a name.
      if (isElsewhere && this.isOfAccounts(target)) return value;
      return this.byName.get(this.wordFor(target, home, value))?.id ?? value;
    };
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const { reference } = kinds[kind].fields[name] ?? {};
        if (reference === undefined) return [name, value];
        return [name, Array.isArray(value) ? value.map((entry) => idOf(reference, entry)) : idOf(reference, value)];
      }),
    );
  }

  /** The resource with the object as it is at the portal, and as the change leaves it. */
  private asIs(resource: PlannedResource, found: Found): PlannedResource {
    const { operation, isLetGo, before: state, after: wanted } = resource;
    const kind = this.kind(resource);
    const base = state ?? stateOf(found.id, {}, {});
    const inputs = shownInputs(kind, resource, found);
    const before: ResourceState = {
      ...base,
      id: found.id,
      values: { ...base.values, ...inputs, ...yielded(kind, base.values, inputs) },
      outputs: { ...base.outputs, ...found.outputs },
    };
    if (operation === "replace" || wanted === undefined) return { ...resource, before };
    if (operation === "same" || isLetGo) return { ...resource, before, after: before };
    const after: ResourceState = {
      ...wanted,
      id: found.id,
      values: { ...wanted.values, ...converged(kind, inputs, wanted.values, state?.values ?? {}) },
      outputs: { ...wanted.outputs, ...found.outputs },
    };
    return { ...resource, before, after };
  }

  /** What the portal has and no resource of the plan stands for, in an order that doesn't hang on ids. */
  private undeclared(taken: ReadonlySet<string>): PlannedResource[] {
    const resources = new Map<string, PlannedResource>();
    for (const { connection, listings } of this.realms)
      for (const { kind, found: all } of listings)
        for (const found of all) {
          const urn = `live ${kind} ${found.id}`;
          if (taken.has(`${kind} ${found.id}`) || resources.has(urn) || !this.isThere(kind, found)) continue;
          resources.set(urn, this.resourceOf(kind, found, urn, connection));
        }
    const keys = new Map<string, number>();
    for (const { key } of resources.values()) keys.set(key, (keys.get(key) ?? 0) + 1);
    return [...resources.values()]
      .map((resource) =>
        keys.get(resource.key) === 1 ? resource : { ...resource, key: `${resource.key} (${resource.before!.id})` },
      )
      .sort((one, other) => compare(one.key, other.key));
  }

  /** Whoever owns an account for good is said in words, where the portal always has one; what is kept in the state alone is nowhere else. */
  private isThere(kind: KindName, { deleting, untouched, builtIn }: Found): boolean {
    if (deleting !== undefined || untouched === true || isStateOnly(this.portal, kind)) return false;
    return !(kind === "User" && builtIn !== undefined && this.meaning.ownersApart !== undefined);
  }

  private resourceOf(kind: KindName, found: Found, urn: string, connection: string | undefined): PlannedResource {
    const { id, inputs, outputs, builtIn } = found;
    const { naturalKey } = kindAt(kind, this.portal);
    const label = ["name", "username", ...naturalKey.filter((name) => name !== "account")]
      .map((name) => inputs[name])
      .find((value): value is string => typeof value === "string" && value !== "");
    const { account } = inputs;
    const of = typeof account === "string" ? ` of ${this.accountName(account)}` : "";
    const what = builtIn === undefined ? "not declared" : "the portal's own";
    const where = connection === undefined ? "" : `, connection ${connection}`;
    const state = stateOf(id, inputs, outputs);
    return {
      key: `${kind}/${label ?? id}${of} (${what}${where})`,
      label: label ?? id,
      kind,
      urn,
      connection,
      operation: "same",
      isLetGo: false,
      because: [],
      before: state,
      after: state,
      live: builtIn === undefined ? "not declared" : "built in",
    };
  }

  private accountName(id: string): string {
    const name = this.byId.get(`Account ${id}`)?.inputs["name"];
    return typeof name === "string" ? name : id;
  }

  /** Whom the change reaches beyond what was listed. What stays as it was is no gap. */
  private noteUnseen(): void {
    const reaching = this.planned.filter(
      ({ kind, operation, before }) => DECIDING.includes(kind) && operation !== "same" && before !== undefined,
    );
    for (const kind of DECIDING)
      for (const listing of this.listings.get(kind) ?? []) {
        if (listing.unseen === undefined || listing.unseenFields !== undefined) continue;
        if (reaching.some((resource) => !showsAll(listing, accountOf(resource))))
          this.gaps.push(
            `The portal doesn't show every ${kind}, so it is not known whom the change affects: ${listing.unseen}.`,
          );
      }
    if (this.planned.some(({ operation }) => operation !== "same"))
      for (const { kind, because } of this.realms.flatMap(({ failed }) => failed))
        if (DECIDING.includes(kind))
          this.gaps.push(`The portal's objects of the kind ${kind} couldn't be read: ${because}`);
  }
}

/** The state of what no program declares. */
function stateOf(id: string, values: DeclaredInputs, outputs: DeclaredInputs): ResourceState {
  return { id, values, outputs, dependencies: {}, references: {}, adopts: false, protect: false };
}

/** What can't be at the portal, since what it belongs to isn't. */
const NEVER = Symbol("not there yet");

/** A customer's own object never takes a name away from one that programs can name; a policy none from the group that it is for. */
function rankOf({ undeclarable, inputs }: Found): number {
  return (undeclarable === undefined ? 0 : 1) + (inputs["group"] === undefined ? 0 : 2);
}

function accountOf({ kind, before }: PlannedResource): unknown {
  return kind === "Account" ? before?.id : before?.values["account"];
}

/** Whether all objects of an account (undefined: of the reseller's own part) are in the listing. */
function showsAll({ unseen, unseenIn, unseenFields }: LiveListing, account: unknown): boolean {
  if (unseen === undefined || unseenFields !== undefined) return true;
  return unseenIn !== undefined && !unseenIn.includes(account as string | undefined);
}

/**
 * The portal's values of the fields that it shows, in the spelling of the program where that means the same. What the engine hides can't be
 * held against them, and stays hidden.
 */
function shownInputs(
  kind: Kind,
  { operation, before, after }: PlannedResource,
  { inputs }: Found,
): Record<string, unknown> {
  const { fields } = kind;
  const shown: Record<string, unknown> = {};
  const actual =
    before === undefined ? inputs : inDeclaredSpelling(kind, inputs, before.values, spellingsIn(before.outputs));
  for (const [name, value] of Object.entries(actual)) {
    const declared = [after?.values[name], before?.values[name]];
    if (operation !== "same" && declared.some(holdsMask)) continue;
    shown[name] = declared.find((text) => text !== undefined && sameValue(fields[name], text, value)) ?? value;
  }
  return shown;
}

/** Fields that the portal has only in another form, and shows in that. */
function yielded({ fields }: Kind, values: DeclaredInputs, inputs: DeclaredInputs): Record<string, undefined> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name, { yields }]) => yields !== undefined && yields in inputs && values[name] !== undefined)
      .map(([name]) => [name, undefined]),
  );
}

/** The portal's fields after an update, as `converge` writes them: entries of open sets that nobody declares stay. */
function converged(
  kind: Kind,
  inputs: DeclaredInputs,
  wanted: DeclaredInputs,
  before: DeclaredInputs,
): Record<string, unknown> {
  const own = onlyOwn(kind, inputs, [wanted, before]);
  const values: Record<string, unknown> = { ...inputs };
  for (const [name, value] of Object.entries(changesTo(kind, own, wanted, before))) {
    if (!(name in inputs)) continue;
    const [all, mine] = [inputs[name], own[name]];
    const others = Array.isArray(all) && Array.isArray(mine) ? all.filter((entry) => !mine.includes(entry)) : [];
    const entries = Array.isArray(value) ? (value as unknown[]) : [];
    values[name] = others.length > 0 ? [...entries, ...others] : value;
  }
  // What is made of another field is worked out anew.
  for (const [name, { yields }] of Object.entries(kind.fields))
    if (yields !== undefined && wanted[name] !== undefined) values[yields] = undefined;
  return values;
}
