import * as pulumi from "@pulumi/pulumi";
import { type CommonArgs, prepare } from "./resource";

export interface ProfileArgs extends CommonArgs {
  /** The profile's name, unique in the realm; 1 to 64 characters. A change makes a new profile. */
  readonly name: pulumi.Input<string>;
  /** A description of the profile. */
  readonly description?: pulumi.Input<string>;
  /**
   * `reseller`: for the reseller's own people; holds at least one Clients permission (rule csp/P2). `client`: for people of
   * customers; holds none (rule csp/P1), and is visible to all customers at once. A change makes a new profile.
   */
  readonly level: pulumi.Input<"reseller" | "client">;
  /** Permission keys of the portal's live catalogue. The order means nothing. */
  readonly permissions: pulumi.Input<pulumi.Input<string>[]>;
}

/** A named set of permissions. Changing it changes what everybody who has it may do. */
export class Profile extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly level: pulumi.Output<"reseller" | "client">;
  declare readonly permissions: pulumi.Output<string[]>;

  constructor(name: string, args: ProfileArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({ kind: "Profile", name, args, options });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
