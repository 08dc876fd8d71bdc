import { counted } from "../../../../text/words";
import { type Finding, UNKNOWN } from "../../../model";
import type { PlannedInputs } from "../../../model/portal";
import { known, type DeclaredOf } from "../../../model/declared";
import { rule } from "../../../model/rule";
import { isRecord } from "../../../model/shapes";
import { text } from "../../../model/words";
import { OBJECT_STORAGE_PROFILE, OBJECT_STORAGE_RIGHTS } from "../contract";
import { accountQuotas, byAccount, ofKind } from "../program";
import { isActive, isMadeByThisRun, isOfAnother, type RealmReading } from "../reading";
import type { Check } from "./check";
import { rightsFindings } from "./rights";
import { activationOf } from "./services";

/** How many projects a quota of an account allows, as it is declared; undefined where that is not known. */
function projectsIn({ limits }: { readonly limits?: unknown }): number | undefined {
  const projects = isRecord(limits) ? limits["projects"] : undefined;
  return typeof projects === "number" ? projects : undefined;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}

const WITHOUT_QUOTA =
  "is created in this run and has no quota for projects: declare a Quota for the same account, with projects in its limits, before the project";

/** Names of the projects that an account will have. */
async function projectsOf(realm: RealmReading, account: string, planned: PlannedInputs): Promise<Set<string>> {
  const declared = planned.all("Project").filter((inputs) => inputs.account === account);
  const present = await realm.projects.inGroup(account);
  return new Set([...declared.map(({ name }) => text(name)), ...present.map(({ name }) => name)]);
}

/** How many projects an account may have; undefined while that isn't known. A project spans the regions, so that one of them will do. */
async function mostProjects(
  realm: RealmReading,
  account: string,
  quotas: readonly DeclaredOf<"Quota">[],
): Promise<number | undefined> {
  if (quotas.some(({ limits }) => known(limits) === undefined)) return undefined;
  const stated = new Map(quotas.map((inputs) => [text(inputs.region), projectsIn(inputs)]));
  if ([...stated.values()].includes(undefined)) return undefined;
  const numbers = await Promise.all(
    (await realm.regions()).map(
      async ({ id: region }) =>
        stated.get(region) ?? (await realm.quotas.withId(`${account}/${region}`))?.limits.projects ?? 0,
    ),
  );
  return Math.max(0, ...numbers);
}

export const Q6 = rule({
  id: "csp/Q6",
  severity: "refuse",
  sentence: "A customer can't have more projects than its quota allows.",
  source: "project pages",
  fields: { Project: ["account"] },
  // Where the program declares the account's quota in every region that it mentions, the most of these is what counts.
  program: (broken, resources) =>
    byAccount(resources).flatMap((ofAccount) => {
      const own = accountQuotas(ofAccount);
      return ofKind(ofAccount, "Project").flatMap((project, index) => {
        const allowed = own.map(({ inputs }) => projectsIn(inputs));
        if (own.length === 0 || !allowed.every(isNumber)) return [];
        const most = Math.max(...allowed);
        if (index < most) return [];
        const reason = `has more projects than its quota allows (${most}): raise projects in ${own.map(({ label }) => label).join(", ")}`;
        // A region that the program doesn't mention may allow more.
        return [{ resource: project, ...broken("account", reason, own.length > 1 ? "refuse" : "warn") }];
      });
    }),
  newAccount: (broken, resources) => {
    const quotas = accountQuotas(resources);
    const allowed = quotas.map(({ inputs }) => projectsIn(inputs));
    if (!allowed.every(isNumber)) return [];
    const most = Math.max(0, ...allowed);
    const reason =
      quotas.length === 0
        ? WITHOUT_QUOTA
        : `has more projects than its quota allows (${most}), and is made by this run: raise projects in ${quotas.map(({ label }) => label).join(", ")}`;
    return ofKind(resources, "Project")
      .slice(most)
      .map((project) => ({ resource: project, ...broken("account", reason, "refuse") }));
  },
  live: {
    Project: async (broken, { realm, inputs: { account }, before, planned }: Check<"Project">) => {
      if (before !== undefined) return [];
      const quotas = planned.all("Quota").filter((inputs) => inputs.project === undefined);
      if (typeof account !== "string") {
        // What an account of this run is given, it is given before.
        const mayBeItsOwn = quotas.some((inputs) => typeof inputs.account !== "string");
        const isEmpty = !mayBeItsOwn && (await isMadeByThisRun(realm, account, planned));
        return isEmpty ? [{ ...broken("account", WITHOUT_QUOTA), awaits: { kind: "Quota", inputs: { account } } }] : [];
      }
      const own = quotas.filter((inputs) => inputs.account === account);
      const { size } = await projectsOf(realm, account, planned);
      const most = await mostProjects(realm, account, own);
      if (most === undefined || size <= most) return [];
      const reason = `would have ${counted(size, "project")}, but its quota allows ${most}: raise projects in its Quota`;
      // Another resource of the program may still raise it.
      return [broken("account", reason, own.length === 0 ? "warn" : "refuse")];
    },
  },
  also: ["apply"],
});

/** The service that projects are made in (manual §5). */
export const PROJECT_SERVICE = "openstack";

export const O1 = rule({
  id: "csp/O1",
  severity: "refuse",
  sentence:
    "A project requires OpenStack to be active for its customer, and a token with permission to create projects there.",
  source: "§2.1.2, §5",
  fields: { Project: ["account"] },
  live: {
    Project: async (broken, { realm, inputs }: Check<"Project">) => {
      const { account, roles, after } = inputs;
      const rights = ["create_project", ...(roles === undefined ? [] : ["manage_project_users"])];
      const findings: Finding[] = await rightsFindings(broken, realm, "create and change projects", rights);
      // Where the activation is declared, the project comes after it.
      if (after !== undefined || account === undefined) return findings;
      if (account !== UNKNOWN && (await isActive(realm, text(account), PROJECT_SERVICE))) return findings;
      const reason = `has no active ${PROJECT_SERVICE}, which projects require: declare a ServiceActivation of ${PROJECT_SERVICE} for the same account`;
      return [...findings, { ...broken("account", reason), ...activationOf(PROJECT_SERVICE, account) }];
    },
  },
  // An activation that the program declares is found there, and comes first.
  also: ["program"],
});

export const O2 = rule({
  id: "csp/O2",
  severity: "refuse",
  sentence: "A project for object storage (quota profile object-storage) requires administrator permissions.",
  source: "S3 pages",
  fields: { Project: ["quotaProfile"] },
  live: {
    Project: async (broken, { realm, inputs, before, planned }: Check<"Project">) => {
      const { account, quotaProfile } = inputs;
      if (typeof quotaProfile !== "string" || before !== undefined) return [];
      const found = await realm.quotaProfiles.withId(quotaProfile);
      if (found?.name !== OBJECT_STORAGE_PROFILE) return [];
      if (await isOfAnother(realm, found.clientId, account, planned)) return [];
      // On the reseller's level everybody counts as an administrator.
      if ((await realm.me()).clientId === null) return [];
      return rightsFindings(broken, realm, "create a project for object storage", OBJECT_STORAGE_RIGHTS);
    },
  },
});

export const O3 = rule({
  id: "csp/O3",
  severity: "warn",
  sentence: "Without roles, no person can log in to a project.",
  source: "project pages",
  fields: { Project: ["roles"] },
  live: {
    Project: (broken, { inputs: { roles }, before }) => {
      if (Array.isArray(roles) && roles.length === 0)
        return [broken("roles", "is empty: nobody can log in to the project in the cloud")];
      if (roles !== undefined || before !== undefined) return [];
      return [
        broken("roles", "is not declared: nobody can log in to the project in the cloud until roles are assigned"),
      ];
    },
  },
});

export const O4 = rule({
  id: "csp/O4",
  severity: "kept",
  sentence: "The sub-service of a project is created on the following day. Its absence is not drift.",
  source: "§2.4",
  also: ["always"],
});

export const O5 = rule({
  id: "csp/O5",
  severity: "refuse",
  sentence: "A project must be empty before it can be deleted.",
  source: "§2.5(2-3), §2.6(3-4)",
  also: ["apply"],
});

export const O6 = rule({
  id: "csp/O6",
  severity: "kept",
  sentence: "The ticket for a decommissioning names the customer, and the id and name of every project.",
  source: "§2.5 note",
  also: ["always"],
});
