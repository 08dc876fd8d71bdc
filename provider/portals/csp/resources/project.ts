import { type Declared, type InputsAt, known, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Pending, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { nameWithin, text } from "../../../model/words";
import { wireFields } from "../../listed";
import { seenOf, together } from "../../listing";
import { orAbsent, type RequestOf } from "../../wire";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { operations, QUOTA_NUMBERS } from "../contract";
import { accountFindings, cspObjects, type CspParts, inList, quotaProfileFindings, type Seen } from "../driver";
import type { fields } from "../fields";
import type { WireProject } from "../reading";
import { O5, O6 } from "../rules/projects";
import { accountIsSeen } from "../visibility";
import { refreshRoles, roleFindings, rolesOf, writeRoles } from "./projectRoles";

type Inputs = InputsAt<typeof fields, "Project">;
type Outputs = OutputsOfKind<"Project">;
type Body = RequestOf<typeof operations.createProject>;
type Projects = CspParts<Inputs, Outputs, WireProject, Body>;

/** Project = OpenStack project of a client (manual §5). */
export function projectDriver(client: CspClient): KindDriver<Inputs, Outputs> {
  const projects = projectsOf(client);
  return {
    ...projects,
    describe,
    verify: async (inputs, { planned }) => [
      ...(await accountFindings(client, inputs, planned)),
      ...(await quotaProfileFindings(client, "quotaProfile", inputs.quotaProfile, inputs.account, planned)),
      ...(await roleFindings(client, inputs, planned)),
    ],
    create: (inputs) => createProject(client, projects, inputs),
    update: (found, changes, wanted) => updateProject(client, projects, found, changes, wanted),
    remove: (found) => removeProject(client, found),
  };
}

function projectsOf(client: CspClient): Projects {
  const { plain, readOnly } = wireFields<WireProject, Body>();
  return cspObjects<Inputs, Outputs, WireProject, Body>(client, {
    kind: "Project",
    visibility: { section: "OpenStack", canary: accountIsSeen },
    fields: {
      account: readOnly("clientId"),
      name: plain("name"),
      description: plain("description"),
      quotaProfile: plain("quotaProfileId"),
    },
    idOf: ({ id }) => id,
    keyOf: ({ account, name }) => keyOf(text(account), text(name)),
    listOf: () => client.projects,
    groupOf: ({ account }) => known(account),
    fetch: (id, { account }) => fetchProject(client, text(account), id),
    async search({ account, name }) {
      const call = { params: { clientId: text(account) }, query: { "filter[name]": text(name) } };
      const named = await client.wire.list(operations.listClientProjects, call);
      return named.find((project) => project.name === name);
    },
    async refresh({ id }, { roles }) {
      if (roles !== undefined) await refreshRoles(client, id);
    },
    beside: async (wire, { roles }) => ({
      ...(roles === undefined ? {} : { inputs: { roles: await rolesOf(client, wire.id) } }),
      ...(wire.status === "creating" ? { pending: creationOf(client, wire) } : {}),
    }),
    outputs: ({ subserviceId }) => ({ subservice: subserviceId ?? undefined }),
    seen: () => seenProjects(client),
    inListing: ({ status, name }) => ({
      ...(status === "failed" ? { undeclarable: "could not be created by the portal: delete it there" } : {}),
      ...(status === "deleting" ? { deleting: { what: `the project ${name} to be deleted` } } : {}),
    }),
  });
}

function describe({ account, name }: Declared<Inputs>): string {
  return nameWithin(name, account);
}

function fetchProject(client: CspClient, clientId: string, projectId: string): Promise<WireProject | undefined> {
  return orAbsent(client.wire.call(operations.getProject, { params: { clientId, projectId } }));
}

/** Roles stand in a list of their own, which takes a right of its own. */
async function seenProjects(client: CspClient): Promise<Seen<Inputs, WireProject>> {
  const { wires, unseen } = await inList(client.projects);
  const roles = await seenOf(() => client.projectRoles.all());
  if (roles.unseen === undefined) return { wires, ...together(unseen), lookedUp: { roles: [] } };
  return { wires, ...together(unseen, `the roles on projects (${roles.unseen})`) };
}

function creationOf(client: CspClient, { id, clientId, name }: WireProject): Pending {
  return {
    what: `the project ${nameWithin(name, clientId)} to be created`,
    finished: async () => {
      const project = await fetchProject(client, clientId, id);
      if (project?.status === "failed")
        throw new PortalRefusal("the portal could not create the project; delete it at the portal and run again");
      return project?.status === "active";
    },
  };
}

async function createProject(client: CspClient, projects: Projects, inputs: Inputs): Promise<Written<Outputs>> {
  const { account, name, roles } = inputs;
  const { body } = await client.wire.call(operations.createProject, {
    params: { clientId: account },
    body: { ...projects.body(inputs), name },
    idempotencyKey: newIdempotencyKey(),
  });
  const { id } = body.resource;
  return {
    id,
    outputs: {},
    pending: [{ what: `the project ${describe(inputs)} to be created`, operation: body.id, sort: "project created" }],
    ...(roles === undefined ? {} : { next: () => writeRoles(client, { id, account, name }, roles) }),
  };
}

async function updateProject(
  client: CspClient,
  projects: Projects,
  { id, inputs, revision }: Found<Inputs>,
  changes: Values<Inputs>,
  { name }: Inputs,
): Promise<Written<Outputs>> {
  const account = text(inputs.account);
  const body = projects.body(changes);
  if (Object.keys(body).length > 0) {
    const call = { params: { clientId: account, projectId: id }, body, ifMatch: revision };
    const answer = await client.wire.call(operations.updateProject, call);
    await projects.remember(answer.body);
  }
  if (!("roles" in changes)) return { id, outputs: {} };
  return writeRoles(client, { id, account, name }, changes.roles ?? []);
}

/** Rule csp/O5: the portal refuses while anything is in the project. */
async function removeProject(client: CspClient, found: Found<Inputs>): Promise<Removed> {
  const { id, inputs } = found;
  const operation = await requestDeletion(client, found);
  client.projects.drop(id);
  const clientId = text(inputs.account);
  const account = (await client.may("show_clients")) ? await client.clients.withId(clientId) : undefined;
  return {
    ...(operation === undefined
      ? {}
      : {
          pending: [
            { what: `the project ${describe(inputs)} to be deleted`, operation: operation.id, sort: "project deleted" },
          ],
        }),
    note:
      `deleted. Its sub-service stays until the portal's provider removes it on a ticket that names the customer ${account?.name ?? clientId}, ` +
      `the project id ${id} and the project name ${text(inputs.name)} ${O6.mark}`,
  };
}

/** The work that deletes it; undefined where that is done. */
async function requestDeletion(
  client: CspClient,
  { id, inputs, revision }: Found<Inputs>,
): Promise<{ readonly id: string } | undefined> {
  try {
    const { body } = await client.wire.call(operations.deleteProject, {
      params: { clientId: text(inputs.account), projectId: id },
      ifMatch: revision,
    });
    return body;
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.code !== "not_empty") throw error;
    const left = await contentsOf(client, id);
    throw new PortalRefusal(
      `the project ${describe(inputs)} can't be deleted while anything is in it${left === "" ? "" : `: ${left}`}. Delete these ` +
        `objects and their data in the cloud first; this tool doesn't delete them ${O5.mark}. ${error.message}`,
    );
  }
}

/** What is in a project, as its quotas count it. */
async function contentsOf(client: CspClient, projectId: string): Promise<string> {
  if (!(await client.may("show_project_quota"))) return "";
  const query = { "filter[projectId]": projectId };
  const quotas = await client.wire.list(operations.listProjectQuotas, { query });
  return quotas
    .filter((quota) => quota.projectId === projectId)
    .flatMap(({ region, used }) =>
      QUOTA_NUMBERS.filter((name) => used[name] > 0).map((name) => `${used[name]} ${name} in ${region}`),
    )
    .join(", ");
}
