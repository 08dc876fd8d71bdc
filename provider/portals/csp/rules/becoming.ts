import { UNKNOWN } from "../../../model";
import { knownWords } from "../../../model/words";
import { derivedPermissions, profileKey, type WireProfile } from "../reading";
import type { Check } from "./check";

/** What becomes of a profile. */
export interface Becoming {
  /** The property that says what it will hold. */
  readonly property: "permissions" | "basedOn";
  /** What it will hold, as far as it is known. */
  readonly known: readonly string[];
  /** Whether that is all. */
  readonly complete: boolean;
  /** What it is at the portal so far, if anything. */
  readonly current: WireProfile | undefined;
}

const becomings = new WeakMap<Check<"Profile">, Promise<Becoming | undefined>>();

/**
 * What becomes of the profile that is checked, once for all rules. Undefined where nothing is known of what it will hold, as where it is
 * based on one that doesn't exist (rule csp/U1).
 */
export function becoming(check: Check<"Profile">): Promise<Becoming | undefined> {
  const made = becomings.get(check) ?? workOut(check);
  becomings.set(check, made);
  return made;
}

async function workOut({ realm, inputs, before, planned }: Check<"Profile">): Promise<Becoming | undefined> {
  const { basedOn, permissions, add, remove } = inputs;
  const isDerived = basedOn !== undefined;
  const known = isDerived
    ? await derivedPermissions(realm, inputs, planned)
    : Array.isArray(permissions)
      ? knownWords(permissions)
      : undefined;
  if (known === undefined) return undefined;
  const parts = isDerived ? [add, remove] : [permissions];
  return {
    property: isDerived ? "basedOn" : "permissions",
    known,
    complete: !parts.some((part) => Array.isArray(part) && part.includes(UNKNOWN)),
    current: before && (await realm.profiles.ofDeclared(profileKey(before))),
  };
}

/** What would make resellers of `whom`, by the Clients permissions of a profile for customers; undefined where it has none. */
export async function resellersByIt(
  { realm, inputs: { level } }: Check<"Profile">,
  { known }: Becoming,
  whom: () => Promise<string>,
): Promise<string | undefined> {
  if (level !== "client") return undefined;
  const clientsPermissions = await realm.clientsPermissions();
  const granted = known.filter((key) => clientsPermissions.has(key));
  if (granted.length === 0) return undefined;
  return (
    `has ${granted.join(", ")}, which would give ${await whom()} reseller rights: they could create and change other customers. ` +
    "Remove it, or declare another profile of level reseller"
  );
}

/** The Clients permissions that there are, in brackets, where a reseller profile will hold none of them; undefined where it does, or may. */
export async function noneOf(
  { realm, inputs: { level } }: Check<"Profile">,
  { known, complete }: Becoming,
): Promise<string | undefined> {
  if (level !== "reseller" || !complete) return undefined;
  const clientsPermissions = [...(await realm.clientsPermissions())];
  return known.some((key) => clientsPermissions.includes(key)) ? undefined : `(${clientsPermissions.join(", ")})`;
}
