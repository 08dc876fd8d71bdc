import { type Finding, UNKNOWN } from "../../../model";
import { type Broken, type LiveCheck, rule } from "../../../model/rule";
import { knownWords, listed, reachText, usersText } from "../../../model/words";
import {
  derivedPermissions,
  holders,
  permissionsOf,
  profileKey,
  type RealmReading,
  type WireProfile,
} from "../reading";

/** What becomes of a profile. */
interface Becoming {
  /** The property that says what it will hold. */
  readonly property: "permissions" | "basedOn";
  /** What it will hold, as far as it is known. */
  readonly known: readonly string[];
  /** Whether that is all. */
  readonly complete: boolean;
  /** What it is at the portal so far, if anything. */
  readonly current: WireProfile | undefined;
}

/** Undefined where nothing is known of what the profile will hold, as where it is based on one that doesn't exist (rule csp/U1). */
async function becoming({ realm, inputs, before, planned }: LiveCheck<RealmReading>): Promise<Becoming | undefined> {
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
async function resellersByIt(
  { realm, inputs: { level } }: LiveCheck<RealmReading>,
  { known }: Becoming,
  whom: () => Promise<string>,
): Promise<string | undefined> {
  if (level !== "client") return undefined;
  const clientsPermissions = await realm.clientsPermissions();
  const granted = known.filter((key) => clientsPermissions.has(key));
  if (granted.length === 0) return undefined;
  return (
    `has ${granted.join(", ")}, which would give ${await whom()} reseller rights: they could create and change other customers. ` +
    "Take that out, or declare another profile of level reseller"
  );
}

export const P1 = rule({
  id: "csp/P1",
  severity: "refuse",
  sentence: "A profile for customers holds no Clients permission.",
  source: "§3.3",
  fields: { Profile: ["permissions", "basedOn"] },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const profile = await becoming(check);
      if (profile === undefined || profile.current !== undefined) return [];
      const reason = await resellersByIt(check, profile, async () => "everybody with this profile");
      return reason === undefined ? [] : [broken(profile.property, reason)];
    },
  },
});

/** The Clients permissions that there are, in brackets, where a reseller profile will hold none of them; undefined where it does, or may. */
async function noneOf(
  { realm, inputs: { level } }: LiveCheck<RealmReading>,
  { known, complete }: Becoming,
): Promise<string | undefined> {
  if (level !== "reseller" || !complete) return undefined;
  const clientsPermissions = [...(await realm.clientsPermissions())];
  return known.some((key) => clientsPermissions.includes(key)) ? undefined : `(${clientsPermissions.join(", ")})`;
}

export const P2 = rule({
  id: "csp/P2",
  severity: "refuse",
  sentence: "A profile for the reseller's people holds at least one Clients permission.",
  source: "§3.2",
  fields: { Profile: ["permissions", "basedOn"] },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const profile = await becoming(check);
      if (profile === undefined || profile.current !== undefined) return [];
      const all = await noneOf(check, profile);
      if (all === undefined) return [];
      const reason = `has none of the Clients permissions ${all}, so that the profile would be visible to all customers: add at least one, or declare level: client`;
      return [broken(profile.property, reason)];
    },
  },
});

export const P3 = rule({
  id: "csp/P3",
  severity: "warn",
  sentence: "A profile for customers is visible to all of them at once.",
  source: "§3.3",
  fields: { Profile: ["level"] },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const { realm, inputs } = check;
      const profile = await becoming(check);
      if (profile === undefined || profile.current !== undefined || inputs["level"] !== "client") return [];
      const count = (await realm.may("show_clients")) ? (await realm.clients.all()).length : 0;
      const all = count === 0 ? "all customers" : count === 1 ? "your 1 customer" : `all ${count} customers`;
      return [broken("level", `is client: the profile is visible to ${all} at once`)];
    },
  },
});

/** A change of level is a change of whom the profile is shown to, and of what it makes of those who have it. */
const OTHER_WAY = "Put the old level back, and declare another profile beside this one; then move the users";

export const P4 = rule({
  id: "csp/P4",
  severity: "refuse",
  sentence: "Taking the last Clients permission out of a reseller profile would show it to every customer.",
  source: "§3.2, §3.3",
  about: "change",
  fields: { Profile: ["level", "permissions", "basedOn"] },
  inputs: {
    Profile: (broken, { level }, { before }) =>
      before?.["level"] === "reseller" && level === "client"
        ? [
            broken(
              "level",
              `can't go from reseller to client: the profile would become visible to every customer. ${OTHER_WAY}`,
            ),
          ]
        : [],
  },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const profile = await becoming(check);
      if (profile?.current === undefined) return [];
      const all = await noneOf(check, profile);
      if (all === undefined) return [];
      const reason =
        `would lose the last of the Clients permissions ${all}, and with it become visible to every customer: keep one, or declare another ` +
        "profile of level client";
      return [broken(profile.property, reason)];
    },
  },
  refusedAs: "ESC-03",
  foundAs: ["ESC-03"],
});

export const P5 = rule({
  id: "csp/P5",
  severity: "refuse",
  sentence: "Putting a Clients permission into a customers' profile would make resellers of all who have it.",
  source: "§3.2",
  about: "change",
  fields: { Profile: ["level", "permissions", "basedOn"] },
  inputs: {
    Profile: (broken, { level }, { before }) =>
      before?.["level"] === "client" && level === "reseller"
        ? [
            broken(
              "level",
              `can't go from client to reseller: everybody who has the profile would gain rights over other customers. ${OTHER_WAY}`,
            ),
          ]
        : [],
  },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const profile = await becoming(check);
      if (profile?.current === undefined) return [];
      const { current } = profile;
      const everybody = async () => usersText(current.userCount, await holders(check.realm, current.id));
      const reason = await resellersByIt(check, profile, everybody);
      return reason === undefined ? [] : [broken(profile.property, reason)];
    },
  },
  refusedAs: "ESC-02",
  foundAs: ["ESC-02"],
});

export const P6 = rule({
  id: "csp/P6",
  severity: "warn",
  sentence: "A change of a profile reaches everybody who has it.",
  source: "§3",
  about: "change",
  fields: { Profile: ["permissions", "basedOn"] },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const profile = await becoming(check);
      if (profile?.current === undefined) return [];
      const { property, known, complete, current } = profile;
      const added = known.filter((key) => !current.permissions.includes(key));
      const removed = complete ? current.permissions.filter((key) => !known.includes(key)) : [];
      if (current.userCount === 0 || added.length + removed.length === 0) return [];
      const parts = [
        added.length > 0 ? `gain ${listed(added)}` : undefined,
        removed.length > 0 ? `lose ${listed(removed)}` : undefined,
      ].filter((part) => part !== undefined);
      const names = await holders(check.realm, current.id);
      return [broken(property, reachText(current.userCount, names, parts.join(", and ")))];
    },
  },
});

export const P7 = rule({
  id: "csp/P7",
  severity: "refuse",
  sentence: "Standard profiles are never changed or deleted; no profile is deleted while somebody has it.",
  source: "§3.1, dashboard pages",
  fields: { Profile: ["name"] },
  also: ["portal", "apply"],
});

export const P8 = rule({
  id: "csp/P8",
  severity: "kept",
  sentence: "What a profile is based on is never changed by it.",
  source: "§3.2",
  also: ["always"],
});

/** What is granted anew, and the token's user doesn't hold. */
async function grants(
  broken: Broken,
  realm: RealmReading,
  property: string,
  granted: readonly string[],
): Promise<Finding[]> {
  if (realm.isReadOnly) return [];
  const { permissions } = await realm.me();
  const known = new Set((await realm.permissions()).map(({ key }) => key));
  const excess = granted.filter((key) => known.has(key) && !permissions.includes(key));
  if (excess.length === 0) return [];
  return [
    broken(
      property,
      `grants ${listed(excess)}, which the user of this token doesn't hold, and nobody can pass on more than they have. Take that out, or use another token`,
    ),
  ];
}

export const P9 = rule({
  id: "csp/P9",
  severity: "refuse",
  sentence: "Nobody grants what they don't hold themselves.",
  source: "organisation pages",
  fields: { Profile: ["permissions", "basedOn"], User: ["profiles", "permissions"] },
  live: {
    Profile: async (broken, check: LiveCheck<RealmReading>) => {
      const profile = await becoming(check);
      if (profile === undefined) return [];
      const old = profile.current?.permissions ?? [];
      const fresh = profile.known.filter((key) => !old.includes(key));
      return grants(broken, check.realm, profile.property, fresh);
    },
    User: async (broken, { realm, inputs, before, planned }) => {
      const fresh = (field: string) => {
        const old = knownWords(before?.[field]);
        return knownWords(inputs[field]).filter((word) => !old.includes(word));
      };
      const findings: Finding[] = [];
      for (const reference of fresh("profiles")) {
        const profile = await realm.profile(reference);
        if (profile !== undefined)
          findings.push(...(await grants(broken, realm, "profiles", permissionsOf(profile, planned))));
      }
      return [...findings, ...(await grants(broken, realm, "permissions", fresh("permissions")))];
    },
  },
});
