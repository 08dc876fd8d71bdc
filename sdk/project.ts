// Made from provider/model and provider/portals by `npm run rules`. What can't be made stands in hooks.ts and resource.ts.
import * as pulumi from "@pulumi/pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** The roles of one user on a project. */
export interface ProjectRoles {
  /** The person: the resource, or its id. */
  readonly user: Reference<"User">;
  /** The roles that the person has, such as member. */
  readonly roles: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments of a Project. */
export interface ProjectArgs extends CommonArgs {
  /**
   * The account that the project belongs to: the resource, or its id. `scaleway`: left out: the partner's own Organization. Required on
   * `csp`. A change makes a new object. Rules: csp/Q6, csp/O1, scaleway/K1, scaleway/K2.
   */
  readonly account?: Reference<"Account">;
  /** The project's name, unique within the account. */
  readonly name: pulumi.Input<string>;
  /** A description of the project. `csp`: text of at most 1024 characters. `scaleway`: text of at most 200 characters. */
  readonly description?: pulumi.Input<string>;
  /**
   * The quota profile that the project starts with. Only read when the project is made. Only on `csp`. Can't be changed. Rules: csp/O2.
   */
  readonly quotaProfile?: Reference<"QuotaProfile">;
  /**
   * Who has which roles on the project. Where it is given it is exact: roles of others are taken away. Left out: the portal's are left
   * alone. Only on `csp`. Rules: csp/O3.
   */
  readonly roles?: pulumi.Input<pulumi.Input<ProjectRoles>[]>;
  /** The OpenStack activation of the account. Found by itself where the same program declares it. Only on `csp`. */
  readonly after?: Reference<"ServiceActivation">;
}

/** A container of cloud resources within one account, with the people who have roles in it. Only on `csp` and `scaleway`. */
export class Project extends pulumi.CustomResource {
  declare readonly [KIND]: "Project";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly quotaProfile: pulumi.Output<string | undefined>;
  declare readonly roles: pulumi.Output<
    | {
        /** The person: the resource, or its id. */
        readonly user: string;
        /** The roles that the person has, such as member. */
        readonly roles: string[];
      }[]
    | undefined
  >;
  /** Id of the sub-service that the project is billed by; the portal makes it the night after. */
  declare readonly subservice: pulumi.Output<string | undefined>;

  constructor(name: string, args: ProjectArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Project",
      name,
      args,
      options,
      outputs: ["subservice"],
      ...hooks.Project?.(args),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
