import type { Finding } from "../../../model";
import { known } from "../../../model/declared";
import { type LiveCheck, rule } from "../../../model/rule";
import { keyOf, listed, text } from "../../../model/words";
import { loginOf } from "../fields";
import { ownedBy, type RealmReading } from "../reading";
import { levelOf, type Reach } from "../roles";

export const L6 = rule({
  id: "gridscale/L6",
  severity: "kept",
  sentence: "People are created before they get roles.",
  source: "User Directory",
  also: ["always"],
});

export const L7 = rule({
  id: "gridscale/L7",
  severity: "warn",
  sentence: "A locked person can't log in to any of your accounts. The lock applies to the person, not to one account.",
  source: "User Functionalities, Lock",
  about: "change",
  fields: { User: ["locked"] },
  inputs: {
    User: (broken, { locked }, { before }) =>
      locked === true && before?.["locked"] !== true
        ? [broken("locked", "locks the person out of every account and of the Partner Panel, not of one account alone")]
        : [],
  },
  foundAs: ["LCK-01"],
});

export const L8 = rule({
  id: "gridscale/L8",
  severity: "kept",
  sentence:
    "A deleted person permanently loses all privileges. A person created again has another id and gets the declared privileges again.",
  source: "User Functionalities, Delete",
  also: ["always"],
  foundAs: ["IRR-01"],
});

export const L9 = rule({
  id: "gridscale/L9",
  severity: "refuse",
  sentence: "The owner of an account can't be deleted before another owner is assigned.",
  source: "User Functionalities, Delete",
  also: ["portal", "apply"],
  refusedAs: "OWN-01",
  foundAs: ["OWN-03"],
});

export const L10 = rule({
  id: "gridscale/L10",
  severity: "refuse",
  sentence: "Roles apply to a whole account or to the realm, not to a project.",
  source: "access levels",
  formats: { User: ["access.project"] },
});

/** How much of the realm's levels comes down to every account. */
const RANK = ["read", "write", "admin", "owner"];

export const L11 = rule({
  id: "gridscale/L11",
  severity: "refuse",
  sentence:
    "Roles in the realm are inherited by all accounts. They are not a difference, can't be removed from one account, and must not be declared there again.",
  source: "partner model",
  fields: { User: ["access"] },
  inputs: {
    User: (broken, { access, realmAccess }) => {
      const level = levelOf("realm", realmAccess);
      if (level === undefined) return [];
      return (known(access) ?? []).flatMap((entry, index) => {
        const own = levelOf("account", known(entry)?.profile);
        if (own === undefined || RANK.indexOf(own) > RANK.indexOf(level)) return [];
        return [
          broken(`access[${index}]`, `gives what realmAccess ${level} gives on every account already: remove it`),
        ];
      });
    },
  },
  also: ["always"],
});

export const L12 = rule({
  id: "gridscale/L12",
  severity: "refuse",
  sentence: "Prices and people require the scope PARTNER_ADMIN; write access is not enough.",
  source: "access levels",
  also: ["apply"],
});

export const L13 = rule({
  id: "gridscale/L13",
  severity: "refuse",
  sentence: "An account has an owner, who is declared on the account. `owner` is not a role that can be assigned.",
  source: "access levels",
  fields: { Account: ["owner"], User: ["access", "locked", "realmAccess"] },
  inputs: {
    User: (broken, { access, realmAccess }) => {
      const owns = (property: string, reach: Reach, role: unknown): Finding[] => {
        if (levelOf(reach, role) !== "owner") return [];
        const why =
          reach === "account" ? "declare the owner on the Account, in owner" : "the partner's owner can't be managed";
        return [broken(property, `is ${JSON.stringify(role)}: ${why}`)];
      };
      const entries = known(access) ?? [];
      return [
        ...entries.flatMap((entry, index) => owns(`access[${index}].profile`, "account", known(entry)?.profile)),
        ...owns("realmAccess", "realm", realmAccess),
      ];
    },
  },
  program: (broken, resources) =>
    resources
      .filter(({ kind }) => kind === "Account")
      .flatMap((account) =>
        (account.references["owner"] ?? [])
          .filter((user) => user.kind === "User" && user.inputs["locked"] === true)
          .map((user) => ({
            resource: account,
            ...broken("owner", `is ${user.label}, who is locked: choose somebody who can log in, or unlock the person`),
          })),
      ),
  live: {
    // Somebody who owns it already, and was locked since, stays the owner.
    Account: async (broken, { realm, inputs: { owner }, before, planned }: LiveCheck<RealmReading>) => {
      if (typeof owner !== "string" || owner === before?.["owner"]) return [];
      const user = await realm.users.withId(owner);
      if (user === undefined) {
        const named = await realm.users.withKey(keyOf(text(loginOf(owner))));
        const hint =
          named === undefined
            ? "use the User, or the UUID of one that the token can see"
            : `that is an address; the UUID is ${named.user_uuid}`;
        return [broken("owner", `is ${JSON.stringify(owner)}, which is nobody's UUID: ${hint}`)];
      }
      const isUnlocked = planned.of("User", owner)?.["locked"] === false;
      return user.locked && !isUnlocked
        ? [broken("owner", `is ${user.email}, who is locked: choose somebody who can log in, or unlock the person`)]
        : [];
    },
    User: async (broken, { realm, inputs: { access, locked }, before }) => {
      const current = before && (await realm.users.ofDeclared(keyOf(text(loginOf(before["email"])))));
      if (current === undefined) return [];
      const findings = (known(access) ?? []).flatMap((entry, index) =>
        current.contracts.some(
          ({ contract_uuid: id, inherited, level }) => id === known(entry)?.account && !inherited && level === "owner",
        )
          ? [
              broken(
                `access[${index}].account`,
                "is an account that the person owns and has full access to: remove it, or declare another owner there first",
              ),
            ]
          : [],
      );
      const owned = locked !== true || current.locked ? [] : await ownedBy(realm, current);
      if (owned.length > 0)
        findings.push(
          broken(
            "locked",
            `locks somebody who owns ${listed(owned)}, where nobody could log in as the owner: assign another owner there first`,
          ),
        );
      return findings;
    },
  },
  also: ["apply"],
});
