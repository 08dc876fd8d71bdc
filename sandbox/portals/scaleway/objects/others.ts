import { randomUUID } from "node:crypto";
import { requireFree } from "../../refusal";
import { isExpired } from "../caller";
import {
  type AnyCall,
  type CallOn,
  choiceOf,
  chosenTimeText,
  filterOf,
  filtersOf,
  flagOf,
  type Handlers,
  momentIn,
  srnOf,
  timeText,
} from "../call";
import { limitOf, placesOf, QUOTA, type QuotumFacts, requireRoom } from "../limits";
import { listedOf, organizationOf, ownOf, requireRight, requireUnlocked, type Right } from "../organizationScope";
import { alreadyExists, argument, invalid, notFound, ScalewayProblem } from "../problem";
import type { ApiKeyRecord, ApplicationRecord, ProjectRecord } from "../records";
import { APPLICATIONS, changedNamed, namedFields, namedIn, namedOf, newNamed, organizationForNew } from "./named";

function applicationFields({ realm }: AnyCall, application: ApplicationRecord): Record<string, unknown> {
  const keys = realm.apiKeys.count("bearer", application.id);
  return { ...namedFields("applications", application), nb_api_keys: keys };
}

function applicationOf(call: CallOn<"applicationId">, right: Right): ApplicationRecord {
  return namedOf(call, APPLICATIONS, call.parameters.applicationId, right);
}

function requireFreeProjectName(call: AnyCall, organizationId: string, name: string, exceptId?: string): void {
  const all = [...call.realm.projects.find("organization", organizationId)];
  const holders = all.filter((other) => other.name === name);
  requireFree(holders, alreadyExists("project", "name"), exceptId);
}

function keyFields(key: ApiKeyRecord, secret: string | null = null): Record<string, unknown> {
  return {
    access_key: key.id,
    created_at: timeText(key.createdAt),
    creation_ip: "127.0.0.1",
    default_project_id: key.defaultProjectId,
    deletable: true,
    description: key.description,
    editable: true,
    expires_at: key.expiresAt === null ? null : chosenTimeText(key.expiresAt),
    managed: false,
    secret_key: secret,
    srn: srnOf("api-keys", key.id),
    updated_at: timeText(key.updatedAt),
    ...(key.userId === null ? {} : { user_id: key.userId }),
    ...(key.applicationId === null ? {} : { application_id: key.applicationId }),
  };
}

function keyOf(call: CallOn<"accessKey">, right: Right): ApiKeyRecord {
  return ownOf(call, "access_key", call.realm.apiKeys, call.parameters.accessKey, right);
}

function expiryIn(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : momentIn(text, "expires_at");
}

/** The answer to a change has no qualification; a look has one, which says nothing where nobody has qualified the project. */
function projectFields(project: ProjectRecord, isChanged = false): Record<string, unknown> {
  return {
    created_at: timeText(project.createdAt),
    description: project.description,
    id: project.id,
    name: project.name,
    organization_id: project.organizationId,
    qualification: isChanged ? null : { architecture_type: "unknown_architecture_type" },
    srn: srnOf("projects", project.id, "account"),
    status: "active",
    updated_at: timeText(project.updatedAt),
  };
}

function projectOf(call: CallOn<"projectId">, right: Right): ProjectRecord {
  return ownOf(call, "project_id", call.realm.projects, call.parameters.projectId, right);
}

function quotumFields(call: AnyCall, facts: QuotumFacts): Record<string, unknown> {
  const limit = limitOf(call.realm.organizations.get(call.caller.organization.id), facts);
  const amount = limit === null ? { unlimited: true } : { limit };
  return {
    description: "",
    limits: placesOf(facts).map((place) => ({ ...place, ...amount })),
    locality_type: facts.locality,
    name: facts.name,
    pretty_name: facts.name.replaceAll("_", " "),
    srn: srnOf("quota", facts.name),
    unit: "",
  };
}

export const otherHandlers = {
  *listQuota(call) {
    requireRight(call, "quotum", "read");
    organizationOf(call, call.query.get("organization_id"), "quotum");
    const names = filtersOf(call, "quotum_names");
    for (const [place, facts] of QUOTA.entries())
      if (names === undefined || names.includes(facts.name))
        yield { sequence: place, fields: quotumFields(call, facts) };
  },

  getQuotum(call) {
    requireRight(call, "quotum", "read");
    organizationOf(call, call.query.get("organization_id"), "quotum");
    const { quotumName } = call.parameters;
    const facts = QUOTA.find(({ name }) => name === quotumName);
    if (facts === undefined) throw notFound("quotum", quotumName);
    return quotumFields(call, facts);
  },

  *listApplications(call) {
    const listed = namedIn(call, APPLICATIONS);
    if (flagOf(call, "editable") === false) return;
    for (const application of listed)
      yield { sequence: application.sequence, fields: applicationFields(call, application) };
  },

  createApplication(call) {
    const organizationId = organizationForNew(call, "application", call.body.organization_id);
    const draft = newNamed(call, APPLICATIONS, organizationId, call.body);
    return applicationFields(call, call.realm.applications.insert(draft));
  },

  getApplication: (call) => applicationFields(call, applicationOf(call, "read")),

  updateApplication(call) {
    const changed = changedNamed(call, APPLICATIONS, applicationOf(call, "write"), call.body);
    return applicationFields(call, call.realm.applications.replace(changed));
  },

  deleteApplication: (call) => call.realm.removeApplication(applicationOf(call, "write").id),

  *listApiKeys(call) {
    const listed = listedOf(call, "access_key", call.realm.apiKeys);
    const bearer = filterOf(call, "bearer_id") ?? filterOf(call, "application_id") ?? filterOf(call, "user_id");
    const [keys, one] = [filtersOf(call, "access_keys"), filterOf(call, "access_key")];
    const [type, description] = [choiceOf(call, "bearer_type"), filterOf(call, "description")];
    const [expired, editable] = [flagOf(call, "expired"), flagOf(call, "editable")];
    for (const key of listed)
      if (
        (bearer === undefined || [key.userId, key.applicationId].includes(bearer)) &&
        (keys === undefined || keys.includes(key.id)) &&
        (one === undefined || one === key.id) &&
        (type === undefined || type === (key.userId === null ? "application" : "user")) &&
        (description === undefined || key.description.includes(description)) &&
        (expired === undefined || expired === isExpired(key, call.now)) &&
        editable !== false
      )
        yield { sequence: key.sequence, fields: keyFields(key) };
  },

  createApiKey(call) {
    requireRight(call, "access_key", "write");
    requireUnlocked(call);
    const { body, realm, caller, now } = call;
    const { user_id: user, application_id: application } = body;
    if ((user === undefined) === (application === undefined))
      throw invalid(argument("bearer", user === undefined ? "required" : "constraint", "give one bearer"));
    const organizationId = caller.organization.id;
    const bearer = user === undefined ? realm.applications.get(application ?? "") : realm.users.get(user);
    if (bearer?.organizationId !== organizationId)
      throw notFound(user === undefined ? "application" : "user", user ?? application ?? "");
    requireRoom(realm.apiKeys, "iam_api_keys", call.caller.organization);
    const { record, secret } = realm.addApiKey(
      {
        organizationId,
        userId: user ?? null,
        applicationId: application ?? null,
        description: body.description ?? "",
        defaultProjectId: body.default_project_id ?? organizationId,
        expiresAt: expiryIn(body.expires_at),
      },
      now,
      { chosen: call.ids },
    );
    return keyFields(record, secret);
  },

  getApiKey: (call) => keyFields(keyOf(call, "read")),

  updateApiKey(call) {
    const key = keyOf(call, "write");
    const { description, default_project_id, expires_at } = call.body;
    return keyFields(
      call.realm.apiKeys.replace({
        ...key,
        description: description ?? key.description,
        defaultProjectId: default_project_id ?? key.defaultProjectId,
        expiresAt: expires_at === undefined ? key.expiresAt : expiryIn(expires_at),
        updatedAt: call.now,
      }),
    );
  },

  deleteApiKey: (call) => call.realm.apiKeys.remove(keyOf(call, "write").id),

  *listProjects(call) {
    const listed = listedOf(call, "project_id", call.realm.projects);
    const [name, ids] = [filterOf(call, "name"), filtersOf(call, "project_ids")];
    for (const project of listed)
      if ((name === undefined || project.name === name) && (ids === undefined || ids.includes(project.id)))
        yield { sequence: project.sequence, fields: projectFields(project) };
  },

  createProject(call) {
    const { body, realm, now } = call;
    const organizationId = organizationForNew(call, "project_id", body.organization_id);
    requireFreeProjectName(call, organizationId, body.name);
    const { name, description = "" } = body;
    return projectFields(
      realm.projects.insert({
        id: call.ids?.id ?? randomUUID(),
        organizationId,
        name,
        description,
        createdAt: now,
        updatedAt: now,
      }),
      true,
    );
  },

  getProject: (call) => projectFields(projectOf(call, "read")),

  updateProject(call) {
    const project = projectOf(call, "write");
    const { name = project.name, description = project.description } = call.body;
    requireFreeProjectName(call, project.organizationId, name, project.id);
    return projectFields(call.realm.projects.replace({ ...project, name, description, updatedAt: call.now }), true);
  },

  deleteProject(call) {
    const project = projectOf(call, "write");
    if (project.id === project.organizationId)
      throw new ScalewayProblem("precondition_failed", {
        precondition: "protected_resource",
        help_message: "the default project stays with its organization",
      });
    if (call.realm.sshKeys.count("project", project.id) > 0)
      throw new ScalewayProblem("precondition_failed", {
        precondition: "resource_still_in_use",
        help_message: "the project has SSH keys",
      });
    call.realm.projects.remove(project.id);
  },
} satisfies Partial<Handlers>;
