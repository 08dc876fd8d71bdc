import { isDeepStrictEqual } from "node:util";
import type { DeclaredInputs, Finding } from "../../../model";
import { nearest } from "../../../model/nearest";
import { seenOf, together } from "../../listing";
import type { Found, Pending, PlannedInputs, Removed, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { operations, QUOTA_NUMBERS } from "../contract";
import { accountFindings, CspDriver, inPath, plain, quotaProfileFindings, text, type WireField } from "../driver";
import { knownWords, nameWithin } from "../../../model/words";
import { orAbsent } from "../wire";
import { isOfAnother, type WireProject } from "../reading";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { O5, O6 } from "../rules/projects";
import { accountIsSeen, type Visibility } from "../visibility";

interface UserRoles {
  readonly user: string;
  readonly roles: readonly string[];
}

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

  readonly kind = "Project";

  readonly visibility: Visibility = { section: "OpenStack", canary: accountIsSeen };

  private seesRoles = true;

  constructor(realm: CspClient) {
    super(realm, realm.projects);
  }

  idOf(project: WireProject): string {
    return project.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["account"]), text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["name"], inputs["account"]);
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return [
      ...(await accountFindings(this.realm, inputs, planned)),
      ...(await quotaProfileFindings(this.realm, "quotaProfile", inputs, planned)),
      ...(await this.roleFindings(inputs, planned)),
    ];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.createProject, {
      params: { clientId: text(inputs["account"]) },
      body: this.body(inputs),
      idempotencyKey: newIdempotencyKey(),
    });
    const { id } = body.resource;
    return {
      id,
      outputs: {},
      pending: [{ what: `the project ${this.describe(inputs)} to be created`, operation: body.id }],
      ...(inputs["roles"] === undefined ? {} : { next: () => this.writeRoles(id, inputs) }),
    };
  }

  async update(found: Found, changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    const body = this.body(changes);
    if (Object.keys(body).length > 0) {
      const answer = await this.realm.wire.call(operations.updateProject, {
        params: this.params(found),
        body,
        ifMatch: found.revision,
      });
      await this.remember(answer.body);
    }
    if (!("roles" in changes)) return { id: found.id, outputs: {} };
    return this.writeRoles(found.id, { ...wanted, account: found.inputs["account"], roles: changes["roles"] ?? [] });
  }

  /** Rule csp/O5: the portal refuses while anything is in the project. */
  async remove(found: Found): Promise<Removed> {
    const body = await this.requestDeletion(found);
    this.realm.projects.drop(found.id);
    const clientId = text(found.inputs["account"]);
    const client = (await this.realm.may("show_clients")) ? await this.realm.clients.withId(clientId) : undefined;
    return {
      ...(body === undefined
        ? {}
        : { pending: [{ what: `the project ${this.describe(found.inputs)} to be deleted`, operation: body.id }] }),
      note:
        `deleted. Its sub-service stays until the portal's provider removes it on a ticket that names the customer ${client?.name ?? clientId}, ` +
        `the project id ${found.id} and the project name ${text(found.inputs["name"])} ${O6.mark}`,
    };
  }

  protected override async outputs(wire: WireProject): Promise<Record<string, unknown>> {
    return { subservice: wire.subserviceId ?? undefined };
  }

  protected override async listed(): Promise<{ readonly wires: readonly WireProject[]; readonly unseen?: string }> {
    const { wires, unseen } = await super.listed();
    const roles = await seenOf(() => this.realm.projectRoles.all());
    this.seesRoles = roles.unseen === undefined;
    const blind = this.seesRoles ? undefined : `the roles on projects (${roles.unseen})`;
    return { wires, ...together(unseen, blind) };
  }

  protected override asDeclared(wire: WireProject): DeclaredInputs {
    return { ...super.asDeclared(wire), ...(this.seesRoles ? { roles: [] } : {}) };
  }

  protected override deletionOf(wire: WireProject): Pending | undefined {
    if (wire.status !== "deleting") return undefined;
    return { what: `the project ${wire.name} to be deleted` };
  }

  protected override undeclarable({ status }: WireProject): string | undefined {
    return status === "failed" ? "could not be created by the portal: delete it there" : undefined;
  }

  protected override async found(wire: WireProject, declared: DeclaredInputs): Promise<Found> {
    const alone = await super.found(wire, declared);
    const found =
      declared["roles"] === undefined
        ? alone
        : { ...alone, inputs: { ...alone.inputs, roles: await this.rolesOf(wire.id) } };
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

  protected override async refreshed(wire: WireProject, declared: DeclaredInputs): Promise<void> {
    if (declared["roles"] !== undefined) await this.refreshRoles(wire.id);
  }

  private async rolesOf(projectId: string): Promise<UserRoles[]> {
    const assignments = await this.realm.projectRoles.inGroup(projectId);
    return assignments.map(({ userId, roles }) => ({ user: userId, roles: [...roles].sort() }));
  }

  private async refreshRoles(projectId: string): Promise<void> {
    const query = { "filter[projectId]": projectId };
    const now = await this.realm.wire.list(operations.listProjectRoles, { query });
    for (const { userId } of await this.realm.projectRoles.inGroup(projectId))
      this.realm.projectRoles.drop(`${projectId}/${userId}`);
    for (const assignment of now) this.realm.projectRoles.put(assignment);
  }

  /** Makes the roles on the project exactly the declared ones; the portal takes seconds for each. */
  private async writeRoles(projectId: string, inputs: DeclaredInputs): Promise<Written> {
    const clientId = text(inputs["account"]);
    const wanted = new Map(
      (inputs["roles"] as readonly UserRoles[]).map(({ user, roles }) => [user, [...roles].sort()]),
    );
    await this.refreshRoles(projectId);
    const present = new Map((await this.rolesOf(projectId)).map(({ user, roles }) => [user, roles]));
    const pending: Pending[] = [];
    for (const [userId, roles] of wanted) {
      if (isDeepStrictEqual(present.get(userId), roles)) continue;
      const { body } = await this.realm.wire.call(operations.setProjectRoles, {
        params: { clientId, projectId, userId },
        body: { roles },
      });
      pending.push({ what: `the roles of ${userId} on the project ${this.describe(inputs)}`, operation: body.id });
    }
    for (const userId of present.keys()) {
      if (wanted.has(userId)) continue;
      await this.realm.wire.call(operations.deleteProjectRoles, { params: { clientId, projectId, userId } });
      this.realm.projectRoles.drop(`${projectId}/${userId}`);
    }
    return {
      id: projectId,
      outputs: {},
      pending,
      next: async () => {
        for (const [userId, roles] of wanted) this.realm.projectRoles.put({ clientId, projectId, userId, roles });
        return { id: projectId, outputs: {} };
      },
    };
  }

  private async requestDeletion(found: Found): Promise<{ readonly id: string } | undefined> {
    try {
      const { body } = await this.realm.wire.call(operations.deleteProject, {
        params: this.params(found),
        ifMatch: found.revision,
      });
      return body;
    } catch (error) {
      if (!(error instanceof PortalRefusal) || error.code !== "not_empty") throw error;
      const left = await this.contents(found.id);
      throw new PortalRefusal(
        `the project ${this.describe(found.inputs)} can't be deleted while anything is in it${left === "" ? "" : `: ${left}`}. Delete that at the ` +
          `cloud itself first, where its data would be lost; this tool never does ${O5.mark}. ${error.message}`,
      );
    }
  }

  /** What is in a project, as its quotas count it. */
  private async contents(projectId: string): Promise<string> {
    if (!(await this.realm.may("show_project_quota"))) return "";
    const quotas = await this.realm.wire.list(operations.listProjectQuotas, {
      query: { "filter[projectId]": projectId },
    });
    return quotas
      .filter((quota) => quota.projectId === projectId)
      .flatMap(({ region, used }) =>
        QUOTA_NUMBERS.filter((name) => used[name] > 0).map((name) => `${used[name]} ${name} in ${region}`),
      )
      .join(", ");
  }

  /** Roles that don't exist, and roles for people who can't have any. */
  private async roleFindings({ account, roles }: DeclaredInputs, planned: PlannedInputs): Promise<Finding[]> {
    if (!Array.isArray(roles) || roles.length === 0) return [];
    const findings: Finding[] = [];
    const known = await this.realm.roles();
    const given = new Set(
      (roles as readonly unknown[]).flatMap((entry) => knownWords((entry as UserRoles | undefined)?.roles)),
    );
    for (const role of [...given].filter((name) => !known.includes(name))) {
      const near = nearest(role, known);
      const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `there are ${known.join(", ")}`;
      findings.push({
        property: "roles",
        reason: `has the role ${JSON.stringify(role)}, which the portal doesn't know; ${hint}`,
      });
    }
    const named = (roles as readonly unknown[]).map((entry) => (entry as UserRoles | undefined)?.user);
    for (const user of knownWords(named)) {
      const declared = planned.of("User", user);
      const found = declared === undefined ? await this.realm.users.withId(user) : undefined;
      const owner = declared === undefined ? (found?.clientId ?? undefined) : declared["account"];
      if (declared === undefined && found === undefined)
        findings.push({
          property: "roles",
          reason: `names the user ${JSON.stringify(user)}, which is not the id of a user that the token can see: give the User resource, or its id`,
        });
      else if (typeof owner === "string" && (await isOfAnother(this.realm, owner, account, planned)))
        findings.push({ property: "roles", reason: `names the user ${user}, who belongs to another account` });
    }
    return findings;
  }
}
