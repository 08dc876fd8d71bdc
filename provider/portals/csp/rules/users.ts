import { isDeepStrictEqual } from "node:util";
import { type Finding, UNKNOWN } from "../../../model";
import { alternatives } from "../../../model/nearest";
import type { PlannedInputs } from "../../../model/portal";
import { rule } from "../../../model/rule";
import { knownWords, listed, text } from "../../../model/words";
import { administersAs, administersNow, anyAdministers } from "../administrators";
import { ofKind } from "../program";
import { isOfAnother, permissionsOf, type RealmReading, userKey, type WireProfile } from "../reading";
import type { Check } from "./check";

async function unknownProfile(realm: RealmReading, reference: string): Promise<string> {
  const names = (await realm.profiles.all()).filter(({ clientId }) => clientId === null).map(({ name }) => name);
  return `names ${JSON.stringify(reference)}, which is neither the id nor the name of a profile that the token can see${alternatives(reference, names)}`;
}

/** The Clients permissions of a profile that opens the other customers to whoever has it; undefined for one that doesn't. */
async function opensBy(
  realm: RealmReading,
  profile: WireProfile,
  planned: PlannedInputs,
): Promise<readonly string[] | undefined> {
  const clientsPermissions = await realm.clientsPermissions();
  const granted = permissionsOf(profile, planned).filter((key) => clientsPermissions.has(key));
  return profile.level === "reseller" || granted.length > 0 ? granted : undefined;
}

export const U1 = rule({
  id: "csp/U1",
  severity: "refuse",
  sentence: "A user must have a profile that is visible to the user's customer.",
  source: "§2.1.3, §3.3",
  fields: { User: ["profiles"], Profile: ["basedOn"] },
  formats: { User: ["profiles"] },
  live: {
    User: async (broken, { realm, inputs: { account, profiles }, planned }: Check<"User">) => {
      const findings: Finding[] = [];
      for (const reference of knownWords(profiles)) {
        const profile = await realm.profile(reference);
        if (profile === undefined) {
          findings.push(broken("profiles", await unknownProfile(realm, reference)));
          continue;
        }
        const isOfOne = account !== undefined && profile.visibleTo === "one_client";
        // Of a profile that opens other customers, that is said.
        if (!isOfOne || (await opensBy(realm, profile, planned)) !== undefined) continue;
        if (await isOfAnother(realm, profile.clientId, account, planned)) {
          const reason = `names the profile ${JSON.stringify(profile.name)}, which belongs to another account; choose one that this account can see`;
          findings.push(broken("profiles", reason));
        }
      }
      return findings;
    },
    Profile: async (broken, { realm, inputs: { basedOn } }) =>
      typeof basedOn === "string" && (await realm.profile(basedOn)) === undefined
        ? [broken("basedOn", await unknownProfile(realm, basedOn))]
        : [],
  },
});

/** What is wrong with the reseller profiles that a customer's user is given: the portal's standard ones, or those that somebody has made. */
async function resellerProfiles(
  { realm, inputs: { account, profiles }, planned }: Check<"User">,
  which: "standard" | "made",
): Promise<string[]> {
  if (account === undefined) return [];
  const reasons: string[] = [];
  for (const reference of knownWords(profiles)) {
    const profile = await realm.profile(reference);
    if (profile === undefined || (profile.origin === "provider") !== (which === "standard")) continue;
    const granted = await opensBy(realm, profile, planned);
    if (granted === undefined) continue;
    const grants = granted.length > 0 ? ` (it grants ${granted.join(", ")})` : "";
    reasons.push(
      `names the reseller profile ${JSON.stringify(profile.name)}${grants}, which would let a customer's user open and change other customers; ` +
        "choose a profile of level client, such as User-Adm",
    );
  }
  return reasons;
}

export const U2 = rule({
  id: "csp/U2",
  severity: "refuse",
  sentence: "A customer's user must not have a Clients permission, which would give access to other customers.",
  source: "§3.2, §3.3",
  fields: { User: ["profiles", "permissions"] },
  program: (broken, resources) =>
    ofKind(resources, "User")
      .filter((user) => user.inputs["account"] !== undefined)
      .flatMap((user) =>
        (user.references["profiles"] ?? [])
          .filter((profile) => profile.inputs["level"] === "reseller")
          .map((profile) => ({
            resource: user,
            ...broken(
              "profiles",
              `names the reseller profile ${JSON.stringify(profile.inputs["name"])}, which would let a customer's user open and change ` +
                "other customers; choose a profile of level client",
            ),
          })),
      ),
  live: {
    User: async (broken, check: Check<"User">) => {
      const { realm, inputs } = check;
      const findings = (await resellerProfiles(check, "made")).map((reason) => broken("profiles", reason));
      const beside = knownWords(inputs.permissions);
      if (inputs.account === undefined || beside.length === 0) return findings;
      const clientsPermissions = await realm.clientsPermissions();
      const open = beside.filter((key) => clientsPermissions.has(key));
      if (open.length > 0)
        findings.push(
          broken(
            "permissions",
            `has ${listed(open)}, which would let a customer's user open and change other customers: remove it`,
          ),
        );
      return findings;
    },
  },
  refusedAs: "ESC-01",
});

export const U3 = rule({
  id: "csp/U3",
  severity: "refuse",
  sentence: "The standard profile Client-Adm must not be assigned to customers' users, despite chapter 2.1.3.",
  source: "§3.1, §2.1.3",
  fields: { User: ["profiles"] },
  inputs: {
    User: (broken, { account, profiles }) =>
      account !== undefined && Array.isArray(profiles) && profiles.includes("Client-Adm")
        ? [
            broken(
              "profiles",
              'names "Client-Adm", which is for the reseller\'s own people: it gives access to all customers. Choose User-Adm',
            ),
          ]
        : [],
  },
  live: {
    // By whatever name or id.
    User: async (broken, check: Check<"User">) =>
      (await resellerProfiles(check, "standard")).map((reason) => broken("profiles", reason)),
  },
  refusedAs: "ESC-01",
});

export const U4 = rule({
  id: "csp/U4",
  severity: "kept",
  sentence: "Passwords are shown once. They are secret outputs, and never in a plan, log or message.",
  source: "§2.1.3, §2.3",
  also: ["always"],
});

export const U5 = rule({
  id: "csp/U5",
  severity: "confirm",
  sentence: "A customer must keep a user who can administer its users.",
  source: "derived",
  fields: { User: ["profiles", "permissions"] },
  live: {
    User: async (broken, { realm, inputs, before, planned }: Check<"User">) => {
      const { account, profiles, permissions, username } = inputs;
      if (typeof account !== "string" || before?.account !== account) return [];
      const current = await realm.users.ofDeclared(userKey(inputs), account);
      if (current === undefined) return [];
      if ([profiles, permissions].some((value) => Array.isArray(value) && value.includes(UNKNOWN))) return [];
      if (await administersAs(realm, inputs, current, planned)) return [];
      if (!(await administersNow(realm, current))) return [];
      const others = (await realm.users.inGroup(account)).filter(({ id }) => id !== current.id);
      if (await anyAdministers(realm, account, others, planned, text(username))) return [];
      const property = isDeepStrictEqual(profiles, before.profiles) ? "permissions" : "profiles";
      const reason =
        "removes the permissions to create and edit users from the last user of this customer that has them";
      if (others.length === 0) return [broken(property, `${reason}; from then on only the reseller can help`, "warn")];
      const names = listed(others.map((other) => other.username));
      return [
        broken(
          property,
          `${reason}: only the reseller could help ${names}. Grant these permissions to somebody else first (declared before this user, if it is ` +
            "the same program)",
        ),
      ];
    },
  },
  also: ["apply"],
  foundAs: ["OWN-01"],
});

export const U6 = rule({
  id: "csp/U6",
  severity: "refuse",
  sentence: "All users of a customer must be deleted before its decommissioning is requested.",
  source: "§2.5(3), §2.6(4)",
  also: ["apply"],
});
