import * as pulumi from "@pulumi/pulumi";
import type { AccessTime } from "../provider/model";
import { activationsAreDone } from "./order";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

export interface UserArgs extends CommonArgs {
  /** The account that the person belongs to: the resource or its id. Left out: a user of the reseller itself. A change makes a new user. */
  readonly account?: Reference<"Account">;
  /**
   * The login name, unique within the account. Cloud Service Portal: 1 to 64 characters; a change makes a new user with a new password.
   * Scaleway: 2 to 150 letters, digits and `@ . _ -` (rule scaleway/U2), changed in place. Required on both; gridscale has none, people log
   * in with their e-mail address.
   */
  readonly username?: pulumi.Input<string>;
  /** E-mail address; required. gridscale: unique in the realm. */
  readonly email?: pulumi.Input<string>;
  /** Required on the Cloud Service Portal; at most 64 characters. */
  readonly firstName?: pulumi.Input<string>;
  /** Required on the Cloud Service Portal; at most 64 characters. */
  readonly lastName?: pulumi.Input<string>;
  /** Scaleway, gridscale: phone number. */
  readonly phone?: pulumi.Input<string>;
  /** Scaleway, gridscale: language of mails and console, such as `en_US` on Scaleway. Left out: the portal's default. */
  readonly locale?: pulumi.Input<string>;
  /** Scaleway: at most ten tags, of letters, digits, spaces and `. _ - / = + @` (rule scaleway/U6). The order means nothing. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /** A comment on the person. */
  readonly description?: pulumi.Input<string>;
  /**
   * gridscale: what the person may do on which accounts: `Read Only`, `Read and Write` or `Admin`, or a Profile. One role on an account, never
   * on a project (rules gridscale/L10, gridscale/X2). Access to other accounts stays as it is.
   */
  readonly access?: pulumi.Input<pulumi.Input<UserAccess>[]>;
  /** gridscale: what the person may do in the whole realm, inherited by all accounts (rule gridscale/L11): `Read Only`, `Write` or `Admin`, or a Profile. */
  readonly realmAccess?: Reference<"Profile">;
  /**
   * Scaleway: whether the person is locked: no log-in, and API keys without rights. gridscale: whether the person can log in to none of your
   * accounts (rule gridscale/L7). Left out: not managed, since the platform locks people by itself.
   */
  readonly locked?: pulumi.Input<boolean>;
  /** Scaleway: the password, at most 72 bytes (rule scaleway/U3); becomes a secret, whether or not it comes as one. A new one changes it. */
  readonly password?: pulumi.Input<string>;
  /** Scaleway: a password is generated when the user is made; the output `initialPassword` has it. `resetPassword` makes a new one. */
  readonly generatePassword?: boolean;
  /** Scaleway: whether the portal sends a welcome when the user is made; that is what inviting somebody is. Default: false. */
  readonly sendWelcomeEmail?: boolean;
  /** Scaleway: whether the portal mails a password when the user is made. Default: false. */
  readonly sendPasswordEmail?: boolean;
  /**
   * The permission profiles of the person. Cloud Service Portal: at least one (rule csp/U1): resources, ids, or names of the portal's standard
   * profiles (`User-Adm`, `User`, `Client-Adm`). A person of a customer can't have a reseller profile (rule csp/U2). Scaleway: groups that
   * the person is in, as Profile resources, ids or names (`Administrators`); groups that somebody else put the person into stay.
   */
  readonly profiles?: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Profile">[];
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

/** What a person may do on one account. */
export interface UserAccess {
  /** The account: the resource or its id. */
  readonly account: Reference<"Account">;
  /** A role by its name, or a Profile. */
  readonly profile: Reference<"Profile">;
}

/** A person who can log in. */
export class User extends pulumi.CustomResource {
  declare readonly [KIND]: "User";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly username: pulumi.Output<string | undefined>;
  declare readonly email: pulumi.Output<string | undefined>;
  declare readonly firstName: pulumi.Output<string | undefined>;
  declare readonly lastName: pulumi.Output<string | undefined>;
  declare readonly phone: pulumi.Output<string | undefined>;
  declare readonly locale: pulumi.Output<string | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  declare readonly access: pulumi.Output<{ account: string; profile: string }[] | undefined>;
  declare readonly realmAccess: pulumi.Output<string | undefined>;
  declare readonly locked: pulumi.Output<boolean | undefined>;
  /** A secret. */
  declare readonly password: pulumi.Output<string | undefined>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly profiles: pulumi.Output<string[] | undefined>;
  /** Scaleway: whether the person has a second factor, as of the last change or refresh. */
  declare readonly mfa: pulumi.Output<boolean | undefined>;
  /** Scaleway: RFC 3339 time of the last log-in, as of the last change or refresh. */
  declare readonly lastLoginAt: pulumi.Output<string | undefined>;
  /**
   * The password that the portal showed, or that was generated, when the user was made; a secret (rules csp/U4, scaleway/U4). It is shown once: absent where the user
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
      outputs: ["initialPassword", "newPassword", "effectivePanels", "mfa", "lastLoginAt"],
      first: activationsAreDone,
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
