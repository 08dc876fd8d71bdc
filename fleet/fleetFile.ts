/** What `fleet.yaml` has, with its defaults. */
export interface FleetFile {
  /** Realm files and folders, relative to the folder of `fleet.yaml`. */
  readonly files: readonly string[];
  readonly division: {
    /** One stack for each account, or stacks of whole accounts with about this number of resources. */
    readonly by: "account" | { readonly resources: number };
    /** Stacks that are put together by hand. */
    readonly groups: readonly FleetGroup[];
    /** Name of the stack of all entries that are in no account and in no group. */
    readonly shared: string;
  };
  /** How a stack refers to what another stack declares: by name at the portal, or by an output of the other stack. */
  readonly references: "name" | "stack";
  /** Stacks that run at the same time. */
  readonly parallel: number;
}

export interface FleetGroup {
  /** Name of its stack. */
  readonly name: string;
  /** Keys of accounts; `*` stands for any characters. */
  readonly accounts: readonly string[];
  /** `KIND/NAME` of entries in no account, such as `User/*`; `*` stands for any characters. */
  readonly entries: readonly string[];
}
