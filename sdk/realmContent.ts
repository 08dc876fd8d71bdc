import type * as pulumi from "./pulumi";
import type { AccountArgs, AdminAccess } from "./account";
import type { ProfileArgs } from "./profile";
import type { ProjectArgs } from "./project";
import type { QuotaArgs } from "./quota";
import type { QuotaProfileArgs } from "./quotaProfile";
import type { ServiceActivationArgs } from "./serviceActivation";
import type { UserArgs } from "./user";

/** A reference: the key of an entry, an existing object that isn't declared, a resource, or an id. */
export type RealmReference =
  | string
  | { readonly existing: string }
  | pulumi.CustomResource
  | pulumi.Output<string>
  | Promise<string>;

/** A secret of the stack's configuration, or an output. */
export type RealmSecret = { readonly config: string } | pulumi.Output<string>;

interface EntryOptions {
  /** Previous names of the resource, to keep the object through a rename. */
  readonly formerly?: string | readonly string[];
  /** Whether Pulumi refuses to delete the resource. Default: true for accounts, false for others. */
  readonly protect?: boolean;
}

/** Arguments as they stand in a realm: keys where a program has resources. */
type Entry<Args, Changed = unknown> = Omit<Args, keyof Changed | "account"> &
  Partial<Changed> &
  EntryOptions & {
    /** Top-level entries only; entries in an account belong to that account. */
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

interface RealmPolicyRule {
  readonly permissionSets?: readonly string[];
  readonly roles?: readonly string[];
  readonly scope:
    | "organization"
    | "domain"
    | "projects"
    | "system"
    | { readonly projects: readonly RealmReference[]; readonly inherited?: boolean }
    | { readonly accounts: readonly RealmReference[]; readonly inherited?: boolean };
  readonly condition?: string;
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

/** `region` defaults to the key; null for a quota without a region. */
export type RealmQuota = Entry<
  QuotaArgs,
  {
    readonly region: pulumi.Input<string> | null;
    readonly project: RealmReference;
    readonly profile: RealmReference;
  }
>;

/** `service` defaults to the key. */
export type RealmService = Entry<
  ServiceActivationArgs,
  { readonly service: pulumi.Input<string>; readonly after: RealmReference }
>;

export type RealmProject = Entry<
  ProjectArgs,
  {
    readonly quotaProfile: RealmReference;
    readonly parent: RealmReference;
    readonly roles: readonly {
      readonly user?: RealmReference;
      readonly profile?: RealmReference;
      readonly roles: readonly string[];
    }[];
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
    /** Keys of services, or a map if one of them needs options. */
    readonly services?: readonly string[] | Entries<RealmService | null>;
  };

/** The content of a realm file, as an object. */
export interface RealmContent extends Sections {
  /** The default connection of all entries. */
  readonly connection?: string;
  readonly services?: Entries<RealmService>;
  readonly accounts?: Entries<RealmAccount>;
}
