// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** Permission sets, or roles, with their scope. */
export type PolicyRuleArgs =
  | {
      /** Names of permission sets. */
      readonly permissionSets: pulumi.Input<pulumi.Input<string>[]>;
      /** Scope of the permission sets: the Organization's features, or some projects. */
      readonly scope:
        | "organization"
        | {
            /** The projects, by resource or id. */
            readonly projects: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Project">[];
          };
      /** A CEL expression. The rule applies only if it is true. Default: always. */
      readonly condition?: pulumi.Input<string>;
    }
  | {
      /** Names of roles. */
      readonly roles: pulumi.Input<pulumi.Input<string>[]>;
      /** Where the roles are: the account itself (`domain`), all its projects, now and later (`projects`), some projects or accounts, or the whole cloud (`system`). */
      readonly scope:
        | "domain"
        | "projects"
        | "system"
        | {
            /** The projects, by resource or id. */
            readonly projects: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Project">[];
            /** Whether it is for all projects below, now and later, in place of those named themselves. */
            readonly inherited?: pulumi.Input<boolean>;
          }
        | {
            /** The accounts, by resource or id. */
            readonly accounts: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Account">[];
            /** Whether it is for all projects below, now and later, in place of those named themselves. */
            readonly inherited?: pulumi.Input<boolean>;
          };
    };

/** Who a profile can be assigned to. */
export type ProfileLevel = "reseller" | "client";

/** Permission sets, or roles, with their scope, as an output. */
export type PolicyRule =
  | {
      /** Names of permission sets. */
      readonly permissionSets: string[];
      /** Scope of the permission sets: the Organization's features, or some projects. */
      readonly scope:
        | "organization"
        | {
            /** The projects, by resource or id. */
            readonly projects: string[];
          };
      /** A CEL expression. The rule applies only if it is true. Default: always. */
      readonly condition?: string;
    }
  | {
      /** Names of roles. */
      readonly roles: string[];
      /** Where the roles are: the account itself (`domain`), all its projects, now and later (`projects`), some projects or accounts, or the whole cloud (`system`). */
      readonly scope:
        | "domain"
        | "projects"
        | "system"
        | {
            /** The projects, by resource or id. */
            readonly projects: string[];
            /** Whether it is for all projects below, now and later, in place of those named themselves. */
            readonly inherited?: boolean;
          }
        | {
            /** The accounts, by resource or id. */
            readonly accounts: string[];
            /** Whether it is for all projects below, now and later, in place of those named themselves. */
            readonly inherited?: boolean;
          };
    };

/** The arguments of a Profile. */
export interface ProfileArgs extends CommonArgs {
  /**
   * The account that the profile belongs to, on portals where profiles belong to accounts. Default: the reseller's own. `openstack`:
   * default: the domain of the connection's own user. Only on `scaleway` and `openstack`. A change replaces the object. Rules: scaleway/K1,
   * scaleway/K2, openstack/T5.
   */
  readonly account?: Reference<"Account">;
  /**
   * The profile's name, unique in its scope. `csp`: unique in the realm. `scaleway`: name of the group and the policy: words of letters,
   * digits and `_ . - ( )`. `gridscale`: a role's name, such as `Read and Write`, or any other name with the exact `permissions` of a role.
   * `openstack`: the group's name, unique in the domain. A change replaces the object on `csp` and `gridscale`. Rules: csp/P7, scaleway/P1,
   * gridscale/X2.
   */
  readonly name: pulumi.Input<string>;
  /**
   * A description of the profile. `csp`: string of at most 1024 characters. `scaleway`: string of at most 200 characters. `openstack`:
   * string of at most 1024 characters. Only on `csp`, `scaleway` and `openstack`.
   */
  readonly description?: pulumi.Input<string>;
  /**
   * An existing group that gets the permissions: its name, its id, or the Profile that created it. The group itself is not changed. Default:
   * the profile creates its own group. `openstack`: only the roles in `rules` are managed, and other roles of the group are not changed.
   * Only on `scaleway` and `openstack`. Adding or removing it replaces the object on `scaleway`. A change replaces the object on
   * `openstack`. Rules: scaleway/K2, scaleway/U5, scaleway/P1, scaleway/P2, scaleway/L1, openstack/G3, openstack/G10.
   */
  readonly group?: Reference<"Profile">;
  /**
   * The permissions of the profile, with their scopes. The order is not significant. `openstack`: all roles of the group, by name; of a
   * group named in `group`, those that this profile gives it. Only on `scaleway` and `openstack`, required on `scaleway`. Rules:
   * scaleway/U5, scaleway/P3, scaleway/P4, scaleway/P5, scaleway/P6, scaleway/L1, openstack/G1, openstack/G2, openstack/G4, openstack/G5,
   * openstack/G6, openstack/G8, openstack/G9.
   */
  readonly rules?: pulumi.Input<pulumi.Input<PolicyRuleArgs>[]>;
  /** Tags of the profile. Only on `scaleway`. Rules: scaleway/U6. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `reseller`: for the reseller's own staff; has at least one Clients permission. `client`: for customers' users; has no Clients permission
   * and is visible to all customers. `gridscale`: `reseller` is a role in the whole realm, `client` a role on accounts. Only on `csp` and
   * `gridscale`, required there. Can't be changed. Rules: csp/P3, csp/P4, csp/P5.
   */
  readonly level?: pulumi.Input<ProfileLevel>;
  /**
   * Permission keys from the portal's catalogue. Set either this or `basedOn`. `gridscale`: `view`, `manage_workloads`, `manage_accounts`,
   * `manage_users`, `manage_billing`; exactly those of one role. Default: those of the role in `name`. Only on `csp` and `gridscale`. A
   * change replaces the object on `gridscale`. Rules: csp/P1, csp/P2, csp/P4, csp/P5, csp/P6, csp/P9, gridscale/X2.
   */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The base profile (resource, id, or name of a standard profile) whose permissions this profile starts with. The base profile is not
   * changed. Only on `csp`. Rules: csp/U1, csp/P1, csp/P2, csp/P4, csp/P5, csp/P6, csp/P9.
   */
  readonly basedOn?: Reference<"Profile">;
  /** With `basedOn`: additional permission keys. Only on `csp`. */
  readonly add?: pulumi.Input<pulumi.Input<string>[]>;
  /** With `basedOn`: permission keys to exclude. Only on `csp`. */
  readonly remove?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A named set of permissions. A change applies to everybody who has the profile. */
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
  /** OpenStack: by role in `rules`, the roles that people get by it: itself and those that it implies, at the last change or refresh. */
  declare readonly effectiveRoles: pulumi.Output<Readonly<Record<string, string[]>> | undefined>;
  /** Scaleway: id of the policy, if the profile has its own group. */
  declare readonly policyId: pulumi.Output<string | undefined>;
  /** Scaleway: time of the last change of the policy at the portal. */
  declare readonly rulesAsOf: pulumi.Output<string | undefined>;
  /** With `basedOn`: the resulting permission keys. */
  declare readonly effectivePermissions: pulumi.Output<string[] | undefined>;
  /** The level that created the profile: provider, reseller or client. */
  declare readonly origin: pulumi.Output<string | undefined>;
  /** Who can assign it to users: reseller_only, all_clients or one_client. */
  declare readonly visibleTo: pulumi.Output<string | undefined>;
  /** Number of users who have it, at the last change or refresh. */
  declare readonly userCount: pulumi.Output<number | undefined>;
  /** The first hundred users who have it, such as `Acme AG/anna`, at the last change or refresh. */
  declare readonly users: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: ProfileArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Profile",
      name,
      args,
      options,
      outputs: [
        "effectiveRoles",
        "policyId",
        "rulesAsOf",
        "effectivePermissions",
        "origin",
        "visibleTo",
        "userCount",
        "users",
      ],
      ...hooks.Profile?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
