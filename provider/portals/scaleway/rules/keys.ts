import { type Finding, UNKNOWN } from "../../../model";
import type { ProgramResource } from "../../../model/portal";
import { type Broken, type LiveCheck, rule } from "../../../model/rule";
import { closedBecause } from "../opening";
import { missingKey, type PartnerReading } from "../reading";

const UNMADE =
  "is an Organization that doesn't exist yet, so it has no API key: first remove its contents from the program and run up. Then log in to it as the owner or as " +
  "the administrator that adminAccess creates, create an API key whose bearer has IAMManager, set it in reseller:keys, and declare the contents";

async function keyIsThere(broken: Broken, check: LiveCheck<PartnerReading>): Promise<Finding[]> {
  const closed = await closedBecause(check);
  if (closed?.because === "unmade") return [broken("account", UNMADE)];
  return closed?.because === "no-key" ? [broken("account", `has ${missingKey(closed.account)}`)] : [];
}

export const K1 = rule({
  id: "scaleway/K1",
  severity: "refuse",
  sentence:
    "Objects in a client's Organization require an API key of that Organization. The partner's key has no access to them.",
  source: "IAM: policies of the Organization itself",
  fields: { User: ["account"], Profile: ["account"], Quota: ["account"], Project: ["account"] },
  live: { User: keyIsThere, Profile: keyIsThere, Quota: keyIsThere, Project: keyIsThere },
});

/** Whether two resources are surely of different Organizations: an id that is written out may be that of an account of the program. */
export function areApart(one: ProgramResource, other: ProgramResource): boolean {
  const [first, second] = [one, other].map((resource) => resource.references["account"]?.[0]);
  const [firstId, secondId] = [one, other].map((resource) => resource.inputs.account);
  if (first !== undefined && second !== undefined) return first !== second;
  if (firstId === UNKNOWN || secondId === UNKNOWN) return firstId === undefined || secondId === undefined;
  return firstId !== secondId;
}

/** Fields that put somebody, or a policy, into the group of a profile. */
const PROFILES_IN: Readonly<Partial<Record<string, string>>> = { User: "profiles", Profile: "group" };

async function isOfThePartner(broken: Broken, check: LiveCheck<PartnerReading>): Promise<Finding[]> {
  const closed = await closedBecause(check);
  if (closed?.because !== "stranger") return [];
  const { account, namesake } = closed;
  const hint =
    namesake === undefined
      ? "use the Account, or the id of one of the partner's Organizations"
      : `that is a name; its id is ${namesake.id}`;
  return [broken("account", `is ${JSON.stringify(account)}, which is not an Organization of this partner: ${hint}`)];
}

export const K2 = rule({
  id: "scaleway/K2",
  severity: "refuse",
  sentence: "An account must be one of the partner's Organizations.",
  source: "Partner API",
  fields: {
    User: ["account", "profiles"],
    Profile: ["account", "group"],
    Quota: ["account"],
    Project: ["account"],
  },
  // A person, and what the person is given, are in one Organization.
  program: (broken, resources) =>
    resources.flatMap((resource) => {
      const field = PROFILES_IN[resource.kind];
      if (field === undefined) return [];
      return (resource.references[field] ?? [])
        .filter((profile) => profile.kind === "Profile" && areApart(profile, resource))
        .map((profile) => {
          const reason = `names the profile ${profile.label}, which belongs to another Organization: a group can only have members of its own Organization`;
          return { resource, ...broken(field, reason) };
        });
    }),
  live: { User: isOfThePartner, Profile: isOfThePartner, Quota: isOfThePartner, Project: isOfThePartner },
});
