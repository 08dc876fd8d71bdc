import * as pulumi from "@pulumi/pulumi";
import { neededActivation, quotasOfAccount, soundInNewAccount } from "./order";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** The roles of one user on a project. */
export interface ProjectRoles {
  /** The user: the resource or its id; of the same account, or of the reseller. */
  readonly user: Reference<"User">;
  /** Names of roles, such as `member` or `reader`; at least one. */
  readonly roles: pulumi.Input<pulumi.Input<string>[]>;
}

export interface ProjectArgs extends CommonArgs {
  /** The account: the resource or its id. Cloud Service Portal: required. Scaleway: left out for the partner's own Organization. */
  readonly account?: Reference<"Account">;
  /** The project's name, unique within the account; 1 to 64 characters. */
  readonly name: pulumi.Input<string>;
  /** A description of the project. */
  readonly description?: pulumi.Input<string>;
  /** The quota profile that the project starts with: the resource or its id. Read only when the project is made; can't be changed later. */
  readonly quotaProfile?: Reference<"QuotaProfile">;
  /**
   * Who has which roles on the project, such as `[{ user: anna, roles: ["member"] }]`. Where it is given it is exact: roles of others are
   * taken away. Left out: the portal's are left alone, and nobody can log in to a new project (rule csp/O3).
   */
  readonly roles?: pulumi.Input<pulumi.Input<ProjectRoles>[]>;
  /** The OpenStack activation of the account (rule csp/O1). Found by itself where the program declares it. */
  readonly after?: Reference<"ServiceActivation">;
}

/** A project of one account. On the Cloud Service Portal, an OpenStack project: it is made after the account's OpenStack activation and quotas that the program declares. */
export class Project extends pulumi.CustomResource {
  declare readonly [KIND]: "Project";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly quotaProfile: pulumi.Output<string | undefined>;
  declare readonly roles: pulumi.Output<{ user: string; roles: string[] }[] | undefined>;
  /** Id of the sub-service that the project is billed by; the portal makes it the night after (rule csp/O4). */
  declare readonly subservice: pulumi.Output<string | undefined>;

  constructor(name: string, args: ProjectArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Project",
      name,
      args,
      options,
      outputs: ["subservice"],
      after: neededActivation,
      dependsOn: quotasOfAccount,
      first: (self) => soundInNewAccount(self, args.account),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
