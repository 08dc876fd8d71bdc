// Made from provider/model and provider/portals by `npm run rules`. What can't be made stands in hooks.ts and resource.ts.
import * as pulumi from "@pulumi/pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** What some permission sets are for. */
export interface PolicyRuleArgs {
  /** Names of permission sets. */
  readonly permissionSets: pulumi.Input<pulumi.Input<string>[]>;
  /** What the permission sets are for: the Organization's own features, or some projects. */
  readonly scope:
    | "organization"
    | {
        /** The projects, by resource or id. */
        readonly projects: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Project">[];
      };
  /** A CEL expression under which alone the rule holds. Left out: always. */
  readonly condition?: pulumi.Input<string>;
}

/** Whose people a profile is for. */
export type ProfileLevel = "reseller" | "client";

/** What some permission sets are for, as the portal has it. */
export interface PolicyRule {
  /** Names of permission sets. */
  readonly permissionSets: string[];
  /** What the permission sets are for: the Organization's own features, or some projects. */
  readonly scope:
    | "organization"
    | {
        /** The projects, by resource or id. */
        readonly projects: string[];
      };
  /** A CEL expression under which alone the rule holds. Left out: always. */
  readonly condition?: string;
}

/** The arguments of a Profile. */
export interface ProfileArgs extends CommonArgs {
  /**
   * The account that the profile is of, where profiles belong to accounts; left out: the reseller's own. Only on `scaleway`. A change makes
   * a new object. Rules: scaleway/K1, scaleway/K2.
   */
  readonly account?: Reference<"Account">;
  /**
   * The profile's name, unique in its scope. `csp`: unique in the realm. `scaleway`: words of letters, digits and `_ . - ( )`, of the group
   * and the policy. `gridscale`: that of a role, such as `Read and Write`, or another with `permissions` that are exactly a role's. A change
   * makes a new object on `csp` and `gridscale`. Rules: csp/P7, scaleway/P1, gridscale/X2.
   */
  readonly name: pulumi.Input<string>;
  /**
   * A description of the profile. `csp`: text of at most 1024 characters. `scaleway`: text of at most 200 characters. Only on `csp` and
   * `scaleway`.
   */
  readonly description?: pulumi.Input<string>;
  /**
   * An existing group that the permissions are for, by name, id or the Profile that made it; it is never changed itself. Left out: the
   * profile has a group of its own. Only on `scaleway`. Where it comes or goes, a change makes a new object. Rules: scaleway/K2,
   * scaleway/U5, scaleway/P1, scaleway/P2, scaleway/L1.
   */
  readonly group?: Reference<"Profile">;
  /**
   * What the profile allows, and where. The order means nothing. Only on `scaleway`, required there. Rules: scaleway/U5, scaleway/P3,
   * scaleway/P4, scaleway/P5, scaleway/P6, scaleway/L1.
   */
  readonly rules?: pulumi.Input<pulumi.Input<PolicyRuleArgs>[]>;
  /** Tags of the profile. Only on `scaleway`. Rules: scaleway/U6. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `reseller`: for the reseller's own people, holds at least one Clients permission. `client`: for people of customers, holds none and is
   * visible to all clients at once. `gridscale`: `reseller` is a role in the whole realm, `client` one on accounts. Only on `csp` and
   * `gridscale`, required there. Can't be changed. Rules: csp/P3, csp/P4, csp/P5.
   */
  readonly level?: pulumi.Input<ProfileLevel>;
  /**
   * Permission keys; the portal's live catalogue says which exist. Either this or `basedOn`. `gridscale`: `view`, `manage_workloads`,
   * `manage_accounts`, `manage_users`, `manage_billing`, exactly those of one role; left out: those of the role that is named. Only on `csp`
   * and `gridscale`. A change makes a new object on `gridscale`. Rules: csp/P1, csp/P2, csp/P4, csp/P5, csp/P6, csp/P9, gridscale/X2.
   */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * A profile (resource, id, or name of a standard profile) whose permissions this one starts from; it is never changed itself. Only on
   * `csp`. Rules: csp/U1, csp/P1, csp/P2, csp/P4, csp/P5, csp/P6, csp/P9.
   */
  readonly basedOn?: Reference<"Profile">;
  /** With `basedOn`: permission keys to have beside its own. Only on `csp`. */
  readonly add?: pulumi.Input<pulumi.Input<string>[]>;
  /** With `basedOn`: permission keys to leave out. Only on `csp`. */
  readonly remove?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A named set of permissions that people are given. What it holds is what everybody who has it may do. */
export class Profile extends pulumi.CustomResource {
  declare readonly [KIND]: "Profile";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly group: pulumi.Output<string | undefined>;
  declare readonly rules: pulumi.Output<PolicyRule[] | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  declare readonly level: pulumi.Output<"reseller" | "client" | undefined>;
  declare readonly permissions: pulumi.Output<string[] | undefined>;
  declare readonly basedOn: pulumi.Output<string | undefined>;
  declare readonly add: pulumi.Output<string[] | undefined>;
  declare readonly remove: pulumi.Output<string[] | undefined>;
  /** Scaleway: id of the policy, where the profile has a group of its own beside it. */
  declare readonly policyId: pulumi.Output<string | undefined>;
  /** Scaleway: when the portal's policy was last changed, as of which the rules are known. */
  declare readonly rulesAsOf: pulumi.Output<string | undefined>;
  /** With `basedOn`: the permission keys that the profile has by now. */
  declare readonly effectivePermissions: pulumi.Output<string[] | undefined>;
  /** The level that made the profile: provider, reseller or client. */
  declare readonly origin: pulumi.Output<string | undefined>;
  /** Who can give it to users: reseller_only, all_clients or one_client. */
  declare readonly visibleTo: pulumi.Output<string | undefined>;
  /** How many users have it, as of the last change or refresh. */
  declare readonly userCount: pulumi.Output<number | undefined>;
  /** Who has it, as of the last change or refresh, such as `Acme AG/anna`; the first hundred. */
  declare readonly users: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: ProfileArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Profile",
      name,
      args,
      options,
      outputs: ["policyId", "rulesAsOf", "effectivePermissions", "origin", "visibleTo", "userCount", "users"],
      ...hooks.Profile?.(args),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
