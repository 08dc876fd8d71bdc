import type * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AdminAccess } from "./account";
import type { PolicyRuleArgs, ProfileArgs } from "./profile";
import type { ProjectArgs } from "./project";
import type { QuotaArgs } from "./quota";
import type { QuotaProfileArgs } from "./quotaProfile";
import type { ServiceActivationArgs } from "./serviceActivation";
import type { UserArgs } from "./user";

/** The key of an entry, an object at the portal that nobody declares, or what a program has: a resource, or its id. */
export type RealmReference =
  | string
  | { readonly existing: string }
  | pulumi.CustomResource
  | pulumi.Output<string>
  | Promise<string>;

/** A secret of the stack's configuration, or one that the program has. */
export type RealmSecret = { readonly config: string } | pulumi.Output<string>;

interface EntryOptions {
  /** Names that the resource had before: the object stays the same. */
  readonly formerly?: string | readonly string[];
  /** Whether a plan that deletes it fails. Default: true for accounts. */
  readonly protect?: boolean;
}

/** Arguments as they stand in a realm: keys where a program has resources. */
type Entry<Args, Changed = unknown> = Omit<Args, keyof Changed | "account"> &
  Partial<Changed> &
  EntryOptions & {
    /** Only at the top: what stands in an account is of that account. */
    readonly account?: RealmReference;
  };

type Entries<Of> = Readonly<Record<string, Of>>;

export type RealmUser = Entry<
  UserArgs,
  {
    readonly profiles: readonly RealmReference[];
    readonly access: readonly { readonly account: RealmReference; readonly profile: RealmReference }[];
    readonly realmAccess: RealmReference;
    readonly password: RealmSecret;
  }
>;

interface RealmPolicyRule extends Omit<PolicyRuleArgs, "scope"> {
  readonly scope: "organization" | { readonly projects: readonly RealmReference[] };
}

export type RealmProfile = Entry<
  ProfileArgs,
  {
    readonly basedOn: RealmReference;
    readonly group: RealmReference;
    readonly rules: readonly RealmPolicyRule[];
  }
>;

export type RealmQuotaProfile = Entry<QuotaProfileArgs>;

/** The key is the region, unless one is given; null: none. */
export type RealmQuota = Entry<
  QuotaArgs,
  {
    readonly region: pulumi.Input<string> | null;
    readonly project: RealmReference;
    readonly profile: RealmReference;
  }
>;

/** The key is the service, unless one is given. */
export type RealmService = Entry<
  ServiceActivationArgs,
  { readonly service: pulumi.Input<string>; readonly after: RealmReference }
>;

export type RealmProject = Entry<
  ProjectArgs,
  {
    readonly quotaProfile: RealmReference;
    readonly roles: readonly { readonly user: RealmReference; readonly roles: readonly string[] }[];
    readonly after: RealmReference;
  }
>;

interface Sections {
  readonly profiles?: Entries<RealmProfile>;
  readonly quotaProfiles?: Entries<RealmQuotaProfile>;
  readonly users?: Entries<RealmUser>;
  readonly quotas?: Entries<RealmQuota | null>;
  readonly projects?: Entries<RealmProject>;
}

export type RealmAccount = Omit<
  Entry<
    AccountArgs,
    {
      readonly owner: RealmReference;
      readonly adminAccess: Omit<AdminAccess, "password"> & { readonly password: RealmSecret };
    }
  >,
  "account"
> &
  Sections & {
    /** Keys of services, or a map of them where one needs more. */
    readonly services?: readonly string[] | Entries<RealmService | null>;
  };

/** What a realm file has, as an object. */
export interface RealmContent extends Sections {
  /** The connection that everything uses, unless it says otherwise. */
  readonly connection?: string;
  readonly services?: Entries<RealmService>;
  readonly accounts?: Entries<RealmAccount>;
}
