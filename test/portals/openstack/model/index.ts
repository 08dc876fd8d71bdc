import { Reference } from "../../../support/miniEngine";
import type { ModelRule, PortalModel } from "../../../random/model";
import { type DrawnResource, refersTo, resourceOf, resourcesOf } from "../../../random/realm";
import { SIGN_IN } from "../bench";
import { kinds, sameAccount } from "./kinds";
import { OpenstackModelPortal } from "./portal";

/** References in a value, wherever they stand. */
function labelsIn(value: unknown): string[] {
  if (value instanceof Reference) return [value.label];
  if (Array.isArray(value)) return value.flatMap(labelsIn);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(labelsIn) : [];
}

/** What an object refers to is of its account. */
const referencesAreOfTheAccount: ModelRule = ({ realm }) =>
  realm.resources
    .filter(({ kind }) => kind !== "Quota")
    .every(({ values: { account, ...values } }) =>
      labelsIn(values).every((label) => {
        const other = resourceOf(realm, label);
        return other !== undefined && sameAccount(other.values["account"], account);
      }),
    );

const quotasHaveProjects: ModelRule = ({ realm }) =>
  resourcesOf(realm, "Quota").every(({ values }) => labelsIn(values["project"]).length === 1);

const projectsHaveAccounts: ModelRule = ({ realm }) =>
  resourcesOf(realm, "Project").every(({ values }) => values["account"] !== undefined);

/** Roles on a project are declared in one place: by the project, or by the profiles. */
const rolesStandOnce: ModelRule = ({ realm }) => {
  const given = resourcesOf(realm, "Project")
    .filter(({ values }) => values["roles"] !== undefined)
    .map(({ label }) => label);
  return resourcesOf(realm, "Profile").every(({ values }) =>
    labelsIn(values["rules"]).every((label) => !given.includes(label)),
  );
};

function without(resource: DrawnResource, going: ReadonlySet<string>): DrawnResource {
  const isGone = (entry: unknown) => labelsIn(entry).some((label) => going.has(label));
  const kept = ["profiles", "roles"].flatMap((field) => {
    const entries = resource.values[field];
    return Array.isArray(entries) ? [[field, entries.filter((entry) => !isGone(entry))]] : [];
  });
  return { ...resource, values: { ...resource.values, ...(Object.fromEntries(kept) as object) } };
}

/** OpenStack. */
export const openstackModel: PortalModel = {
  portal: "openstack",
  kinds,
  weights: { Account: 3, User: 5, Profile: 4, Project: 4, Quota: 2 },
  derived: ["roles", "grants", "groups", "isDefault"],
  rules: [referencesAreOfTheAccount, quotasHaveProjects, projectsHaveAccounts, rolesStandOnce],
  adoptable: ["Account", "User", "Profile"],
  isAdoptable: () => true,
  adoptedValues: () => ({}),
  standard: () => undefined,
  companions: () => ({ dependsOn: [] }),
  supplied: ({ realm }) => realm,
  settled: (realm) => realm,
  redrawn: (_draw, kind, field) => {
    const others: Readonly<Record<string, readonly string[]>> = {
      "User account": ["profiles"],
      "Profile account": ["rules"],
      "Project account": ["roles"],
    };
    return others[`${kind} ${field}`] ?? [];
  },
  // Entries of lists go with what they refer to; everything else that refers to a project would be left without it.
  isRemovable: (realm, { kind, label }) =>
    kind !== "Project" ||
    !realm.resources.some((other) => ["Quota", "Profile", "Project"].includes(other.kind) && refersTo(other, label)),
  without,
  firstPassword: ({ values }) => (values["generatePassword"] === true ? "initialPassword" : undefined),
  // Members are listed for each group, and limits for each project and region.
  signIn: SIGN_IN,
  mostLists: (route) => (/groups\/\{|quota/.test(route) ? Infinity : 1),
  open: (sandbox) => Promise.resolve(new OpenstackModelPortal(sandbox)),
};
