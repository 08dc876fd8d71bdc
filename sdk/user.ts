import * as pulumi from "@pulumi/pulumi";
import type { AccessTime } from "../provider/kinds";
import type { Account } from "./account";
import { activationsAreDone } from "./order";
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
  /** Permission keys that the person has beside the profiles. Left out: what the portal has is left alone. */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * When the person may use the portal, in the portal's time zone: days `mon` to `sun`, times HH:MM, `from` before `to` (rule csp/A3).
   * Any one entry is enough. Left out: at any time; taking the last one away asks for `confirm: ["csp/A2"]`.
   */
  readonly accessTimes?: pulumi.Input<AccessTime[]>;
  /**
   * IP addresses or CIDR blocks from which the person may use the portal (rule csp/A3). Any one is enough. Left out: from anywhere;
   * taking the last one away asks for `confirm: ["csp/A2"]`.
   */
  readonly sourceAddresses?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * A word of your choice, such as today's date. A new one on a user that exists resets the password once; the result is the output
   * `newPassword` (rule csp/A5). Nothing else ever resets it: no refresh, no replacement, no adoption.
   */
  readonly resetPassword?: pulumi.Input<string>;
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
   * existed before (adopted or imported) or the portal's answer was lost, and after a reset. `resetPassword` gives a new one.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;
  /** The password that the last reset by `resetPassword` gave; a secret (rule csp/U4). */
  declare readonly newPassword: pulumi.Output<string | undefined>;
  declare readonly permissions: pulumi.Output<string[] | undefined>;
  declare readonly accessTimes: pulumi.Output<AccessTime[] | undefined>;
  declare readonly sourceAddresses: pulumi.Output<string[] | undefined>;
  declare readonly resetPassword: pulumi.Output<string | undefined>;
  /**
   * The entries of the portal's menu that the person sees, sorted: by profiles, permissions and active services, as of the last change
   * of the user or refresh. Absent where the token can't see what that hangs on.
   */
  declare readonly effectivePanels: pulumi.Output<string[] | undefined>;

  constructor(name: string, args: UserArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "User",
      name,
      args,
      options,
      outputs: ["initialPassword", "newPassword", "effectivePanels"],
      secretOutputs: ["initialPassword", "newPassword"],
      first: activationsAreDone,
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
