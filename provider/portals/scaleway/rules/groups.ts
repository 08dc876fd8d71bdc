import { rule } from "../../../model/rule";
import { knownWords } from "../../../model/words";
import { EVERYBODY_GROUPS, PRESET_GROUPS, presetPolicy } from "../contract";
import { type Check, openOrganization } from "../opening";
import { isOfEverybody, type WireGroup } from "../reading";

const OF_EVERYBODY: readonly unknown[] = Object.values(EVERYBODY_GROUPS);

function isManaged({ managed, editable }: WireGroup): boolean {
  return managed || !editable;
}

function vendorManages({ name }: WireGroup): string {
  return `names the group ${name}, which the vendor manages: people can't be added to it`;
}

export const P1 = rule({
  id: "scaleway/P1",
  severity: "refuse",
  sentence: "Built-in and managed groups and policies can be referenced, but not adopted or changed.",
  source: "IAM: groups",
  fields: { Profile: ["name", "group"], User: ["profiles"] },
  inputs: {
    // A profile with a group of its own makes a group and a policy; one for an existing group makes a policy alone.
    Profile: (broken, { name, group }) => {
      const groups: readonly unknown[] = [...PRESET_GROUPS, ...OF_EVERYBODY];
      const policies: readonly unknown[] = PRESET_GROUPS.map(presetPolicy);
      if (!policies.includes(name) && (group !== undefined || !groups.includes(name))) return [];
      return [
        broken(
          "name",
          groups.includes(name)
            ? `is ${JSON.stringify(name)}, a group that every Organization has, which can't be adopted: choose another name; to give its members more permissions, set group: ${JSON.stringify(name)}`
            : `is ${JSON.stringify(name)}, a policy that every Organization has, which can't be adopted: choose another name`,
        ),
      ];
    },
  },
  // What everybody has, nobody is given.
  program: (broken, resources) =>
    resources
      .filter(({ kind }) => kind === "User")
      .flatMap((resource) =>
        (resource.references["profiles"] ?? [])
          .filter(({ inputs: { group } }) => OF_EVERYBODY.includes(group))
          .map((profile) => {
            const reason = `names the profile ${profile.label}, which is for the group ${String(profile.inputs.group)}, which everybody belongs to automatically: remove it`;
            return { resource, ...broken("profiles", reason) };
          }),
      ),
  live: {
    User: async (broken, check: Check<"User">) => {
      const organization = await openOrganization(check);
      if (organization === undefined) return [];
      const named = await Promise.all(knownWords(check.inputs.profiles).map((word) => organization.group(word)));
      return named
        .filter((group): group is WireGroup => group !== undefined && isManaged(group))
        .map((group) =>
          broken(
            "profiles",
            isOfEverybody(group)
              ? `names the group ${group.name}, which everybody belongs to automatically: remove it`
              : vendorManages(group),
          ),
        );
    },
    // The groups that everybody is in are there for policies.
    Profile: async (broken, check) => {
      const organization = await openOrganization(check);
      const { group } = check.inputs;
      const found = typeof group === "string" ? await organization?.group(group) : undefined;
      return found !== undefined && isManaged(found) && !isOfEverybody(found)
        ? [broken("group", vendorManages(found))]
        : [];
    },
  },
  also: ["apply"],
});

export const P2 = rule({
  id: "scaleway/P2",
  severity: "refuse",
  sentence: "A policy has exactly one group.",
  source: "IAM API, create policy",
  formats: { Profile: ["group"] },
});

export const P7 = rule({
  id: "scaleway/P7",
  severity: "refuse",
  sentence: "A profile's own group must have exactly one policy that belongs to the profile.",
  source: "derived",
  also: ["portal", "apply"],
});
