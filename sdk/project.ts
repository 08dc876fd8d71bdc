import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { neededActivation, quotasOfAccount } from "./order";
import type { QuotaProfile } from "./quotaProfile";
import { type CommonArgs, prepare } from "./resource";
import type { ServiceActivation } from "./serviceActivation";

export interface ProjectArgs extends CommonArgs {
  /** The account: the resource or its id. */
  readonly account: pulumi.Input<string> | Account;
  /** The project's name, unique within the account; 1 to 64 characters. */
  readonly name: pulumi.Input<string>;
  /** A description of the project. */
  readonly description?: pulumi.Input<string>;
  /** The quota profile that the project starts with: the resource or its id. Read only when the project is made; can't be changed later. */
  readonly quotaProfile?: pulumi.Input<string> | QuotaProfile;
  /** The OpenStack activation of the account (rule csp/O1). Found by itself where the program declares it. */
  readonly after?: pulumi.Input<string> | ServiceActivation;
}

/** An OpenStack project of one account. It is made after the account's OpenStack activation and quotas that the program declares. */
export class Project extends pulumi.CustomResource {
  declare readonly account: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly quotaProfile: pulumi.Output<string | undefined>;

  constructor(name: string, args: ProjectArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Project",
      name,
      args,
      options,
      after: neededActivation,
      dependsOn: quotasOfAccount,
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
