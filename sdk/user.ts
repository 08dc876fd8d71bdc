import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import type { Profile } from "./profile";
import { type CommonArgs, prepare } from "./resource";

export interface UserArgs extends CommonArgs {
  /** The account that the person belongs to: the resource or its id. Left out: a user of the reseller itself. A change makes a new user. */
  readonly account?: pulumi.Input<string> | Account;
  /** The login name, unique within the account; 1 to 64 characters. A change makes a new user with a new password. */
  readonly username: pulumi.Input<string>;
  /** E-mail address. */
  readonly email: pulumi.Input<string>;
  readonly firstName: pulumi.Input<string>;
  readonly lastName: pulumi.Input<string>;
  /** A comment on the person. */
  readonly description?: pulumi.Input<string>;
  /**
   * The permission profiles of the person, at least one (rule csp/U1): resources, ids, or names of the portal's standard
   * profiles (`User-Adm`, `User`, `Client-Adm`). A person of a customer can't have a reseller profile (rule csp/U2).
   */
  readonly profiles: pulumi.Input<pulumi.Input<string>[]> | readonly (pulumi.Input<string> | Profile)[];
}

/** A person who can log in. */
export class User extends pulumi.CustomResource {
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly username: pulumi.Output<string>;
  declare readonly email: pulumi.Output<string>;
  declare readonly firstName: pulumi.Output<string>;
  declare readonly lastName: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly profiles: pulumi.Output<string[]>;
  /**
   * The password that the portal showed when it made the user; a secret (rule csp/U4). It is shown once: absent where the user
   * existed before (adopted) or the portal's answer was lost. Then reset it at the portal.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;

  constructor(name: string, args: UserArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "User",
      name,
      args,
      options,
      outputs: ["initialPassword"],
      secretOutputs: ["initialPassword"],
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
