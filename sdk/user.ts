// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** A person's role on one account. */
export interface UserAccess {
  /** The Account: the resource, or its id. */
  readonly account: Reference<"Account">;
  /** The role on the account: the resource, or its id. */
  readonly profile: Reference<"Profile">;
}

/** A time range in which a person can use the portal. */
export interface AccessTime {
  /** Days of the week. */
  readonly days: pulumi.Input<pulumi.Input<"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun">[]>;
  /** A time of day, HH:MM, in the portal's time zone. */
  readonly from: pulumi.Input<string>;
  /** A time of day, HH:MM, in the portal's time zone. */
  readonly to: pulumi.Input<string>;
}

/** Exceptions from the portal's rules of sign-in. */
export interface SignInOptions {
  /** Whether the person signs in by one of `multiFactorAuthRules`. Default: true, if there are rules. */
  readonly multiFactorAuthEnabled?: pulumi.Input<boolean>;
  /** Combinations of methods, one of which is needed, such as `[["password", "totp"]]`. */
  readonly multiFactorAuthRules?: pulumi.Input<pulumi.Input<pulumi.Input<string>[]>[]>;
  /** Whether the person can't change the password. */
  readonly lockPassword?: pulumi.Input<boolean>;
  /** Whether the password never expires. */
  readonly ignorePasswordExpiry?: pulumi.Input<boolean>;
  /** Whether the person needn't change the password at the first sign-in. */
  readonly ignoreChangePasswordUponFirstUse?: pulumi.Input<boolean>;
  /** Whether failed sign-ins never lock the person out. */
  readonly ignoreLockoutFailureAttempts?: pulumi.Input<boolean>;
  /** Whether the person isn't disabled after a time without sign-in. */
  readonly ignoreUserInactivity?: pulumi.Input<boolean>;
}

/** The arguments of a User. */
export interface UserArgs extends CommonArgs {
  /**
   * The account that the person belongs to. Not set for the reseller's own staff. `openstack`: default: the domain of the connection's own
   * user. Only on `csp`, `scaleway` and `openstack`. A change replaces the object. Rules: scaleway/K1, scaleway/K2, openstack/T5.
   */
  readonly account?: Reference<"Account">;
  /**
   * The login name, unique within the account. `csp`: string of 1 to 64 characters. `scaleway`: string of 2 to 150 characters; letters,
   * digits and `@ . _ -`. `openstack`: string of 1 to 255 characters; unique in the domain. Only on `csp`, `scaleway` and `openstack`,
   * required there. A change replaces the object on `csp`. Rules: scaleway/U1, scaleway/U2, openstack/U1.
   */
  readonly username?: pulumi.Input<string>;
  /**
   * The person's e-mail address. `gridscale`: unique in the realm; people log in with it. Required on `csp`, `scaleway` and `gridscale`.
   * Rules: scaleway/U7.
   */
  readonly email?: pulumi.Input<string>;
  /** The person's first name. Only on `csp`, `scaleway` and `gridscale`, required on `csp`. */
  readonly firstName?: pulumi.Input<string>;
  /** The person's last name. Only on `csp`, `scaleway` and `gridscale`, required on `csp`. */
  readonly lastName?: pulumi.Input<string>;
  /** The person's phone number. Only on `scaleway` and `gridscale`. */
  readonly phone?: pulumi.Input<string>;
  /** Language of e-mails and of the portal, such as en_US. Default: the portal's. Only on `scaleway` and `gridscale`. */
  readonly locale?: pulumi.Input<string>;
  /** Tags of the person. Only on `scaleway`. Rules: scaleway/U6. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /** A comment on the person. Only on `csp` and `openstack`. */
  readonly description?: pulumi.Input<string>;
  /**
   * The person's permission profiles: resources, ids, or names of standard profiles. `csp`: standard profiles are `User-Adm`, `User` and
   * `Client-Adm`; customers' users can't have a profile of level `reseller`. `scaleway`: the person's groups; undeclared groups are not
   * changed. `openstack`: the person's groups; undeclared groups are not changed. Only on `csp`, `scaleway` and `openstack`, required on
   * `csp`. Rules: csp/U1, csp/U2, csp/U3, csp/U5, csp/P9, scaleway/K2, scaleway/U5, scaleway/P1, scaleway/L1, openstack/G7.
   */
  readonly profiles?: pulumi.Input<pulumi.Input<string>[]> | readonly Reference<"Profile">[];
  /**
   * The person's roles on accounts. Roles on undeclared accounts are not changed. `gridscale`: roles are `Read Only`, `Read and Write` and
   * `Admin`, or a Profile. Only on `gridscale`. Rules: gridscale/L4, gridscale/L10, gridscale/L11, gridscale/L13, gridscale/X2.
   */
  readonly access?: pulumi.Input<pulumi.Input<UserAccess>[]>;
  /**
   * The person's role in the whole realm, inherited by all accounts. `gridscale`: `Read Only`, `Write` or `Admin`, or a Profile. Only on
   * `gridscale`. Rules: gridscale/L13, gridscale/X2.
   */
  readonly realmAccess?: Reference<"Profile">;
  /**
   * Whether the person is locked. Not managed if not set, because a portal can lock people itself. `scaleway`: the person can't log in, and
   * their API keys have no permissions. `gridscale`: the person can't log in to any of your accounts. `openstack`: a disabled user, who
   * can't sign in. Only on `scaleway`, `gridscale` and `openstack`. Rules: scaleway/U5, scaleway/L1, gridscale/L7, gridscale/L13,
   * openstack/U4.
   */
  readonly locked?: pulumi.Input<boolean>;
  /**
   * The password, a secret. A new value changes it. It is never read back, and removing the field changes nothing. `scaleway`: at most 72
   * bytes. Only on `scaleway` and `openstack`. Rules: scaleway/U3.
   */
  readonly password?: pulumi.Input<string>;
  /**
   * Whether a password is generated when the user is created. The output `initialPassword` has it. Only on `scaleway` and `openstack`.
   * Rules: scaleway/U3, openstack/U2.
   */
  readonly generatePassword?: pulumi.Input<boolean>;
  /**
   * Whether the portal sends a welcome e-mail when the user is created. Default: false. `scaleway`: the invitation. Only on `scaleway`.
   */
  readonly sendWelcomeEmail?: pulumi.Input<boolean>;
  /** Whether the portal e-mails a password when the user is created. Default: false. Only on `scaleway`. */
  readonly sendPasswordEmail?: pulumi.Input<boolean>;
  /** Permission keys granted in addition to the profiles. Not managed if not set. Only on `csp`. Rules: csp/U2, csp/U5, csp/P9. */
  readonly permissions?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Times at which the person can use the portal, in the portal's time zone. One matching entry is enough. Default: at any time. Only on
   * `csp`. Rules: csp/A1, csp/A2, csp/A3.
   */
  readonly accessTimes?: pulumi.Input<pulumi.Input<AccessTime>[]>;
  /**
   * IP addresses or CIDR blocks from which the person can use the portal. One matching entry is enough. Default: from anywhere. Only on
   * `csp`. Rules: csp/A1, csp/A2, csp/A3.
   */
  readonly sourceAddresses?: pulumi.Input<pulumi.Input<string>[]>;
  /** Exceptions from the portal's rules of sign-in. Options that are not set are removed. Only on `openstack`. Rules: openstack/U5. */
  readonly options?: pulumi.Input<SignInOptions>;
  /**
   * Any text, for example a date. For an existing user, a new value resets the password once. The output `newPassword` has the new password.
   * Only on `csp`, `scaleway` and `openstack`. Rules: csp/A5, scaleway/U3, openstack/U2.
   */
  readonly resetPassword?: pulumi.Input<string>;
}

/** A person who can log in: to one account, or, without `account`, to the reseller's own realm. */
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
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly profiles: pulumi.Output<string[] | undefined>;
  declare readonly access: pulumi.Output<
    | {
        /** The Account: the resource, or its id. */
        readonly account: string;
        /** The role on the account: the resource, or its id. */
        readonly profile: string;
      }[]
    | undefined
  >;
  declare readonly realmAccess: pulumi.Output<string | undefined>;
  declare readonly locked: pulumi.Output<boolean | undefined>;
  /** A secret. */
  declare readonly password: pulumi.Output<string | undefined>;
  declare readonly permissions: pulumi.Output<string[] | undefined>;
  declare readonly accessTimes: pulumi.Output<
    | {
        /** Days of the week. */
        readonly days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
        /** A time of day, HH:MM, in the portal's time zone. */
        readonly from: string;
        /** A time of day, HH:MM, in the portal's time zone. */
        readonly to: string;
      }[]
    | undefined
  >;
  declare readonly sourceAddresses: pulumi.Output<string[] | undefined>;
  declare readonly options: pulumi.Output<
    | {
        /** Whether the person signs in by one of `multiFactorAuthRules`. Default: true, if there are rules. */
        readonly multiFactorAuthEnabled?: boolean;
        /** Combinations of methods, one of which is needed, such as `[["password", "totp"]]`. */
        readonly multiFactorAuthRules?: string[][];
        /** Whether the person can't change the password. */
        readonly lockPassword?: boolean;
        /** Whether the password never expires. */
        readonly ignorePasswordExpiry?: boolean;
        /** Whether the person needn't change the password at the first sign-in. */
        readonly ignoreChangePasswordUponFirstUse?: boolean;
        /** Whether failed sign-ins never lock the person out. */
        readonly ignoreLockoutFailureAttempts?: boolean;
        /** Whether the person isn't disabled after a time without sign-in. */
        readonly ignoreUserInactivity?: boolean;
      }
    | undefined
  >;
  declare readonly resetPassword: pulumi.Output<string | undefined>;
  /** Scaleway: whether the person uses multi-factor authentication, at the last change or refresh. */
  declare readonly mfa: pulumi.Output<boolean | undefined>;
  /** Scaleway: time of the person's last login, at the last change or refresh. */
  declare readonly lastLoginAt: pulumi.Output<string | undefined>;
  /** OpenStack: when the person's password expires. Absent if it doesn't. */
  declare readonly passwordExpiresAt: pulumi.Output<string | undefined>;
  /** The menu entries that the person sees in the portal, at the last change or refresh. */
  declare readonly effectivePanels: pulumi.Output<string[] | undefined>;
  /** The password of the last reset with `resetPassword`. Absent if there was no reset. A secret. */
  declare readonly newPassword: pulumi.Output<string | undefined>;
  /**
   * The password that the portal showed when the user was created. Absent if it was lost, if the user already existed, and after a reset. A
   * secret.
   */
  declare readonly initialPassword: pulumi.Output<string | undefined>;

  constructor(name: string, args: UserArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "User",
      name,
      args,
      options,
      outputs: ["mfa", "lastLoginAt", "passwordExpiresAt", "effectivePanels", "newPassword", "initialPassword"],
      ...hooks.User?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
