import { TREE_DEPTH } from "../../../../provider/portals/openstack/contract";
import { compositeKey } from "../../../store/collection";
import { type AnyCall, callerOf, filterOf, flagOf, type Handlers, identityUrl, rowsOf } from "../call";
import { permit, shownDomain } from "../policy";
import { conflict, notFound, OpenStackProblem, problem } from "../problem";
import { newId } from "../realm";
import type { ProjectRecord } from "../records";
import { changed, requireMutable, withOptions } from "./domains";

export const projectHandlers = {
  listProjects(call) {
    permit(call, "list_projects", "list");
    if (flagOf(call, "is_domain") === true) return domainsAsProjects(call);
    const own = shownDomain(call);
    const projects = [...call.realm.projects.values()].filter(
      (project) => (own === undefined || project.domainId === own) && isAdmitted(call, project),
    );
    return rowsOf(projects, (project) => projectFields(call, project));
  },

  createProject(call) {
    const { realm, body } = call;
    const { domain_id: asked, parent_id: above, options = {}, ...values } = body.project;
    const domainId = asked ?? callerOf(call).domainId ?? callerOf(call).user.domainId;
    permit(call, "create_project", "write", domainId);
    const domain = realm.domains.get(domainId);
    if (domain === undefined) throw problem(400, `Could not find domain: ${domainId}.`);
    const parentId = above ?? domainId;
    requireParent(call, domainId, parentId);
    const id = newId();
    if (realm.projects.first("name", compositeKey(domainId, values.name)) !== undefined)
      throw conflict(
        "project",
        `it is not permitted to have two projects with either the same name or same id in the same domain: name is ${values.name}, project id ${id}`,
      );
    const project = realm.projects.insert({
      id,
      domainId,
      parentId,
      description: "",
      enabled: true,
      tags: [],
      ...values,
      options: withOptions({}, options),
    });
    return { project: projectFields(call, project) };
  },

  getProject(call) {
    const { projectId } = call.parameters;
    const { realm } = call;
    const project = realm.projects.get(projectId);
    if (callerOf(call).projectId !== projectId)
      permit(call, "get_project", "read", project?.domainId ?? realm.domains.get(projectId)?.id);
    if (project === undefined && realm.domains.get(projectId) !== undefined)
      return { project: domainAsProject(call, projectId) };
    return { project: projectFields(call, projectOf(call, projectId)) };
  },

  updateProject(call) {
    const { realm, body, parameters } = call;
    permit(call, "update_project", "write", realm.projects.get(parameters.projectId)?.domainId);
    const project = projectOf(call, parameters.projectId);
    const changes = body.project;
    requireMutable("update", "project", project, changes);
    if (changes.name !== undefined && changes.name !== project.name) {
      const other = realm.projects.first("name", compositeKey(project.domainId, changes.name));
      // So do the real servers, which fail at the wording of their refusal.
      if (other !== undefined) throw new OpenStackProblem(500, "Internal Server Error");
    }
    const children = [...realm.projects.find("parent", project.id)];
    if (changes.enabled === false && children.some(({ enabled }) => enabled))
      throw problem(403, `Cannot disable project ${project.id} since its subtree contains enabled projects.`);
    return { project: { ...projectFields(call, realm.projects.replace(changed(project, changes))), extra: {} } };
  },

  deleteProject(call) {
    const { realm, parameters } = call;
    permit(call, "delete_project", "write", realm.projects.get(parameters.projectId)?.domainId);
    const project = projectOf(call, parameters.projectId);
    requireMutable("delete", "project", project);
    if (realm.projects.count("parent", project.id) > 0)
      throw problem(
        403,
        `Cannot delete the project ${project.id} since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a whole subtree.`,
      );
    realm.removeProject(project.id);
  },
} satisfies Partial<Handlers>;

export function projectFields(
  call: Pick<AnyCall, "baseUrl">,
  project: ProjectRecord,
): Readonly<Record<string, unknown>> {
  const { id, name, domainId, description, enabled, parentId, tags, options } = project;
  const links = { self: `${identityUrl(call)}/projects/${id}` };
  return {
    id,
    name,
    domain_id: domainId,
    description,
    enabled,
    parent_id: parentId,
    is_domain: false,
    tags,
    options,
    links,
  };
}

/** @throws {OpenStackProblem} 404 */
export function projectOf({ realm }: AnyCall, id: string): ProjectRecord {
  const project = realm.projects.get(id);
  if (project === undefined) throw notFound("project", id);
  return project;
}

/** A domain is a project, too. */
function domainAsProject(call: AnyCall, id: string): Readonly<Record<string, unknown>> {
  const { name = "", description = null, enabled = true, tags = [], options = {} } = call.realm.domains.get(id) ?? {};
  const links = { self: `${identityUrl(call)}/projects/${id}` };
  return { id, name, domain_id: null, description, enabled, parent_id: null, is_domain: true, tags, options, links };
}

function domainsAsProjects(call: AnyCall) {
  const name = filterOf(call, "name");
  const domains = [...call.realm.domains.values()].filter((domain) => name === undefined || domain.name === name);
  return rowsOf(domains, ({ id }) => domainAsProject(call, id));
}

function isAdmitted(call: AnyCall, { domainId, name, parentId, enabled, tags }: ProjectRecord): boolean {
  const wanted = { domain_id: domainId, name, parent_id: parentId };
  const isNamed = Object.entries(wanted).every(([filter, value]) =>
    [undefined, value].includes(filterOf(call, filter)),
  );
  const tagged = (filter: string) => filterOf(call, filter)?.split(",");
  return (
    isNamed &&
    [undefined, enabled].includes(flagOf(call, "enabled")) &&
    (tagged("tags")?.every((tag) => tags.includes(tag)) ?? true) &&
    (tagged("tags-any")?.some((tag) => tags.includes(tag)) ?? true)
  );
}

/** @throws {OpenStackProblem} unless a project may be made there */
function requireParent({ realm }: AnyCall, domainId: string, parentId: string): void {
  const parent = realm.projects.get(parentId);
  if (parent === undefined && realm.domains.get(parentId) === undefined)
    throw problem(400, `Could not find project: ${parentId}.`);
  if (parent === undefined && parentId !== domainId)
    throw problem(
      400,
      `Cannot create project, the parent (${parentId}) is acting as a domain, but this project's domain id (${domainId}) does not match the parent's id.`,
    );
  if (parent !== undefined && parent.domainId !== domainId)
    throw problem(
      400,
      `Cannot create project, since it specifies its domain_id ${domainId}, but specifies a parent in a different domain (${parent.domainId}).`,
    );
  const above = [];
  for (let here = parent; here !== undefined; here = realm.projects.get(here.parentId)) above.push(here);
  if (above.length >= TREE_DEPTH) throw problem(403, `Max hierarchy depth reached for ${parentId} branch.`);
  const disabled =
    above.find(({ enabled }) => !enabled)?.id ?? (realm.domains.get(domainId)?.enabled === true ? undefined : domainId);
  if (disabled !== undefined)
    throw problem(400, `cannot create a project in a branch containing a disabled project: ${disabled}`);
}
