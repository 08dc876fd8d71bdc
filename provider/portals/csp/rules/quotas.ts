import { UNKNOWN } from "../../../model";
import type { ProgramResource } from "../../../model/portal";
import { rule } from "../../../model/rule";
import { above, NO_LIMITS, sumOf } from "../limits";
import { accountQuotas, byAccount, givenLimits, ofKind } from "../program";
import { rejectionsIn } from "../reading";
import type { Check } from "./check";
import { rightsFindings } from "./rights";
import { below, belowItsProjects, knownLimits, ofNumbers, quotaSoFar, tooMuch, withoutProjects } from "./shares";

export const Q4 = rule({
  id: "csp/Q4",
  severity: "refuse",
  sentence:
    "The sum of the customers' quotas must fit in the reseller's pool, and the sum of the projects' quotas in their customer's quota, for each limit and region.",
  source: "quota pages",
  fields: { Quota: ["limits", "profile"] },
  // What the projects of an account are given together; the live portal knows the rest.
  program: (broken, resources) =>
    byAccount(ofKind(resources, "Quota")).flatMap((ofAccount) => {
      const quotas = ofAccount.filter((quota) => typeof quota.inputs["region"] === "string");
      const ofProjects = quotas.filter((quota) => quota.inputs["project"] !== undefined);
      return ofProjects.flatMap((quota, index) => {
        const shares = (other: ProgramResource) => other.inputs["region"] === quota.inputs["region"];
        const whole = quotas.find((other) => other.inputs["project"] === undefined && shares(other));
        const most = whole && givenLimits(whole);
        if (whole === undefined || most === undefined || givenLimits(quota) === undefined) return [];
        const together = ofProjects
          .slice(0, index + 1)
          .filter(shares)
          .flatMap((other) => givenLimits(other) ?? []);
        const excess = above(sumOf(together), withoutProjects(most));
        if (excess.length === 0) return [];
        const reason = `exceeds ${whole.label}, together with the preceding projects: ${excess.join(", ")}. Lower some of them, or raise ${whole.label}`;
        return [{ resource: quota, ...broken("limits", reason) }];
      });
    }),
  // A region in which the account has nothing to share out among its projects.
  newAccount: (broken, resources) => {
    const regions = accountQuotas(resources).map(({ inputs }) => inputs["region"]);
    return ofKind(resources, "Quota")
      .filter(({ inputs }) => inputs["project"] !== undefined && typeof inputs["region"] === "string")
      .filter(({ inputs }) => !regions.includes(inputs["region"]) && !regions.includes(UNKNOWN))
      .flatMap((quota) => {
        const limits = givenLimits(quota);
        if (limits === undefined || above(limits, withoutProjects(NO_LIMITS)).length === 0) return [];
        const reason = `is more than its account has in ${String(quota.inputs["region"])}, which is created in this run and has no quota there: declare a Quota for the account`;
        return [{ resource: quota, ...broken("limits", reason) }];
      });
  },
  live: {
    Quota: async (broken, check: Check<"Quota">) => {
      const limits = await knownLimits(check);
      if (limits === undefined) return [];
      const current = await quotaSoFar(check);
      return [
        ...(current === undefined ? [] : belowItsProjects(broken, check, limits, current)),
        ...(await tooMuch(broken, check)),
      ];
    },
  },
  also: ["apply"],
  refusedAs: "QUO-01",
  foundAs: ["QUO-01", "QUO-02"],
});

export const Q5 = rule({
  id: "csp/Q5",
  severity: "refuse",
  sentence: "A quota can't be below current usage.",
  source: "quota pages",
  fields: { Quota: ["limits", "profile"] },
  live: {
    Quota: async (broken, check: Check<"Quota">) => {
      const limits = await knownLimits(check);
      const current = limits && (await quotaSoFar(check));
      if (limits === undefined || current === undefined) return [];
      const inUse = below(limits, current.used, current, "in use");
      if (inUse.length === 0) return [];
      const reason = `is below usage: ${inUse.join(", ")}. Free that first, or raise the number`;
      return [broken(ofNumbers(check.inputs), reason)];
    },
  },
  also: ["apply"],
  refusedAs: "QUO-03",
  foundAs: ["QUO-03"],
});

export const Q9 = rule({
  id: "csp/Q9",
  severity: "refuse",
  sentence: "A quota request can be decided once, while it is pending. An approval must fit in the pool.",
  source: "§4.2.1",
  fields: { Quota: ["rejectRequests"] },
  live: {
    // For rejections that are new.
    Quota: async (broken, { realm, inputs, before }: Check<"Quota">) => {
      const { account, project, region } = inputs;
      if (typeof account !== "string" || project !== undefined) return [];
      const old = rejectionsIn(before ?? {});
      const fresh = rejectionsIn(inputs).filter(({ id }) => !old.some((known) => known.id === id));
      if (fresh.length === 0) return [];
      const requests = await realm.quotaRequests(account);
      const wrong = (reason: string) => [broken("rejectRequests", reason)];
      return fresh.flatMap(({ id }) => {
        const request = requests.find((candidate) => candidate.id === id);
        if (request === undefined)
          return wrong(
            `names the request ${JSON.stringify(id)}, which this account hasn't made: remove it, or correct the id`,
          );
        if (request.region !== region)
          return wrong(
            `names the request ${id}, which is for the region ${request.region}: move it to the Quota of that region`,
          );
        if (request.status !== "approved") return [];
        return wrong(
          `names the request ${id}, which was approved already, and a decision is final: remove it, and lower the limits instead`,
        );
      });
    },
  },
  also: ["apply"],
  foundAs: ["IRR-07"],
});

export const Q10 = rule({
  id: "csp/Q10",
  severity: "refuse",
  sentence: "Creating quota profiles and setting quotas requires the corresponding permissions.",
  source: "quota profile pages",
  live: {
    QuotaProfile: (broken, { realm }: Check<"QuotaProfile">) =>
      rightsFindings(broken, realm, "create and change quota profiles", ["manage_quota_profiles"]),
    Quota: (broken, { realm, inputs: { project } }) =>
      rightsFindings(broken, realm, "set quotas", [project === undefined ? "edit_client_quota" : "edit_project_quota"]),
  },
});

export const Q11 = rule({
  id: "csp/Q11",
  severity: "refuse",
  sentence: "The ten limits are integers of 0 or more. RAM and volume storage are in GB.",
  source: "quota profile pages",
  formats: { QuotaProfile: ["limits"], Quota: ["limits"] },
});
