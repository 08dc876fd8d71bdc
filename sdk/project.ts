// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
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
   * The account that the project belongs to: the resource, or its id. `scaleway`: default: the partner's own Organization. Required on
   * `csp`. A change replaces the object. Rules: csp/Q6, csp/O1, scaleway/K1, scaleway/K2.
   */
  readonly account?: Reference<"Account">;
  /** The project's name, unique within the account. */
  readonly name: pulumi.Input<string>;
  /** A description of the project. `csp`: string of at most 1024 characters. `scaleway`: string of at most 200 characters. */
  readonly description?: pulumi.Input<string>;
  /**
   * The quota profile that the project starts with. Used only when the project is created. Only on `csp`. Can't be changed. Rules: csp/O2.
   */
  readonly quotaProfile?: Reference<"QuotaProfile">;
  /**
   * The complete list of people and their roles on the project; all other roles are removed. Not managed if not set. Only on `csp`. Rules:
   * csp/O3.
   */
  readonly roles?: pulumi.Input<pulumi.Input<ProjectRoles>[]>;
  /** The OpenStack activation of the account. Detected automatically if the same program declares it. Only on `csp`. */
  readonly after?: Reference<"ServiceActivation">;
}

/** A container of cloud resources in one account, with the roles of people in it. Only on `csp` and `scaleway`. */
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
  /** Id of the sub-service that bills the project. The portal creates it the following night. */
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
