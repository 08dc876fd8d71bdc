import { DEFAULT_CONNECTION } from "../provider/model/portal";
import { placeText } from "../provider/model/failureText";
import { isRecord } from "../provider/model/shapes";
import type { RealmEntry } from "../realm/entry";
import { isReference } from "../realm/fieldPaths";
import { entryId } from "./divide";
import type { Fleet } from "./division";
import type { WholeRealmFinding } from "./wholeRealmFinding";

interface Share {
  readonly entry: RealmEntry;
  readonly value: number;
}

/** Whether the quotas of all accounts fit into the pool that `fleet.yaml` declares. */
export function poolFindings(fleet: Fleet): WholeRealmFinding[] {
  const { pool } = fleet.file;
  if (pool.size === 0) return [];
  const byId = new Map(fleet.realm.entries.map((entry) => [entryId(entry), entry]));
  const shares = new Map<string, Share[]>();
  for (const entry of fleet.realm.entries) {
    const { region, connection = DEFAULT_CONNECTION, project } = entry.values;
    if (entry.kind !== "Quota" || typeof region !== "string" || project !== undefined) continue;
    if (connection !== DEFAULT_CONNECTION || !pool.has(region)) continue;
    for (const [limit, value] of Object.entries(limitsOf(entry, byId))) {
      if (typeof value !== "number" || value <= 0) continue;
      const key = JSON.stringify([region, limit]);
      const all = shares.get(key);
      if (all === undefined) shares.set(key, [{ entry, value }]);
      else all.push({ entry, value });
    }
  }
  return [...pool].flatMap(([region, limits]) =>
    Object.entries(limits).flatMap(([limit, most]) =>
      tooMuch(fleet, { region, limit, most }, shares.get(JSON.stringify([region, limit])) ?? []),
    ),
  );
}

/** Those of the quota, or of its quota profile. */
function limitsOf({ values: { limits, profile } }: RealmEntry, byId: ReadonlyMap<string, RealmEntry>) {
  if (isRecord(limits)) return limits;
  const target = isReference(profile) && "entry" in profile ? byId.get(entryId(profile.entry)) : undefined;
  return isRecord(target?.values["limits"]) ? target.values["limits"] : {};
}

function tooMuch(
  fleet: Fleet,
  { region, limit, most }: { readonly region: string; readonly limit: string; readonly most: number },
  shares: readonly Share[],
): WholeRealmFinding[] {
  const sum = shares.reduce((total, { value }) => total + value, 0);
  if (sum <= most) return [];
  const [first, ...others] = [...shares].sort((one, other) => other.value - one.value);
  if (first === undefined) return [];
  const named = others.slice(0, 3).map(({ entry, value }) => {
    const place = fleet.realm.placeOf(entry, `limits.${limit}`);
    return `${entry.name} (${value}${place === undefined ? "" : `, ${placeText(place)}`})`;
  });
  const beside = named.length === 0 ? "" : `; the next are ${named.join(", ")}`;
  return [
    {
      severity: "error",
      entry: { kind: first.entry.kind, name: first.entry.name },
      stack: fleet.stackOf(first.entry)?.name ?? "",
      place: fleet.realm.placeOf(first.entry, `limits.${limit}`),
      text:
        `limits.${limit} is ${first.value}, the largest of ${shares.length} in ${region}, which are ${sum} together, but the pool in ` +
        `${fleet.fileName} (pool.${region}.${limit}) has ${most}${beside}. Lower some of them, or correct the pool`,
      rule: undefined,
    },
  ];
}
