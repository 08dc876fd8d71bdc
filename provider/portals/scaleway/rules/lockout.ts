import { type Finding, UNKNOWN } from "../../../model";
import { type DeclaredOf, known } from "../../../model/declared";
import { type Broken, rule } from "../../../model/rule";
import { holdsUnknown } from "../../../model/unknown";
import { keyOf, knownWords, text } from "../../../model/words";
import { type Check, openOrganization, sameObject } from "../opening";
import { profileSoFar } from "../pairs";
import { knownRules } from "../policies";
import { groupIds, type OrganizationReading } from "../reading";
import { type RightsChange, lastAdministrator, lostAbilities } from "../rights";

/** A change that may shut somebody out. */
interface Threat {
  readonly organization: OrganizationReading;
  /** What of a declaration asks for it; empty where an object is deleted. */
  readonly property: string;
  readonly change: RightsChange;
}

/** Somebody is locked, or leaves groups. */
async function changeOfUser(check: Check<"User">): Promise<Threat | undefined> {
  const organization = await openOrganization(check);
  const before = sameObject(check);
  if (organization === undefined || before === undefined) return undefined;
  const current = await organization.users.ofDeclared(keyOf(text(before.username)));
  if (current === undefined) return undefined;
  const groupsIn = async (profiles: DeclaredOf<"User">["profiles"]) =>
    knownWords(await groupIds(organization, known(profiles) ?? []));
  const { profiles, locked } = check.inputs;
  const [old, kept] = [await groupsIn(before.profiles), await groupsIn(profiles)];
  const left = holdsUnknown(profiles) ? [] : old.filter((group) => !kept.includes(group));
  const isLockedNow = locked === true && !current.locked;
  if (left.length === 0 && !isLockedNow) return undefined;
  const change: RightsChange = {
    leaves: left.map((group) => ({ group, user: current.id })),
    ...(isLockedNow ? { out: new Set([current.id]) } : {}),
  };
  return { organization, property: isLockedNow ? "locked" : "profiles", change };
}

/** A policy has other rules, or is for another group. */
async function changeOfProfile(check: Check<"Profile">): Promise<Threat | undefined> {
  const { organization, policy } = (await profileSoFar(check)) ?? {};
  const { group } = check.inputs;
  const declared = known(check.inputs.rules);
  const rules = knownRules(declared);
  if (organization === undefined || policy === undefined) return undefined;
  if (declared === undefined || rules.length < declared.length) return undefined;
  const [wanted] = await groupIds(organization, group === undefined ? [] : [group]);
  const moves = wanted !== undefined && wanted !== UNKNOWN && wanted !== policy.group_id;
  const change: RightsChange = { policies: new Map([[policy.id, moves ? undefined : rules]]) };
  return { organization, property: moves ? "group" : "rules", change };
}

/** Holds changes of people and of profiles against a rule. */
function ofChanges(findings: (broken: Broken, threat: Threat) => Promise<Finding[]>) {
  const of =
    <Kind extends "User" | "Profile">(threatOf: (check: Check<Kind>) => Promise<Threat | undefined>) =>
    async (broken: Broken, check: Check<Kind>): Promise<Finding[]> => {
      const threat = await threatOf(check);
      return threat === undefined ? [] : findings(broken, threat);
    };
  return { User: of(changeOfUser), Profile: of(changeOfProfile) };
}

async function administratorStays(broken: Broken, { organization, property, change }: Threat): Promise<Finding[]> {
  const last = await lastAdministrator(organization, change);
  if (last === undefined) return [];
  return [
    broken(
      property,
      `would leave the Organization without an administrator other than its owner (now: ${last}): make another person an administrator first`,
    ),
  ];
}

export const U5 = rule({
  id: "scaleway/U5",
  severity: "confirm",
  sentence: "An Organization must keep an administrator in addition to its owner.",
  source: "derived",
  fields: { User: ["profiles", "locked"], Profile: ["rules", "group"] },
  live: ofChanges(administratorStays),
  also: ["apply"],
  foundAs: ["OWN-01"],
});

async function ownKeyStays(broken: Broken, { organization, property, change }: Threat): Promise<Finding[]> {
  const lost = await lostAbilities(organization, change);
  if (lost.length === 0) return [];
  return [
    broken(
      property,
      `would take from the API key of this tool what it needs to ${lost.join(", to ")}, which it could not restore itself: use ` +
        "another key, or grant its bearer these permissions in another way first",
    ),
  ];
}

export const L1 = rule({
  id: "scaleway/L1",
  severity: "confirm",
  sentence: "The API key in use must not lose its permissions in IAM or in the Partner Space.",
  source: "IAM: policies",
  about: "change",
  fields: { User: ["profiles", "locked"], Profile: ["rules", "group"] },
  live: ofChanges(ownKeyStays),
  also: ["apply"],
});

/** What deleting `what` breaks of both. */
export async function deletionFindings(
  organization: OrganizationReading,
  what: string,
  change: RightsChange,
): Promise<Finding[]> {
  const threat: Threat = { organization, property: "", change };
  const findings = [...(await ownKeyStays(L1.broken, threat)), ...(await administratorStays(U5.broken, threat))];
  return findings.map((finding) => ({ ...finding, reason: `deleting ${what} ${finding.reason}` }));
}
