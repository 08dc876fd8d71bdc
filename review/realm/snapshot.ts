import { type KindName, kinds, UNKNOWN } from "../../provider/kinds";
import type { RealmObject, RealmView, References } from "../../provider/portals/meaning";
import type { PlannedResource, ResourceState } from "../plan/plannedResource";

export type Side = "before" | "after";

interface Entry {
  readonly object: RealmObject;
  readonly state: ResourceState;
  readonly resource: PlannedResource;
}

const NOTHING: References = { certain: [], possible: [], words: [], open: false };

/** The objects of one connection on one side of the change, with what refers to what. */
export class Snapshot implements RealmView {
  private readonly entries = new Map<string, Entry>();
  private readonly byKind = new Map<KindName, RealmObject[]>();
  private readonly byId = new Map<string, RealmObject>();
  private readonly byUrn = new Map<string, RealmObject>();

  constructor(
    resources: readonly PlannedResource[],
    readonly side: Side,
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
    return isMade && (object.values["adopt"] ?? this.adopts) === false;
  }

  references(object: RealmObject, field: string, kind: KindName): References {
    const value = object.values[field];
    if (value === undefined) return NOTHING;
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    // Where the list itself isn't known, nobody knows how many there are, nor which of the known ones are among them.
    const all = value === UNKNOWN ? this.behind(object, field, kind, true) : undefined;
    if (all !== undefined) {
      const isList = kinds[object.kind].fields[field]?.set === true;
      const isOne = !isList && all.length === 1 && all[0]!.id === undefined;
      return isOne ? { ...NOTHING, certain: all } : { ...NOTHING, possible: all, open: all.length === 0 };
    }
    const each = this.referencesIn(object, field, kind, values);
    const unknown = each.filter(({ possible, open }) => possible.length > 0 || open);
    const candidates = [...new Set(unknown.flatMap(({ possible }) => possible))];
    const known = each.flatMap(({ certain }) => certain);
    // As many places as things that may be in them: all of them are in.
    const isMatched = unknown.length > 0 && unknown.length === candidates.length;
    return {
      certain: isMatched ? [...known, ...candidates] : known,
      possible: isMatched ? [] : candidates,
      words: each.flatMap(({ words }) => words),
      open: !isMatched && unknown.some(({ open }) => open),
    };
  }

  referencesIn(object: RealmObject, field: string, kind: KindName, values: readonly unknown[]): readonly References[] {
    const candidates = this.behind(object, field, kind, false);
    const places = values.filter((value) => value === UNKNOWN).length;
    return values.map((value): References => {
      if (value === UNKNOWN) {
        if (candidates.length === 1 && places === 1) return { ...NOTHING, certain: candidates };
        return { ...NOTHING, possible: candidates, open: candidates.length === 0 };
      }
      if (typeof value !== "string") return NOTHING;
      const found = this.byId.get(`${kind} ${value}`);
      return found === undefined ? { ...NOTHING, words: [value] } : { ...NOTHING, certain: [found] };
    });
  }

  private isAdopted({ key }: RealmObject): boolean {
    return this.entries.get(key)?.resource.live === "adopted";
  }

  /** What a field's value comes from, by the plan's property dependencies: what isn't there yet, or all of it. */
  private behind(object: RealmObject, field: string, kind: KindName, known: boolean): RealmObject[] {
    const urns = this.entries.get(object.key)?.state.dependencies[field] ?? [];
    return [...new Set(urns)]
      .flatMap((urn) => this.byUrn.get(urn) ?? [])
      .filter((other) => other.kind === kind && (known || other.id === undefined || this.isAdopted(other)));
  }
}

function formerOf({ key, kind, label }: PlannedResource, { id, values, outputs }: ResourceState): RealmObject {
  return { key, kind, label, id, values, outputs };
}
