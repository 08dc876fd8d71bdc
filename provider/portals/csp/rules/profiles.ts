import type { Finding } from "../../../model";
import { rule, type RuleDefinition } from "../../../model/rule";
import { knownWords, listed, reachText, usersText } from "../../../model/words";
import { holders, permissionsOf } from "../reading";
import { becoming, noneOf, resellersByIt } from "./becoming";
import type { Check } from "./check";
import { grantFindings } from "./rights";

export const P1 = rule({
  id: "csp/P1",
  severity: "refuse",
  sentence: "A profile of level client must not have a Clients permission.",
  source: "§3.3",
  fields: { Profile: ["permissions", "basedOn"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      const profile = await becoming(check);
      if (profile === undefined || profile.current !== undefined) return [];
      const reason = await resellersByIt(check, profile, async () => "everybody with this profile");
      return reason === undefined ? [] : [broken(profile.property, reason)];
    },
  },
});

export const P2 = rule({
  id: "csp/P2",
  severity: "refuse",
  sentence: "A profile of level reseller must have at least one Clients permission.",
  source: "§3.2",
  fields: { Profile: ["permissions", "basedOn"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
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
  sentence: "A profile of level client is visible to all customers.",
  source: "§3.3",
  fields: { Profile: ["level"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      const { realm, inputs } = check;
      const profile = await becoming(check);
      if (profile === undefined || profile.current !== undefined || inputs.level !== "client") return [];
      const count = (await realm.may("show_clients")) ? (await realm.clients.all()).length : 0;
      const all = count === 0 ? "all customers" : count === 1 ? "your 1 customer" : `all ${count} customers`;
      return [broken("level", `is client: the profile is visible to ${all} at once`)];
    },
  },
});

/** A change of level is a change of whom the profile is shown to, and of what it makes of those who have it. */
const OTHER_WAY = "Restore the previous level, and declare another profile; then move the users";

type Level = "reseller" | "client";
type LevelCheck = NonNullable<NonNullable<RuleDefinition["inputs"]>["Profile"]>;

function never(from: Level, to: Level, why: string): LevelCheck {
  return (broken, { level }, { before }) =>
    before?.level === from && level === to
      ? [broken("level", `can't go from ${from} to ${to}: ${why}. ${OTHER_WAY}`)]
      : [];
}

export const P4 = rule({
  id: "csp/P4",
  severity: "refuse",
  sentence: "Removing the last Clients permission from a reseller profile would make it visible to every customer.",
  source: "§3.2, §3.3",
  about: "change",
  fields: { Profile: ["level", "permissions", "basedOn"] },
  inputs: { Profile: never("reseller", "client", "the profile would become visible to every customer") },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
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
  sentence: "Adding a Clients permission to a client profile would give reseller access to everybody who has it.",
  source: "§3.2",
  about: "change",
  fields: { Profile: ["level", "permissions", "basedOn"] },
  inputs: {
    Profile: never("client", "reseller", "everybody who has the profile would gain rights over other customers"),
  },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
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
  sentence: "A change of a profile affects everybody who has it.",
  source: "§3",
  about: "change",
  fields: { Profile: ["permissions", "basedOn"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
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
  sentence: "Standard profiles can't be changed or deleted. A profile can't be deleted while somebody has it.",
  source: "§3.1, dashboard pages",
  fields: { Profile: ["name"] },
  also: ["portal", "apply"],
});

export const P8 = rule({
  id: "csp/P8",
  severity: "kept",
  sentence: "A profile never changes the profile that it is based on.",
  source: "§3.2",
  also: ["always"],
});

export const P9 = rule({
  id: "csp/P9",
  severity: "refuse",
  sentence: "Users can only grant permissions that they have themselves.",
  source: "organisation pages",
  fields: { Profile: ["permissions", "basedOn"], User: ["profiles", "permissions"] },
  live: {
    Profile: async (broken, check: Check<"Profile">) => {
      const profile = await becoming(check);
      if (profile === undefined) return [];
      const old = profile.current?.permissions ?? [];
      const fresh = profile.known.filter((key) => !old.includes(key));
      return grantFindings(broken, check.realm, profile.property, fresh);
    },
    User: async (broken, { realm, inputs, before, planned }) => {
      const fresh = (field: "profiles" | "permissions") => {
        const old = knownWords(before?.[field]);
        return knownWords(inputs[field]).filter((word) => !old.includes(word));
      };
      const findings: Finding[] = [];
      for (const reference of fresh("profiles")) {
        const profile = await realm.profile(reference);
        if (profile !== undefined)
          findings.push(...(await grantFindings(broken, realm, "profiles", permissionsOf(profile, planned))));
      }
      return [...findings, ...(await grantFindings(broken, realm, "permissions", fresh("permissions")))];
    },
  },
});
