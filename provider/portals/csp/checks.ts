import type { DeclaredInputs, Finding } from "../../model";
import type { ProgramFinding, ProgramResource } from "../../model/portal";
import { isOneOf } from "../../model/shapes";
import { TRIAL_STATES } from "./contract";
import { accountOf, ofKind } from "./program";

/** The states in which a decommissioning needs a reason (manual §2.6). */
export function decommissionReason({ onDelete, state, decommissionReason: reason }: DeclaredInputs): Finding[] {
  if (onDelete !== "decommission" || reason !== undefined || typeof state !== "string") return [];
  if (isOneOf(TRIAL_STATES, state)) return [];
  return [
    {
      property: "decommissionReason",
      reason: `is missing: with onDelete: decommission, a customer in the state ${state} needs a reason, such as who cancelled and when`,
    },
  ];
}

export function permissionsOrTemplate({ permissions, basedOn, add, remove }: DeclaredInputs): Finding[] {
  if (permissions === undefined && basedOn === undefined)
    return [
      {
        property: "permissions",
        reason: "is missing: list the permissions, or set a base profile with basedOn",
      },
    ];
  if (permissions !== undefined && basedOn !== undefined)
    return [
      {
        property: "permissions",
        reason: "is set in addition to basedOn: either list all permissions, or use basedOn with add and remove",
      },
    ];
  return Object.entries({ add, remove })
    .filter(([, value]) => value !== undefined && basedOn === undefined)
    .map(([property]) => ({
      property,
      reason: `requires basedOn: use permissions, or set a base profile`,
    }));
}

/** Roles on a project are for people of its account, and for the reseller's own. */
export function rolesWithinTheAccount(resources: readonly ProgramResource[]): ProgramFinding[] {
  return ofKind(resources, "Project").flatMap((project) =>
    (project.references["roles"] ?? [])
      .filter((user) => user.kind === "User" && user.inputs["account"] !== undefined && accountOf(user) !== undefined)
      .filter((user) => accountOf(project) !== undefined && accountOf(user) !== accountOf(project))
      .map((user) => ({
        resource: project,
        property: "roles",
        reason: `names the user ${user.label}, who belongs to ${accountOf(user)!.label}: only people of the same account, and the reseller's own, can have roles`,
      })),
  );
}
