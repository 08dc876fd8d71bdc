import * as pulumi from "@pulumi/pulumi";
import type { PolicyRule } from "../provider/model";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

export interface ProfileArgs extends CommonArgs {
  /**
   * The account that the profile is of: the resource or its id. Scaleway only; left out: the partner's own Organization. A change makes a
   * new profile.
   */
  readonly account?: Reference<"Account">;
  /**
   * The profile's name; 1 to 64 characters. Cloud Service Portal: unique in the realm; a change makes a new profile. Scaleway: name of the
   * group and the policy, words of letters, digits and `_ . - ( )`, changed in place. gridscale: that of a role, such as `Read and Write`, or
   * another with `permissions` that are exactly a role's (rule gridscale/X2); a change makes a new profile.
   */
  readonly name: pulumi.Input<string>;
  /** A description of the profile. */
  readonly description?: pulumi.Input<string>;
  /**
   * `reseller`: for the reseller's own people; holds at least one Clients permission (rule csp/P2). `client`: for people of
   * customers; holds none (rule csp/P1), and is visible to all customers at once. Can't be changed (rules csp/P4, csp/P5). Required on the
   * Cloud Service Portal and on gridscale, where `reseller` is a role in the whole realm, and `client` one on accounts.
   */
  readonly level?: pulumi.Input<"reseller" | "client">;
  /**
   * Permission keys. The order means nothing. Cloud Service Portal: of its live catalogue; either this or `basedOn`. gridscale: `view`,
   * `manage_workloads`, `manage_accounts`, `manage_users`, `manage_billing`, exactly those of one role (rule gridscale/X2); left out: those of
   * the role that is named.
   */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * A profile to start from: the resource, its id, or the name of a standard profile. It is never changed itself (rule csp/P8). Where it
   * changes later, a refresh shows that this one differs, and the next `up` follows.
   */
  readonly basedOn?: Reference<"Profile">;
  /** With `basedOn`: permission keys to have beside its own. */
  readonly add?: pulumi.Input<pulumi.Input<string>[]>;
  /** With `basedOn`: permission keys to leave out. */
  readonly remove?: pulumi.Input<pulumi.Input<string>[]>;
  /** Scaleway, required there: what the profile allows, and where (rules scaleway/P3, scaleway/P4). The order means nothing. */
  readonly rules?: pulumi.Input<pulumi.Input<PolicyRuleArgs>[]>;
  /**
   * Scaleway: an existing group that the rules are for, such as `Billing Administrators`: name, id, or the Profile that made it. The group
   * itself is never changed (rule scaleway/P1). Left out: the profile makes a group of its own.
   */
  readonly group?: Reference<"Profile">;
  /** Scaleway: at most ten tags, on the group and the policy (rule scaleway/U6). The order means nothing. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
}

/** What some permission sets are for. */
export interface PolicyRuleArgs {
  /** Names of the portal's live list, all of one scope type (rule scaleway/P3). */
  readonly permissionSets: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * `organization`: Organization features, or all present and future projects where the sets are for projects. `{ projects }`: the projects
   * with these ids.
   */
  readonly scope: pulumi.Input<"organization" | { readonly projects: pulumi.Input<Reference<"Project">[]> }>;
  /** A CEL expression, at most 2048 characters. Left out: no condition. */
  readonly condition?: pulumi.Input<string>;
}

/** A named set of permissions. Changing it changes what everybody who has it may do. */
export class Profile extends pulumi.CustomResource {
  declare readonly [KIND]: "Profile";
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly level: pulumi.Output<"reseller" | "client" | undefined>;
  declare readonly permissions: pulumi.Output<string[] | undefined>;
  declare readonly basedOn: pulumi.Output<string | undefined>;
  declare readonly add: pulumi.Output<string[] | undefined>;
  declare readonly remove: pulumi.Output<string[] | undefined>;
  declare readonly rules: pulumi.Output<PolicyRule[] | undefined>;
  declare readonly group: pulumi.Output<string | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  /** Scaleway: id of the policy, where the profile has a group of its own beside it. */
  declare readonly policyId: pulumi.Output<string | undefined>;
  /** Scaleway: when the policy was last changed, as of which `rules` are known; a refresh reads the rules anew when it has moved. */
  declare readonly rulesAsOf: pulumi.Output<string | undefined>;
  /** With `basedOn`: the permission keys that the profile has by now. */
  declare readonly effectivePermissions: pulumi.Output<string[] | undefined>;
  /** The level that made the profile: `provider`, `reseller` or `client`. */
  declare readonly origin: pulumi.Output<string | undefined>;
  /** Who can give it to users: `reseller_only`, `all_clients` or `one_client`. */
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
      outputs: ["effectivePermissions", "origin", "visibleTo", "userCount", "users", "policyId", "rulesAsOf"],
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
