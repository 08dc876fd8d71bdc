import { type KindName, referenceName, UNKNOWN } from "../../provider/model";
import { kindAt } from "../../provider/model/kindAt";
import type { Portal } from "../../provider/model/portal";
import { holdsUnknown } from "../../provider/model/unknown";
import { text } from "../../provider/model/words";
import type { RealmObject, RealmView, References, ValueAt } from "../../provider/model/accessModel";
import type { PlannedResource, ResourceState } from "../../engine/plannedResource";

export type Side = "before" | "after";

interface Entry {
  readonly object: RealmObject;
  readonly state: ResourceState;
  readonly resource: PlannedResource;
}

const NOTHING: References = { certain: [], words: [], open: false };

/** The objects of one connection on one side of the change, with what refers to what. */
export class Snapshot implements RealmView {
  private readonly entries = new Map<string, Entry>();
  private readonly byKind = new Map<KindName, RealmObject[]>();
  private readonly byId = new Map<string, RealmObject>();
  private readonly byUrn = new Map<string, RealmObject>();
  /** Of kinds that the portal finds by a name. */
  private readonly byName = new Map<string, RealmObject[]>();

  constructor(
    resources: readonly PlannedResource[],
    readonly side: Side,
    private readonly portal: Portal,
    /** Whether what exists already is taken over without being asked for one by one. */
    private readonly adopts: boolean,
  ) {
    for (const resource of resources) {
      const state = resource[side];
      if (state === undefined) continue;
      const { key, kind, label } = resource;
      const object = {
        key,
        kind,
        label,
        id: state.id,
        values: state.values,
        outputs: state.outputs,
        isBuiltIn: resource.live === "built in",
      };
      this.entries.set(key, { object, state, resource });
      const ofKind = this.byKind.get(kind) ?? [];
      ofKind.push(object);
      this.byKind.set(kind, ofKind);
      this.byUrn.set(resource.urn, object);
      if (portal.foundByName?.includes(kind) === true) {
        const name = `${kind} ${text(state.values["name"])}`;
        this.byName.set(name, [...(this.byName.get(name) ?? []), object]);
      }
      if (state.id !== undefined && !this.byId.has(`${kind} ${state.id}`)) this.byId.set(`${kind} ${state.id}`, object);
    }
  }

  objects(kind: KindName): readonly RealmObject[] {
    return this.byKind.get(kind) ?? [];
  }

  object(key: string): RealmObject | undefined {
    return this.entries.get(key)?.object;
  }

  was({ key }: RealmObject): RealmObject | undefined {
    const resource = this.side === "before" ? undefined : this.entries.get(key)?.resource;
    return resource?.before === undefined ? undefined : formerOf(resource, resource.before);
  }

  unchanged(object: RealmObject): boolean {
    return this.entries.get(object.key)?.resource.operation === "same";
  }

  isNew(object: RealmObject): boolean {
    if (this.side === "after" && this.entries.get(object.key)?.resource.live === "new") return true;
    const isMade = this.side === "after" && this.entries.get(object.key)?.resource.operation === "create";
    return isMade && !this.mayBeTakenOver(object.key);
  }

  /** Whether what exists under the name of an object is taken over, should it be made. */
  mayBeTakenOver(key: string): boolean {
    const state = this.entries.get(key)?.state;
    const own = state?.values["adopt"];
    return own === undefined ? this.adopts || state?.adopts === true : own !== false;
  }

  references(object: RealmObject, field: string, kind: KindName): References {
    const value = object.values[field];
    if (value === undefined) return NOTHING;
    const values: readonly ValueAt[] = Array.isArray(value)
      ? value.map((entry: unknown, index) => ({ path: `${field}[${index}]`, value: entry }))
      : [{ path: field, value }];
    const each = this.referencesIn(object, kind, values);
    return {
      certain: each.flatMap(({ certain }) => certain),
      words: each.flatMap(({ words }) => words),
      open: each.some(({ open }) => open),
    };
  }

  referencesIn(object: RealmObject, kind: KindName, values: readonly ValueAt[]): readonly References[] {
    return values.map(({ path, value }): References => {
      if (value === UNKNOWN) {
        const behind = this.referent(object, path);
        return behind?.kind !== kind ? { ...NOTHING, open: true } : { ...NOTHING, certain: [behind] };
      }
      if (typeof value !== "string") return { ...NOTHING, open: holdsUnknown(value) };
      const found = this.byId.get(`${kind} ${value}`) ?? this.named(object, kind, value);
      return found === undefined ? { ...NOTHING, words: [value] } : { ...NOTHING, certain: [found] };
    });
  }

  /** What the portal finds by a name that an object gives; undefined where the change gives the name to something else. */
  private named(from: RealmObject, kind: KindName, name: string): RealmObject | undefined {
    const named = this.byName.get(`${kind} ${name}`) ?? [];
    const isOfAll = !kindAt(kind, this.portal).naturalKey.includes("account");
    const [only, ...others] = named.filter((other) => isOfAll || this.accountOf(other) === this.accountOf(from));
    if (only === undefined || others.length > 0) return undefined;
    const former = this.was(only);
    return former === undefined || former.values["name"] === name ? only : undefined;
  }

  /** What stands for the account of an object; undefined where it has none. */
  private accountOf(object: RealmObject): string | undefined {
    const { certain, words, open } = this.references(object, "account", "Account");
    return open ? `account of ${object.key}` : (certain[0]?.key ?? words[0]);
  }

  /**
   * The resource that the program gave as the value, or whose id it gave. That a value hangs on a resource, as the plan's property
   * dependencies say, is no evidence: anything can be made of an id.
   */
  referent({ key }: RealmObject, path: string): RealmObject | undefined {
    const { references = {}, dependencies = {} } = this.entries.get(key)?.state ?? {};
    const name = references[path];
    const [field = ""] = path.split(/[.[]/);
    const named = [...new Set(dependencies[field] ?? [])]
      .flatMap((urn) => this.byUrn.get(urn) ?? [])
      .filter((other) => referenceName(other.kind, other.label) === name);
    return named.length === 1 ? named[0] : undefined;
  }
}

function formerOf({ key, kind, label }: PlannedResource, { id, values, outputs }: ResourceState): RealmObject {
  return { key, kind, label, id, values, outputs };
}
