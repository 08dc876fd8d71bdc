import type { Declared, InputsAt, OutputsOfKind, Values } from "../../../model/declared";
import type { Found, KindDriver, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, listed as named, nameWithin, text } from "../../../model/words";
import type { RequestOf } from "../../wire";
import type { Cloud } from "../client";
import { contentsOf } from "../contents";
import { operations } from "../contract";
import { wireFields } from "../../listed";
import { refuseUnlessConfirmed } from "../../confirmed";
import { domainObjects, listingOf, lockedField, refuseOther, refuseStale, tagsField } from "../driver";
import type { fields } from "../fields";
import type { WireProject } from "../reading";
import { P5, P6 } from "../rules/projects";
import {
  canonicalRoles,
  effectiveOnProject,
  refreshRolesOnProject,
  rolesOnProject,
  writeRolesOnProject,
} from "./projectRoles";

type Inputs = InputsAt<typeof fields, "Project">;
type Outputs = OutputsOfKind<"Project">;
type Body = RequestOf<typeof operations.updateProject>["project"];
type Projects = ReturnType<typeof projectsOf>;

/** Project = project of a domain. */
export function projectDriver(cloud: Cloud): KindDriver<Inputs, Outputs> {
  const projects = projectsOf(cloud);
  return {
    ...projects,
    describe,
    canonical: (inputs) => canonical(cloud, inputs),
    everything: (whole = false) =>
      listingOf(cloud, "Project", cloud.projects, async (wire) => {
        const roles = await rolesOnProject(cloud, wire.id, whole ? "users and groups" : "users");
        const found = await projects.found(wire, { ...projects.read(wire), roles });
        return { ...found, inputs: { ...found.inputs, roles } };
      }),
    create: (inputs) => createProject(cloud, projects, inputs),
    update: (found, changes) => updateProject(cloud, projects, found, changes),
    remove: (found, state) => removeProject(cloud, found, state),
  };
}

function projectsOf(cloud: Cloud) {
  const { plain, emptiable } = wireFields<WireProject, Body>();
  return domainObjects<Inputs, Outputs, WireProject, Body>(cloud, {
    list: cloud.projects,
    fields: {
      account: { read: ({ domain_id: domain }) => domain ?? undefined },
      name: plain("name"),
      description: emptiable("description"),
      // Of a project that is in no other one this is its domain.
      parent: {
        read: ({ parent_id: parent, domain_id: domain }) => (parent === domain ? undefined : (parent ?? undefined)),
      },
      tags: tagsField,
      locked: lockedField,
    },
    keyOf: ({ name }, domain) => keyOf(domain, text(name)),
    refresh: async ({ id }, { roles }) => {
      if (roles !== undefined) await refreshRolesOnProject(cloud, id);
    },
    beside: async ({ id }, { roles }) =>
      roles === undefined ? {} : { inputs: { roles: (await rolesOnProject(cloud, id)) ?? [] } },
    outputs: async ({ id }, { roles }) => ({
      effectiveRoles: roles === undefined ? undefined : await effectiveOnProject(cloud, id),
    }),
    fetch: async (projectId, domain) => {
      const { body } = await cloud.within(domain).call(operations.getProject, { params: { projectId } });
      return { body: body.project };
    },
  });
}

function describe({ name, account }: Declared<Inputs>): string {
  return nameWithin(name, account);
}

/** Groups by their ids; what isn't known (yet) stays as it is. */
async function canonical(cloud: Cloud, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const { account, roles } = inputs;
  if (typeof account !== "string" || roles === undefined) return inputs;
  return { ...inputs, roles: await canonicalRoles(cloud, roles, account) };
}

async function createProject(cloud: Cloud, projects: Projects, inputs: Inputs): Promise<Written<Outputs>> {
  const { account, name, description, tags, locked, parent, roles } = inputs;
  const given = Object.fromEntries(
    Object.entries({ description, tags, locked }).filter(([, value]) => value !== undefined),
  );
  const { body } = await cloud.within(account).call(operations.createProject, {
    body: {
      project: {
        ...projects.body(given),
        name,
        domain_id: account,
        ...(parent === undefined ? {} : { parent_id: parent }),
      },
    },
  });
  const { id } = body.project;
  return {
    id,
    outputs: {},
    next: async () => {
      await cloud.projects.putIfLoaded(body.project);
      const effectiveRoles = roles === undefined ? undefined : await writeRolesOnProject(cloud, id, roles, []);
      return { id, outputs: { effectiveRoles } };
    },
  };
}

async function updateProject(
  cloud: Cloud,
  projects: Projects,
  { id, inputs }: Found<Inputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  await updateFields(cloud, projects, id, inputs, changes);
  if (!("roles" in changes)) return { id, outputs: {} };
  const effectiveRoles = await writeRolesOnProject(cloud, id, changes.roles ?? [], inputs.roles ?? []);
  return { id, outputs: { effectiveRoles } };
}

async function updateFields(
  cloud: Cloud,
  projects: Projects,
  id: string,
  inputs: Values<Inputs>,
  changes: Values<Inputs>,
): Promise<void> {
  const body = projects.body(changes);
  if (Object.keys(body).length === 0) return;
  const domain = cloud.within(text(inputs.account));
  const params = { projectId: id };
  const now = (await domain.call(operations.getProject, { params })).body.project;
  refuseStale(await cloud.projects.withId(id), now, body);
  const { project } = (await domain.call(operations.updateProject, { params, body: { project: body } })).body;
  await cloud.projects.putIfLoaded(project);
  refuseOther(body, project);
}

/** Rule openstack/P5: the portal would delete it whatever is in it, and leave that without an owner. */
async function removeProject(cloud: Cloud, { id, inputs }: Found<Inputs>, state: Values<Inputs>): Promise<Removed> {
  await cloud.projects.load("fresh");
  const all = await cloud.projects.all();
  const children = all.filter(({ parent_id: parent }) => parent === id);
  if (children.length > 0)
    throw new PortalRefusal(
      `the project ${describe(inputs)} can't be deleted while there are projects in it: ${named(children.map((child) => `${child.name} (${child.id})`))}. Delete these first ${P5.mark}`,
    );
  const { left, unseen } = await contentsOf(
    cloud,
    all.filter((project) => project.id === id),
  );
  if (left.length > 0)
    throw new PortalRefusal(
      `the project ${describe(inputs)} can't be deleted while anything is in it: ${left.join(", ")}. It would stay without an owner: delete it first, this tool doesn't ${P5.mark}`,
    );
  if (unseen.length > 0)
    refuseUnlessConfirmed(
      [
        P6.broken(
          "",
          `whether anything is left in the project ${describe(inputs)} can't be told: ${unseen.join("; ")}`,
        ),
      ],
      state,
    );
  await cloud.within(text(inputs.account)).call(operations.deleteProject, { params: { projectId: id } });
  cloud.projects.drop(id);
  cloud.assignments.forget();
  return {};
}
