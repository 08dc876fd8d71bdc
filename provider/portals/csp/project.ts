import { type DeclaredInputs, type Failure, UNKNOWN } from "../../kinds";
import type { Found, PlannedInputs, Removed, Written } from "../portal";
import { PortalRefusal } from "../refusal";
import { operations } from "./contract";
import { CspDriver, inPath, plain, text, type WireField } from "./driver";
import { orAbsent } from "./wire";
import { keyOf, newIdempotencyKey, type Realm, type WireProject } from "./realm";
import { PROJECT_SERVICE } from "./rules";
import { accountIsSeen, type Sight } from "./sight";
import { accountFailures, isActive } from "./verify";

/** Project = OpenStack project of a client (manual §5). */
export class ProjectDriver extends CspDriver<WireProject> {
  readonly fields: Readonly<Record<string, WireField<WireProject>>> = {
    account: inPath("clientId"),
    name: plain("name"),
    description: plain("description"),
    quotaProfile: {
      read: (wire) => wire.quotaProfileId ?? undefined,
      write: (value) => ({ quotaProfileId: value ?? null }),
    },
  };

  readonly sight: Sight = { section: "OpenStack", witness: accountIsSeen };

  constructor(realm: Realm) {
    super(realm, realm.projects);
  }

  idOf(project: WireProject): string {
    return project.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["account"]), text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return `${text(inputs["name"])} of ${text(inputs["account"])}`;
  }

  async verify(inputs: DeclaredInputs, planned: PlannedInputs): Promise<Failure[]> {
    return [
      ...(await accountFailures(this.realm, inputs, planned)),
      ...(await this.serviceFailures(inputs)),
      ...(await this.quotaProfileFailures(inputs)),
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.createProject, {
      params: { clientId: text(inputs["account"]) },
      body: this.body(inputs),
      idempotencyKey: newIdempotencyKey(),
    });
    return {
      id: body.resource.id,
      outputs: {},
      pending: { what: `the project ${this.describe(inputs)} to be created`, operation: body.id },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.updateProject, {
      params: this.params(found),
      body: this.body(changes),
      ifMatch: found.revision,
    });
    await this.remember(body);
    return { id: found.id, outputs: {} };
  }

  async remove(found: Found): Promise<Removed> {
    const { body } = await this.realm.wire.call(operations.deleteProject, {
      params: this.params(found),
      ifMatch: found.revision,
    });
    this.realm.projects.drop(found.id);
    if (body === undefined) return {};
    return { pending: { what: `the project ${this.describe(found.inputs)} to be deleted`, operation: body.id } };
  }

  protected override outputs(wire: WireProject): Record<string, unknown> {
    return { subservice: wire.subserviceId ?? undefined };
  }

  protected override found(wire: WireProject): Found {
    const found = super.found(wire);
    if (wire.status !== "creating") return found;
    return {
      ...found,
      pending: {
        what: `the project ${this.describe(found.inputs)} to be created`,
        finished: () => this.isCreated(found),
      },
    };
  }

  protected async fetch(id: string, state: DeclaredInputs): Promise<WireProject | undefined> {
    return orAbsent(
      this.realm.wire.call(operations.getProject, { params: { clientId: text(state["account"]), projectId: id } }),
    );
  }

  protected async search(inputs: DeclaredInputs): Promise<WireProject | undefined> {
    const clientId = text(inputs["account"]);
    const named = await this.realm.wire.list(operations.listClientProjects, {
      params: { clientId },
      query: { "filter[name]": text(inputs["name"]) },
    });
    return named.find((project) => project.name === inputs["name"]);
  }

  private params(found: Found): { clientId: string; projectId: string } {
    return { clientId: text(found.inputs["account"]), projectId: found.id };
  }

  private async isCreated(found: Found): Promise<boolean> {
    const project = await this.fetch(found.id, found.inputs);
    if (project?.status === "failed")
      throw new PortalRefusal("the portal could not create the project; delete it at the portal and run again");
    return project?.status === "active";
  }

  /** Rule csp/O1, where the activation is neither declared nor there. */
  private async serviceFailures({ account, after }: DeclaredInputs): Promise<Failure[]> {
    if (after !== undefined || account === undefined) return [];
    if (account !== UNKNOWN && (await isActive(this.realm, text(account), PROJECT_SERVICE))) return [];
    return [
      {
        property: "account",
        reason: `has no active ${PROJECT_SERVICE}, which projects are made in: declare a ServiceActivation of ${PROJECT_SERVICE} for the same account (rule csp/O1)`,
      },
    ];
  }

  private async quotaProfileFailures({ account, quotaProfile }: DeclaredInputs): Promise<Failure[]> {
    if (typeof quotaProfile !== "string") return [];
    const found = await this.realm.quotaProfiles.withId(quotaProfile);
    if (found === undefined)
      return [
        {
          property: "quotaProfile",
          reason: `is ${JSON.stringify(quotaProfile)}, which is not the id of a quota profile that the token can see`,
        },
      ];
    if (found.clientId === null || found.clientId === account || account === UNKNOWN) return [];
    return [{ property: "quotaProfile", reason: `is ${JSON.stringify(found.name)}, which belongs to another account` }];
  }
}
