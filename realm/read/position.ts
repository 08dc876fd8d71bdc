import type { KindName } from "../../provider/model";
import { SECTIONS } from "../entry";
import type { Path } from "./path";

/** What a path of a realm file leads to, or into. */
export interface EntryPosition {
  readonly kind: KindName;
  /** Key of the account that the entry stands in. */
  readonly within: string | undefined;
  /** Undefined in a list, where entries are their keys. */
  readonly key: string | undefined;
  /** The path of the entry. */
  readonly entry: Path;
  /** The rest of the path, from the entry on: a field and what is in it. */
  readonly inside: Path;
}

const KINDS: ReadonlyMap<string, KindName> = new Map(
  (Object.entries(SECTIONS) as [KindName, string][]).map(([kind, section]) => [section, kind]),
);

export function kindOfSection(section: unknown): KindName | undefined {
  return typeof section === "string" ? KINDS.get(section) : undefined;
}

/** The innermost entry that a path leads to or into; undefined where it leads to none. */
export function entryPosition(path: Path): EntryPosition | undefined {
  const kind = kindOfSection(path[0]);
  const key = path[1];
  if (kind === undefined || key === undefined) return undefined;
  const within = kind === "Account" ? String(key) : undefined;
  const inner = within === undefined ? undefined : kindOfSection(path[2]);
  const innerKey = path[3];
  if (inner !== undefined && inner !== "Account" && innerKey !== undefined)
    return {
      kind: inner,
      within,
      key: typeof innerKey === "string" ? innerKey : undefined,
      entry: path.slice(0, 4),
      inside: path.slice(4),
    };
  return {
    kind,
    within: undefined,
    key: typeof key === "string" ? key : undefined,
    entry: path.slice(0, 2),
    inside: path.slice(2),
  };
}
