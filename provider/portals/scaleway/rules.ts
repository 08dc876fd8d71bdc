import { isDeepStrictEqual } from "node:util";
import {
  account,
  canonicalValue,
  type DeclaredInputs,
  type Finding,
  type KindName,
  type Rule,
  UNKNOWN,
} from "../../model";
import { EVERYBODY_GROUPS, PRESET_GROUPS, presetPolicy } from "./contract";
import { broken, ruleId, type RuleName } from "./ruleBook";

function rule(
  name: RuleName,
  property: string,
  reasonOf: (inputs: DeclaredInputs, before: DeclaredInputs | undefined) => string | undefined,
): Rule {
  return {
    id: ruleId(name),
    check(inputs, before): Finding[] {
      const reason = reasonOf(inputs, before);
      return reason === undefined ? [] : [broken(name, property, reason)];
    },
  };
}

const accountDeletion = rule("C2", "onDelete", ({ onDelete }) =>
  onDelete === undefined || onDelete === UNKNOWN || onDelete === "retain" || onDelete === "lock"
    ? undefined
    : `is ${JSON.stringify(onDelete)}, but no Organization can be deleted or decommissioned by its partner. Use retain, or lock`,
);

/** The portal leaves what is there, whatever is sent. */
const nothingIsEmptied: Rule = {
  id: ruleId("C5"),
  check: (inputs, before) =>
    ["phone", "description"]
      .filter((name) => before?.[name] !== undefined && inputs[name] === undefined)
      .map((name) =>
        broken("C5", name, "is taken out of the declaration, but the portal can't empty it: what is there stays there"),
      ),
};

/** The last day of a month on which a changed number is sure to be on the month's invoice. */
const LAST_SURE_DAY = 25;

/** The portal's books are kept in French time. */
export function dayAtPortal(moment: Date): number {
  return Number(new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", day: "numeric" }).format(moment));
}

const lateInTheMonth = rule("C6", "externalId", ({ externalId }, before) =>
  before?.["externalId"] !== undefined && externalId !== before["externalId"] && dayAtPortal(new Date()) > LAST_SURE_DAY
    ? `changes after the ${LAST_SURE_DAY}th: the invoice of this month may still have the old number`
    : undefined,
);

const onceOnly: Rule = {
  id: ruleId("C7"),
  check({ adminAccess }, before) {
    const old = before?.["adminAccess"];
    const { adminAccess: field } = account.fields;
    if (old === undefined || isDeepStrictEqual(canonicalValue(field, old), canonicalValue(field, adminAccess)))
      return [];
    if (adminAccess === undefined)
      return [
        broken(
          "C7",
          "adminAccess",
          "is taken out of the declaration; the administrator that it made stays in the Organization until somebody deletes the user there",
          "warn",
        ),
      ];
    return [
      broken(
        "C7",
        "adminAccess",
        "can't be changed: it was asked for once, and what came of it belongs to the client's Organization. Put the old values back, or take it out; " +
          "with a key of that Organization, a User changes the password",
      ),
    ];
  },
};

const passwordFromOnePlace = rule("U3", "generatePassword", ({ password, generatePassword }) =>
  password !== undefined && generatePassword === true
    ? "is true beside a password that is given: take one of the two out"
    : undefined,
);

const resetIsSaid = rule("U4", "resetPassword", ({ resetPassword, password }, before) => {
  if (before === undefined || resetPassword === undefined || resetPassword === before["resetPassword"])
    return undefined;
  return password === undefined
    ? undefined
    : "has a new value beside a password that is given: change the password itself, or take it out";
});

/** A profile with a group of its own makes a group and a policy; one for an existing group makes a policy alone. */
const namesOfTheirOwn = rule("P1", "name", ({ name, group }) => {
  const groups: readonly unknown[] = [...PRESET_GROUPS, ...Object.values(EVERYBODY_GROUPS)];
  const policies: readonly unknown[] = PRESET_GROUPS.map(presetPolicy);
  if (!policies.includes(name) && (group !== undefined || !groups.includes(name))) return undefined;
  return groups.includes(name)
    ? `is ${JSON.stringify(name)}, a group that every Organization has, which is never taken over: choose another name; to give its members more, set group: ${JSON.stringify(name)}`
    : `is ${JSON.stringify(name)}, a policy that every Organization has, which is never taken over: choose another name`;
});

const limitsAreKnown = rule("Q1", "limits", ({ limits, profile }) =>
  limits === undefined && profile !== undefined
    ? "is missing: a quota profile is kept by this provider alone, so give the QuotaProfile itself (not its id) of the same program"
    : undefined,
);

/** Rules that one resource's declared inputs alone decide. */
export const rules: Partial<Record<KindName, readonly Rule[]>> = {
  Account: [accountDeletion, nothingIsEmptied, lateInTheMonth, onceOnly],
  User: [passwordFromOnePlace, resetIsSaid],
  Profile: [namesOfTheirOwn],
  Quota: [limitsAreKnown],
};
