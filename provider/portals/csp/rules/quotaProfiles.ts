import { UNKNOWN } from "../../../model";
import { rule } from "../../../model/rule";
import { listed } from "../../../model/words";
import { byAccount, ofKind } from "../program";
import { quotaProfileKey } from "../reading";
import type { Check } from "./check";

export const Q1 = rule({
  id: "csp/Q1",
  severity: "refuse",
  sentence: "Only a global quota profile can be inheritable.",
  source: "§4.3",
  fields: { QuotaProfile: ["inheritable"] },
  inputs: {
    QuotaProfile: (broken, { inheritable, account }) =>
      inheritable === true && account !== undefined
        ? [
            broken(
              "inheritable",
              "is true on a profile of one account, but only a global profile can be inherited; remove account or inheritable",
            ),
          ]
        : [],
  },
});

export const Q2 = rule({
  id: "csp/Q2",
  severity: "refuse",
  sentence: "An inherited quota profile is read-only for customers.",
  source: "§4.3",
  fields: { QuotaProfile: ["name"] },
  also: ["portal", "apply"],
});

export const Q3 = rule({
  id: "csp/Q3",
  severity: "warn",
  sentence: "Each scope has at most one default. A new default replaces the previous one.",
  source: "quota profile pages",
  fields: { QuotaProfile: ["default"] },
  program: (broken, resources) => {
    const defaults = ofKind(resources, "QuotaProfile").filter((profile) => profile.inputs["default"] === true);
    return byAccount(defaults).flatMap(([first, ...others]) =>
      others.map((profile) => {
        const reason = `is true, but ${first?.label} is already the default of the same scope; there can be only one`;
        return { resource: profile, ...broken("default", reason, "refuse") };
      }),
    );
  },
  live: {
    // Those that this run makes step back lose nothing.
    QuotaProfile: async (broken, { realm, inputs, before, planned }: Check<"QuotaProfile">) => {
      const { account } = inputs;
      if (inputs.default !== true || before?.default === true) return [];
      if (account !== undefined && typeof account !== "string") return [];
      const own = before && (await realm.quotaProfiles.ofDeclared(quotaProfileKey(before)));
      return (await realm.quotaProfiles.all())
        .filter((profile) => profile.default && profile.id !== own?.id && (profile.clientId ?? undefined) === account)
        .filter(({ id }) => planned.of("QuotaProfile", id)?.default !== false)
        .map(({ name }) => {
          const reason = `replaces ${JSON.stringify(name)}, which is the current default of this scope`;
          return broken("default", reason);
        });
    },
  },
});

export const Q7 = rule({
  id: "csp/Q7",
  severity: "warn",
  sentence: "A change of a quota profile doesn't change quotas that were set from it.",
  source: "quota profile pages",
  about: "change",
  fields: { QuotaProfile: ["limits"] },
  live: {
    QuotaProfile: async (broken, { realm, inputs, before, planned }: Check<"QuotaProfile">) => {
      const own = before && (await realm.quotaProfiles.ofDeclared(quotaProfileKey(before)));
      if (own === undefined || JSON.stringify(inputs.limits) === JSON.stringify(before?.limits)) return [];
      if (!(await realm.may("show_client_quota"))) return [];
      const set = (await realm.quotas.all())
        .filter(({ profileId }) => profileId === own.id)
        .filter((quota) => planned.of("Quota", `${quota.clientId}/${quota.region}`)?.followProfile !== true);
      if (set.length === 0) return [];
      const names = await Promise.all(
        set.map(async ({ clientId, region }) => {
          const client = clientId === null ? undefined : await realm.clients.withId(clientId);
          return `${client?.name ?? clientId} in ${region}`;
        }),
      );
      const reason = `changes, but the quotas that were set from this profile keep their numbers, unless they follow it (followProfile: true on the Quota): ${listed(names)}`;
      return [broken("limits", reason)];
    },
  },
});

export const Q8 = rule({
  id: "csp/Q8",
  severity: "warn",
  sentence: "A quota profile that is no longer inheritable becomes invisible to customers that may use it.",
  source: "§4.3",
  about: "change",
  fields: { QuotaProfile: ["inheritable"] },
  inputs: {
    QuotaProfile: (broken, { inheritable }, { before }) =>
      before?.inheritable === true && inheritable !== true && inheritable !== UNKNOWN
        ? [broken("inheritable", "is removed: customers that use the profile no longer see it")]
        : [],
  },
});
