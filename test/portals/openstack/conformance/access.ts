import type { OperationName } from "../../../../provider/portals/openstack/contract";
import type { Asked, Talk } from "./talk";

const NOBODY = "ffffffffffffffffffffffffffffffff";

/** What there is for the conversation about access. */
export interface Ground {
  readonly domain: string;
  readonly project: string;
  readonly user: string;
  readonly group: string;
  readonly roles: Readonly<Record<string, string>>;
}

/** Grants of every sort, twice, and taken away twice. */
export async function grants(talk: Talk, { domain, project, user, group, roles }: Ground): Promise<void> {
  const { member = "", reader = "", admin = "" } = roles;
  const places: readonly [OperationName, OperationName, Record<string, string>][] = [
    ["grantOnDomain", "revokeOnDomain", { domainId: domain }],
    ["grantOnProject", "revokeOnProject", { projectId: project }],
    ["grantOnSystem", "revokeOnSystem", {}],
    ["grantBelowDomain", "revokeBelowDomain", { domainId: domain }],
    ["grantBelowProject", "revokeBelowProject", { projectId: project }],
  ];
  const actors = [
    { actors: "users", actorId: user },
    { actors: "groups", actorId: group },
  ];
  for (const [grant, , place] of places)
    for (const actor of actors) {
      await talk.ask("admin", grant, { params: { ...place, ...actor, roleId: member } });
      await talk.ask("admin", grant, { params: { ...place, ...actor, roleId: member } });
      await talk.ask("admin", grant, { params: { ...place, ...actor, roleId: NOBODY } });
      await talk.ask("admin", grant, { params: { ...place, ...actor, actorId: NOBODY, roleId: reader } });
    }
  await talk.ask("admin", "grantOnDomain", {
    params: { domainId: NOBODY, actors: "users", actorId: user, roleId: admin },
  });
  await talk.ask("admin", "grantOnProject", {
    params: { projectId: NOBODY, actors: "users", actorId: user, roleId: admin },
  });
  for (const query of [
    {},
    { include_names: "true" },
    { effective: "true" },
    { effective: "true", include_names: "true" },
    { "user.id": user },
    { "user.id": user, effective: "true" },
    { "group.id": group },
    { "role.id": member },
    { "role.id": reader, effective: "true" },
    { "scope.domain.id": domain },
    { "scope.project.id": project },
    { "scope.project.id": project, effective: "true" },
    { "scope.system": "all" },
    { "scope.OS-INHERIT:inherited_to": "projects" },
    { "group.id": group, effective: "true" },
    { "scope.project.id": project, "scope.domain.id": domain },
  ] as Record<string, string>[])
    await talk.ask("admin", "listRoleAssignments", { query });
  await talk.ask("admin", "listProjectsOfUser", { params: { userId: user } });
  for (const [, revoke, place] of places)
    for (const actor of actors) {
      await talk.ask("admin", revoke, { params: { ...place, ...actor, roleId: member } });
      await talk.ask("admin", revoke, { params: { ...place, ...actor, roleId: member } });
    }
}

export async function roles(
  talk: Talk,
  { domain, project, user, roles: { admin = "", member = "", reader = "" } }: Ground,
): Promise<void> {
  const create = (role: object) => talk.ask("admin", "createRole", { body: { role } });
  const support = await talk.make("admin", "createRole", "role", "support", {
    body: { role: { name: "support", description: "x" } },
  });
  await create({ name: "support" });
  await create({ name: "r".repeat(256) });
  await create({});
  await create({ name: "lost", domain_id: NOBODY });
  const local = await talk.make("admin", "createRole", "role", "local", {
    body: { role: { name: "local", domain_id: domain } },
  });
  await create({ name: "local", domain_id: domain });
  await talk.ask("admin", "listRoles", { query: { domain_id: domain } });
  await talk.ask("admin", "listRoles", { query: { name: "support" } });
  await talk.walk("admin", "listRoles");
  await talk.ask("admin", "getRole", { params: { roleId: support } });
  await talk.ask("admin", "getRole", { params: { roleId: NOBODY } });
  const imply = (priorRoleId: string, impliedRoleId: string) =>
    talk.ask("admin", "createRoleInference", { params: { priorRoleId, impliedRoleId } });
  await imply(support, member);
  await imply(support, member);
  await imply(local, reader);
  await imply(support, admin);
  await imply(support, local);
  await imply(support, NOBODY);
  await imply(reader, support);
  await talk.ask("admin", "listRoleInferences");
  await talk.ask("admin", "deleteRoleInference", { params: { priorRoleId: reader, impliedRoleId: support } });
  await talk.ask("admin", "deleteRoleInference", { params: { priorRoleId: reader, impliedRoleId: support } });
  const params = { actors: "users", actorId: user, roleId: local };
  await talk.ask("admin", "grantOnProject", { params: { ...params, projectId: project } });
  await talk.ask("admin", "grantOnDomain", { params: { ...params, domainId: domain } });
  await talk.ask("admin", "grantOnDomain", { params: { ...params, domainId: "default" } });
  await talk.ask("admin", "grantBelowDomain", { params: { ...params, domainId: domain } });
  await talk.ask("admin", "grantOnSystem", { params });
  await talk.ask("admin", "listRoleAssignments", {
    query: { "user.id": user, effective: "true", include_names: "true" },
  });
  await talk.ask("admin", "listRoleAssignments", { query: { "user.id": user, include_names: "true" } });
  await talk.ask("admin", "deleteRole", { params: { roleId: reader } });
  await talk.ask("admin", "deleteRole", { params: { roleId: support } });
  await talk.ask("admin", "deleteRole", { params: { roleId: local } });
  await talk.ask("admin", "deleteRole", { params: { roleId: support } });
  await talk.ask("admin", "listRoleAssignments", { query: { "user.id": user } });
}

const PASSWORD = "a-long-password-1";

/** Somebody new, with roles on places, signed in. */
async function person(
  talk: Talk,
  name: string,
  domain: string,
  grant: [OperationName, Record<string, string>],
  scope?: object,
): Promise<string> {
  const id = await talk.make("admin", "createUser", "user", name, {
    body: { user: { name, domain_id: domain, password: PASSWORD } },
  });
  await talk.ask("admin", grant[0], { params: { ...grant[1], actors: "users", actorId: id } });
  await talk.signIn(name, { id, password: PASSWORD }, scope);
  return id;
}

/** Whose rights are tried. Those at the beginning say most. */
export const PEOPLE = ["dora", "sys", "mark", "adam", "paul", "pam", "rita", "bare", "system admin"] as const;

/** Who may do what: the same calls by all sorts of people. */
export async function policies(talk: Talk, ground: Ground, people: readonly string[]): Promise<void> {
  const { domain, project, roles: held } = ground;
  const onDomain = { domain: { id: domain } };
  const other = await talk.make("admin", "createDomain", "domain", "other", { body: { domain: { name: "Other" } } });
  const foreign = await talk.make("admin", "createUser", "user", "foreign", {
    body: { user: { name: "foreign", domain_id: other } },
  });
  const theirs = await talk.make("admin", "createProject", "project", "theirs", {
    body: { project: { name: "theirs", domain_id: other } },
  });
  const on = (role: string): [OperationName, Record<string, string>] => [
    "grantOnDomain",
    { domainId: domain, roleId: held[role] ?? "" },
  ];
  await person(talk, "dora", domain, on("manager"), onDomain);
  await person(talk, "adam", domain, on("admin"), onDomain);
  await person(talk, "mark", domain, on("member"), onDomain);
  await person(talk, "rita", domain, on("reader"), onDomain);
  await person(talk, "sys", domain, ["grantOnSystem", { roleId: held["reader"] ?? "" }], { system: { all: true } });
  await person(talk, "paul", domain, ["grantOnProject", { projectId: project, roleId: held["member"] ?? "" }], {
    project: { id: project },
  });
  await person(talk, "pam", domain, ["grantOnProject", { projectId: project, roleId: held["manager"] ?? "" }], {
    project: { id: project },
  });
  await talk.signIn("bare", { name: "dora", domain: { id: domain }, password: PASSWORD });
  for (const who of people)
    for (const [operation, asked] of callsOf(who, { ...ground, other, foreign, theirs }))
      await talk.ask(who, operation, asked);
}

type Places = Ground & { readonly other: string; readonly foreign: string; readonly theirs: string };

function callsOf(
  who: string,
  { domain, project, user, group, roles: held, other, foreign, theirs }: Places,
): [OperationName, Asked?][] {
  const role = (name: string) => held[name] ?? "";
  const grant = (roleId: string, place: object, actor: object = { actors: "users", actorId: user }): Asked => ({
    params: { ...place, ...actor, roleId } as Record<string, string>,
  });
  return [
    ["listDomains"],
    ["getDomain", { params: { domainId: domain } }],
    ["getDomain", { params: { domainId: other } }],
    ["getDomain", { params: { domainId: NOBODY } }],
    ["createDomain", { body: { domain: { name: `by ${who}` } } }],
    ["updateDomain", { params: { domainId: domain }, body: { domain: { description: who } } }],
    ["deleteDomain", { params: { domainId: NOBODY } }],
    ["listProjects"],
    ["listProjects", { query: { domain_id: other } }],
    ["getProject", { params: { projectId: project } }],
    ["getProject", { params: { projectId: theirs } }],
    ["getProject", { params: { projectId: NOBODY } }],
    ["createProject", { body: { project: { name: `by ${who}`, domain_id: domain } } }],
    ["createProject", { body: { project: { name: `by ${who}`, domain_id: other } } }],
    ["updateProject", { params: { projectId: project }, body: { project: { description: who } } }],
    ["updateProject", { params: { projectId: theirs }, body: { project: { description: who } } }],
    ["listUsers"],
    ["listUsers", { query: { domain_id: other } }],
    ["getUser", { params: { userId: user } }],
    ["getUser", { params: { userId: foreign } }],
    ["getUser", { params: { userId: NOBODY } }],
    ["createUser", { body: { user: { name: `by ${who}`, domain_id: domain } } }],
    ["createUser", { body: { user: { name: `by ${who}`, domain_id: other } } }],
    ["updateUser", { params: { userId: user }, body: { user: { description: who } } }],
    ["updateUser", { params: { userId: foreign }, body: { user: { description: who } } }],
    ["deleteUser", { params: { userId: NOBODY } }],
    ["listGroupsOfUser", { params: { userId: user } }],
    ["listGroupsOfUser", { params: { userId: foreign } }],
    ["listProjectsOfUser", { params: { userId: user } }],
    ["listGroups"],
    ["getGroup", { params: { groupId: group } }],
    ["getGroup", { params: { groupId: NOBODY } }],
    ["createGroup", { body: { group: { name: `by ${who}`, domain_id: domain } } }],
    ["createGroup", { body: { group: { name: `by ${who}`, domain_id: other } } }],
    ["updateGroup", { params: { groupId: group }, body: { group: { description: who } } }],
    ["listUsersOfGroup", { params: { groupId: group } }],
    ["addUserToGroup", { params: { groupId: group, userId: user } }],
    ["addUserToGroup", { params: { groupId: group, userId: foreign } }],
    ["removeUserFromGroup", { params: { groupId: group, userId: foreign } }],
    ["deleteGroup", { params: { groupId: NOBODY } }],
    ["listRoles"],
    ["getRole", { params: { roleId: role("member") } }],
    ["createRole", { body: { role: { name: `by ${who}` } } }],
    ["deleteRole", { params: { roleId: NOBODY } }],
    ["listRoleInferences"],
    ["createRoleInference", { params: { priorRoleId: role("member"), impliedRoleId: role("reader") } }],
    ["deleteRoleInference", { params: { priorRoleId: role("reader"), impliedRoleId: role("service") } }],
    ["listRoleAssignments"],
    ["listRoleAssignments", { query: { "scope.domain.id": domain } }],
    ["listRoleAssignments", { query: { "scope.domain.id": other } }],
    ["listRoleAssignments", { query: { "scope.project.id": project } }],
    ["listRoleAssignments", { query: { "user.id": user, effective: "true" } }],
    ["grantOnDomain", grant(role("reader"), { domainId: domain })],
    ["grantOnDomain", grant(role("manager"), { domainId: domain }, { actors: "groups", actorId: group })],
    ["grantOnDomain", grant(role("admin"), { domainId: domain })],
    ["grantOnDomain", grant(role("service"), { domainId: domain })],
    ["grantOnDomain", grant(role("reader"), { domainId: other })],
    ["grantOnDomain", grant(role("reader"), { domainId: domain }, { actors: "users", actorId: foreign })],
    ["grantOnProject", grant(role("member"), { projectId: project })],
    ["grantOnProject", grant(role("member"), { projectId: theirs })],
    ["grantBelowDomain", grant(role("member"), { domainId: domain })],
    ["grantBelowProject", grant(role("member"), { projectId: project })],
    ["grantOnSystem", grant(role("reader"), {})],
    ["revokeOnDomain", grant(role("reader"), { domainId: domain })],
    ["revokeOnDomain", grant(role("admin"), { domainId: domain })],
    ["revokeOnDomain", grant(role("reader"), { domainId: other })],
    ["revokeBelowDomain", grant(role("member"), { domainId: domain })],
    ["revokeBelowProject", grant(role("member"), { projectId: project })],
    ["revokeOnProject", grant(role("member"), { projectId: project })],
    ["revokeOnSystem", grant(role("reader"), {})],
    ["listRegions"],
    ["listServices"],
    ["listEndpoints"],
    ["listRegisteredLimits"],
    [
      "createRegisteredLimits",
      { body: { registered_limits: [{ service_id: NOBODY, resource_name: "x", default_limit: 1 }] } },
    ],
    ["deleteRegisteredLimit", { params: { registeredLimitId: NOBODY } }],
    ["listLimits"],
    [
      "createLimits",
      { body: { limits: [{ service_id: NOBODY, resource_name: "x", resource_limit: 1, domain_id: domain }] } },
    ],
    ["updateLimit", { params: { limitId: NOBODY }, body: { limit: { resource_limit: 2 } } }],
    ["deleteLimit", { params: { limitId: NOBODY } }],
    ["getLimitModel"],
    ["listOwnProjects"],
    ["listOwnDomains"],
    ["listOwnSystems"],
  ];
}
