// Generated from provider/model and provider/portals by `npm run rules`. Hand-written code is in hooks.ts and resource.ts.
import * as pulumi from "./pulumi";
import { hooks } from "./hooks";
import type { KIND, Reference } from "./reference";
import { type CommonArgs, prepare } from "./resource";

/** The roles of one user, or of one group, on a project. */
export type ProjectRoles =
  | {
      /** The person: the resource, or its id. */
      readonly user: Reference<"User">;
      /** The roles on the project, such as member. */
      readonly roles: pulumi.Input<pulumi.Input<string>[]>;
    }
  | {
      /** The person: the resource, or its id. */
      readonly user?: Reference<"User">;
      /** The group, whose members have the roles: the Profile, or the group's id or name. */
      readonly profile?: Reference<"Profile">;
      /** The roles on the project, such as member. */
      readonly roles: pulumi.Input<pulumi.Input<string>[]>;
    };

/** The arguments of a Project. */
export interface ProjectArgs extends CommonArgs {
  /**
   * The account that the project belongs to: the resource, or its id. `scaleway`: default: the partner's own Organization. Required on `csp`
   * and `openstack`. A change replaces the object. Rules: csp/Q6, csp/O1, scaleway/K1, scaleway/K2, openstack/T5, openstack/P4.
   */
  readonly account?: Reference<"Account">;
  /** The project's name, unique within the account. Rules: openstack/P1. */
  readonly name: pulumi.Input<string>;
  /**
   * A description of the project. `csp`: string of at most 1024 characters. `scaleway`: string of at most 200 characters. `openstack`:
   * string of at most 1024 characters.
   */
  readonly description?: pulumi.Input<string>;
  /**
   * The project of the same account that this one is in. Default: none. Only on `openstack`. Can't be changed. Rules: openstack/P2,
   * openstack/P3, openstack/P4.
   */
  readonly parent?: Reference<"Project">;
  /** Tags of the project. Only on `openstack`. Rules: openstack/P1. */
  readonly tags?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Whether the project is locked: nobody has access to it. Not managed if not set. `openstack`: a disabled project. Only on `openstack`.
   * Rules: openstack/P4.
   */
  readonly locked?: pulumi.Input<boolean>;
  /**
   * The quota profile that the project starts with. Used only when the project is created. Only on `csp`. Can't be changed. Rules: csp/O2.
   */
  readonly quotaProfile?: Reference<"QuotaProfile">;
  /**
   * The complete list of people and their roles on the project; all other roles are removed. Not managed if not set. `openstack`: roles of
   * users and of groups; roles of undeclared groups are not changed, and inherited roles are not in the list. Only on `csp` and `openstack`.
   * Rules: csp/O3, openstack/G1, openstack/G2, openstack/G4, openstack/G5, openstack/G9, openstack/G10.
   */
  readonly roles?: pulumi.Input<pulumi.Input<ProjectRoles>[]>;
  /** The OpenStack activation of the account. Detected automatically if the same program declares it. Only on `csp`. */
  readonly after?: Reference<"ServiceActivation">;
}

/** A container of cloud resources in one account, with the roles of people in it. Only on `csp`, `scaleway` and `openstack`. */
export class Project extends pulumi.CustomResource {
  declare readonly [KIND]: "Project";
  declare readonly account: pulumi.Output<string | undefined>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly parent: pulumi.Output<string | undefined>;
  declare readonly tags: pulumi.Output<string[] | undefined>;
  declare readonly locked: pulumi.Output<boolean | undefined>;
  declare readonly quotaProfile: pulumi.Output<string | undefined>;
  declare readonly roles: pulumi.Output<
    | {
        /** The person: the resource, or its id. */
        readonly user: string;
        /** The roles on the project, such as member. */
        readonly roles: string[];
      }[]
    | {
        /** The person: the resource, or its id. */
        readonly user?: string;
        /** The group, whose members have the roles: the Profile, or the group's id or name. */
        readonly profile?: string;
        /** The roles on the project, such as member. */
        readonly roles: string[];
      }[]
    | undefined
  >;
  /** OpenStack: by role in `roles`, the roles that people get by it: itself and those that it implies, at the last change or refresh. */
  declare readonly effectiveRoles: pulumi.Output<Readonly<Record<string, string[]>> | undefined>;
  /** Id of the sub-service that bills the project. The portal creates it the following night. */
  declare readonly subservice: pulumi.Output<string | undefined>;

  constructor(name: string, args: ProjectArgs, options: pulumi.CustomResourceOptions = {}) {
    const registration = prepare({
      kind: "Project",
      name,
      args,
      options,
      outputs: ["effectiveRoles", "subservice"],
      ...hooks.Project?.(args, options),
    });
    super(registration.type, name, registration.props, registration.options);
    registration.attach(this);
  }
}
