import * as pulumi from "@pulumi/pulumi";
import { type CommonArgs, prepare } from "./resource";

export interface ProfileArgs extends CommonArgs {
  /** The profile's name, unique in the realm; 1 to 64 characters. A change makes a new profile. */
  readonly name: pulumi.Input<string>;
  /** A description of the profile. */
  readonly description?: pulumi.Input<string>;
  /**
   * `reseller`: for the reseller's own people; holds at least one Clients permission (rule csp/P2). `client`: for people of
   * customers; holds none (rule csp/P1), and is visible to all customers at once. Can't be changed (rules csp/P4, csp/P5).
   */
  readonly level: pulumi.Input<"reseller" | "client">;
  /** Permission keys of the portal's live catalogue. The order means nothing. Either this or `basedOn`. */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * A profile to start from: the resource, its id, or the name of a standard profile. It is never changed itself (rule csp/P8). Where it
   * changes later, a refresh shows that this one differs, and the next `up` follows.
   */
  readonly basedOn?: pulumi.Input<string> | Profile;
  /** With `basedOn`: permission keys to have beside its own. */
  readonly add?: pulumi.Input<pulumi.Input<string>[]>;
  /** With `basedOn`: permission keys to leave out. */
  readonly remove?: pulumi.Input<pulumi.Input<string>[]>;
}

/** A named set of permissions. Changing it changes what everybody who has it may do. */
export class Profile extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly level: pulumi.Output<"reseller" | "client">;
  declare readonly permissions: pulumi.Output<string[] | undefined>;
  declare readonly basedOn: pulumi.Output<string | undefined>;
  declare readonly add: pulumi.Output<string[] | undefined>;
  declare readonly remove: pulumi.Output<string[] | undefined>;
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
      outputs: ["effectivePermissions", "origin", "visibleTo", "userCount", "users"],
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
