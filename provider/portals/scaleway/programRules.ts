import { folded, UNKNOWN } from "../../model";
import type { ProgramFinding, ProgramResource, ProgramRule } from "../../model/portal";
import { EVERYBODY_GROUPS } from "./contract";
import { broken, ruleId } from "./ruleBook";

/** Whether two resources are surely of different Organizations: an id that is written out may be that of an account of the program. */
function areApart(one: ProgramResource, other: ProgramResource): boolean {
  const [first, second] = [one, other].map((resource) => resource.references["account"]?.[0]);
  const [firstId, secondId] = [one, other].map((resource) => resource.inputs["account"]);
  if (first !== undefined && second !== undefined) return first !== second;
  if (firstId === UNKNOWN || secondId === UNKNOWN) return firstId === undefined || secondId === undefined;
  return firstId !== secondId;
}

/** A person, and what the person is given, are in one Organization. */
const profilesOfTheSameOrganization: ProgramRule = {
  id: ruleId("K2"),
  check: (resources) =>
    resources.flatMap((resource) => {
      const field = resource.kind === "User" ? "profiles" : resource.kind === "Profile" ? "group" : undefined;
      if (field === undefined) return [];
      return (resource.references[field] ?? [])
        .filter((profile) => profile.kind === "Profile" && areApart(profile, resource))
        .map((profile): ProgramFinding => {
          const reason = `names the profile ${profile.label}, which is of another Organization: groups have members of their own Organization only`;
          return { resource, ...broken("K2", field, reason) };
        });
    }),
};

/** Nobody knows whether the portal tells addresses apart by letter case. */
const addressesOfOnePerson: ProgramRule = {
  id: ruleId("U7"),
  check: (resources) => {
    const byAddress = new Map<string, ProgramResource[]>();
    return resources.flatMap((user): ProgramFinding[] => {
      const { email } = user.inputs;
      if (user.kind !== "User" || typeof email !== "string") return [];
      const earlier = byAddress.get(folded(email)) ?? [];
      byAddress.set(folded(email), [...earlier, user]);
      const other = earlier.find((one) => !areApart(one, user));
      if (other === undefined) return [];
      const reason = `is ${JSON.stringify(user.inputs["email"])}, the address of ${other.label} already`;
      return [{ resource: user, ...broken("U7", "email", reason) }];
    });
  },
};

/** What everybody has, nobody is given. */
const everybodyIsIn: ProgramRule = {
  id: ruleId("P1"),
  check: (resources) =>
    resources
      .filter(({ kind }) => kind === "User")
      .flatMap((resource) =>
        (resource.references["profiles"] ?? [])
          .filter(({ inputs }) => (Object.values(EVERYBODY_GROUPS) as unknown[]).includes(inputs["group"]))
          .map((profile): ProgramFinding => {
            const reason = `names the profile ${profile.label}, which is for the group ${String(profile.inputs["group"])}: it has everybody in it by itself, so take it out`;
            return { resource, ...broken("P1", "profiles", reason) };
          }),
      ),
};

/** Rules over all resources of a program. */
export const programRules: readonly ProgramRule[] = [
  profilesOfTheSameOrganization,
  addressesOfOnePerson,
  everybodyIsIn,
];
