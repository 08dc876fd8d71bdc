import { type KindName, UNKNOWN } from "../../model";
import type { ProgramFinding, ProgramResource, ProgramRule } from "../../model/portal";
import { QUOTA_NUMBERS } from "./contract";
import { above, type Limits, NO_LIMITS, sumOf } from "./limits";
import { broken, ruleId } from "./ruleBook";
import { WITHOUT_QUOTA } from "./rules";

function accountOf(resource: ProgramResource): ProgramResource | undefined {
  return resource.references["account"]?.[0];
}

/** The same account: the same resource of the program, or the same id written out, or none for both. */
function sameAccount(one: ProgramResource, other: ProgramResource): boolean {
  if (accountOf(one) !== undefined || accountOf(other) !== undefined) return accountOf(one) === accountOf(other);
  return one.inputs["account"] !== UNKNOWN && one.inputs["account"] === other.inputs["account"];
}

function ofKind(resources: readonly ProgramResource[], kind: KindName): ProgramResource[] {
  return resources.filter((resource) => resource.kind === kind);
}

const clientUsersKeepOutOfResellerProfiles: ProgramRule = {
  id: ruleId("U2"),
  check: (resources) =>
    ofKind(resources, "User")
      .filter((user) => user.inputs["account"] !== undefined)
      .flatMap((user) =>
        (user.references["profiles"] ?? [])
          .filter((profile) => profile.inputs["level"] === "reseller")
          .map((profile) => ({
            resource: user,
            ...broken(
              "U2",
              "profiles",
              `names the reseller profile ${JSON.stringify(profile.inputs["name"])}, which would let a customer's user open and change ` +
                "other customers; choose a profile of level client",
            ),
          })),
      ),
};

const servicesAreAvailable: ProgramRule = {
  id: ruleId("V2"),
  check: (resources) =>
    ofKind(resources, "ServiceActivation").flatMap((activation): ProgramFinding[] => {
      const account = accountOf(activation);
      const available = account?.inputs["availableServices"];
      const service = activation.inputs["service"];
      if (account === undefined || typeof service !== "string" || !Array.isArray(available)) return [];
      if (available.includes(UNKNOWN) || available.includes(service)) return [];
      const reason = `is ${service}, which the account ${account.label} doesn't have: add ${service} to its availableServices`;
      return [{ resource: activation, ...broken("V2", "service", reason) }];
    }),
};

const oneDefaultInEachScope: ProgramRule = {
  id: ruleId("Q3"),
  check: (resources) => {
    const defaults = ofKind(resources, "QuotaProfile").filter((profile) => profile.inputs["default"] === true);
    return defaults.flatMap((profile, index): ProgramFinding[] => {
      const first = defaults.slice(0, index).find((other) => sameAccount(other, profile));
      if (first === undefined) return [];
      const reason = `is true, but ${first.label} is the default of the same scope already; there is at most one`;
      return [{ resource: profile, ...broken("Q3", "default", reason, "refuse") }];
    });
  },
};

/** Where the program declares the account's quota in every region that it mentions, the most of these is what counts. */
const projectsWithinTheQuota: ProgramRule = {
  id: ruleId("Q6"),
  check: (resources) => {
    const quotas = ofKind(resources, "Quota").filter((quota) => quota.inputs["project"] === undefined);
    const projects = ofKind(resources, "Project");
    return projects.flatMap((project, index): ProgramFinding[] => {
      const own = quotas.filter((quota) => sameAccount(quota, project));
      const allowed = own.map((quota) => (quota.inputs["limits"] as { projects?: unknown } | undefined)?.projects);
      if (own.length === 0 || !allowed.every((number): number is number => typeof number === "number")) return [];
      const most = Math.max(...allowed);
      const place = projects.slice(0, index + 1).filter((other) => sameAccount(other, project)).length;
      if (place <= most) return [];
      const reason = `has more projects than its quota allows (${most}): raise projects in ${own.map(({ label }) => label).join(", ")}`;
      // A region that the program doesn't mention may allow more.
      return [{ resource: project, ...broken("Q6", "account", reason, own.length > 1 ? "refuse" : "warn") }];
    });
  },
};

function limitsOf(quota: ProgramResource): Limits | undefined {
  const limits = quota.inputs["limits"];
  if (typeof limits !== "object" || limits === null) return undefined;
  return QUOTA_NUMBERS.every((name) => typeof (limits as Limits)[name] === "number") ? (limits as Limits) : undefined;
}

/** What the projects of an account are given together, where the program alone says so; the live portal knows the rest. */
const projectsShareTheQuota: ProgramRule = {
  id: ruleId("Q4"),
  check: (resources) => {
    const quotas = ofKind(resources, "Quota").filter((quota) => typeof quota.inputs["region"] === "string");
    const ofProjects = quotas.filter((quota) => quota.inputs["project"] !== undefined);
    return ofProjects.flatMap((quota, index): ProgramFinding[] => {
      const shares = (other: ProgramResource) =>
        sameAccount(other, quota) && other.inputs["region"] === quota.inputs["region"];
      const whole = quotas.find((other) => other.inputs["project"] === undefined && shares(other));
      const most = whole && limitsOf(whole);
      if (whole === undefined || most === undefined || limitsOf(quota) === undefined) return [];
      const together = ofProjects
        .slice(0, index + 1)
        .filter(shares)
        .flatMap((other) => limitsOf(other) ?? []);
      // A project holds no projects: that number takes nothing from the account.
      const excess = above(sumOf(together), { ...most, projects: Number.MAX_SAFE_INTEGER });
      if (excess.length === 0) return [];
      const reason = `is more than ${whole.label} has, together with the projects before it: ${excess.join(", ")}. Lower some of them, or raise that`;
      return [{ resource: quota, ...broken("Q4", "limits", reason) }];
    });
  },
};

/** Rule csp/Q6, where the portal has no projects and no quotas beside those of the program. */
const projectsWithinTheNewQuota: ProgramRule = {
  id: ruleId("Q6"),
  check: (resources) => {
    const quotas = ofKind(resources, "Quota").filter((quota) => quota.inputs["project"] === undefined);
    const allowed = quotas.map((quota) => (quota.inputs["limits"] as { projects?: unknown } | undefined)?.projects);
    if (!allowed.every((number): number is number => typeof number === "number")) return [];
    const most = Math.max(0, ...allowed);
    const reason =
      quotas.length === 0
        ? WITHOUT_QUOTA
        : `has more projects than its quota allows (${most}), and is made by this run: raise projects in ${quotas.map(({ label }) => label).join(", ")}`;
    return ofKind(resources, "Project")
      .slice(most)
      .map((project) => ({ resource: project, ...broken("Q6", "account", reason, "refuse") }));
  },
};

/** Rule csp/Q4, for a region in which such an account has nothing to share out among its projects. */
const projectsShareTheNewQuota: ProgramRule = {
  id: ruleId("Q4"),
  check: (resources) => {
    const quotas = ofKind(resources, "Quota");
    const regions = quotas
      .filter(({ inputs }) => inputs["project"] === undefined)
      .map(({ inputs }) => inputs["region"]);
    return quotas
      .filter(({ inputs }) => inputs["project"] !== undefined && typeof inputs["region"] === "string")
      .filter(({ inputs }) => !regions.includes(inputs["region"]) && !regions.includes(UNKNOWN))
      .flatMap((quota): ProgramFinding[] => {
        const limits = limitsOf(quota);
        if (limits === undefined || above(limits, { ...NO_LIMITS, projects: Number.MAX_SAFE_INTEGER }).length === 0)
          return [];
        const reason = `is more than its account has in ${String(quota.inputs["region"])}, which is made by this run and has no quota there: declare a Quota for the account itself`;
        return [{ resource: quota, ...broken("Q4", "limits", reason) }];
      });
  },
};

const rolesForOnesOwnPeople: ProgramRule = {
  id: "roles-within-the-account",
  check: (resources) =>
    ofKind(resources, "Project").flatMap((project) =>
      (project.references["roles"] ?? [])
        .filter((user) => user.kind === "User" && user.inputs["account"] !== undefined && accountOf(user) !== undefined)
        .filter((user) => accountOf(project) !== undefined && accountOf(user) !== accountOf(project))
        .map((user) => ({
          resource: project,
          property: "roles",
          reason: `names the user ${user.label}, who belongs to ${accountOf(user)!.label}: only people of the same account, and the reseller's own, can have roles`,
        })),
    ),
};

/** Rules over all resources of a program. */
export const programRules: readonly ProgramRule[] = [
  clientUsersKeepOutOfResellerProfiles,
  servicesAreAvailable,
  oneDefaultInEachScope,
  projectsWithinTheQuota,
  projectsShareTheQuota,
  rolesForOnesOwnPeople,
];

/** Rules over the resources of one account that this run makes. */
export const newAccountRules: readonly ProgramRule[] = [projectsWithinTheNewQuota, projectsShareTheNewQuota];
