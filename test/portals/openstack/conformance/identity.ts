import type { Talk } from "./talk";

const EXPLICIT = "0123456789abcdef0123456789abcdef";
const NOBODY = "ffffffffffffffffffffffffffffffff";

/** What there is from the beginning, and who may not even ask. */
export async function beginning(talk: Talk): Promise<void> {
  for (const operation of [
    "listDomains",
    "listProjects",
    "listUsers",
    "listGroups",
    "listRoles",
    "listRoleInferences",
    "listRoleAssignments",
    "listRegisteredLimits",
    "listLimits",
    "getLimitModel",
    "listOwnProjects",
    "listOwnDomains",
    "listOwnSystems",
  ] as const) {
    await talk.ask("nobody", operation);
    await talk.ask("admin", operation);
  }
  await talk.ask("admin", "listRegions", { query: { limit: "2" } });
  await talk.ask("admin", "listRegions");
  await talk.ask("admin", "listServices", { query: { type: "identity" } });
  const { services } = (await talk.ask("admin", "listServices", { query: { type: "network" } })) as {
    services: { id: string }[];
  };
  await talk.ask("admin", "listEndpoints", { query: { service_id: services[0]!.id, interface: "public" } });
  const queries: Record<string, string>[] = [
    { include_names: "true" },
    { effective: "true" },
    { effective: "true", include_names: "true" },
  ];
  for (const query of queries) await talk.ask("admin", "listRoleAssignments", { query });
}

/** The roles by name. */
export async function rolesOf(talk: Talk): Promise<Readonly<Record<string, string>>> {
  const { roles } = (await talk.ask("admin", "listRoles")) as { roles: { id: string; name: string }[] };
  return Object.fromEntries(roles.map(({ id, name }) => [name, talk.name(`role ${name}`, id)]));
}

export async function domains(talk: Talk): Promise<string> {
  const create = (domain: object, who = "admin") => talk.ask(who, "createDomain", { body: { domain } });
  const acme = await talk.make("admin", "createDomain", "domain", "acme", {
    body: {
      domain: { name: "  Acme  ", description: "A customer", tags: ["one", "two"], explicit_domain_id: EXPLICIT },
    },
  });
  await create({ name: "Acme" });
  await create({ name: "Other", explicit_domain_id: EXPLICIT });
  await create({ name: "acme!", explicit_domain_id: "x" });
  await create({});
  await create({ name: "" });
  await create({ name: "   " });
  await create({ name: "n".repeat(65) });
  await create({ name: "tags", tags: ["a,b"] });
  await create({ name: "tags", tags: ["a", "a"] });
  await create({ name: "tags", tags: Array.from({ length: 81 }, (_, index) => String(index)) });
  await create({ name: "tags", tags: ["t".repeat(256)] });
  await create({ name: "options", options: { wrong: true } });
  await create({ name: "options", options: { immutable: "yes" } });
  await talk.make("admin", "createDomain", "domain", "plain", {
    body: { domain: { name: "plain", description: null } },
  });
  const params = { domainId: acme };
  const change = (domain: object) => talk.ask("admin", "updateDomain", { params, body: { domain } });
  await talk.ask("admin", "getDomain", { params });
  await talk.ask("admin", "getDomain", { params: { domainId: NOBODY } });
  await talk.ask("admin", "updateDomain", { params: { domainId: NOBODY }, body: { domain: { name: "x" } } });
  await change({ name: "Acme & Co: a/b?" });
  await change({ name: "Default" });
  await change({ name: "Acme", description: null, tags: ["three"] });
  await change({ tags: [] });
  await change({ options: { immutable: true } });
  await change({ description: "locked" });
  await change({ options: { immutable: false }, description: "both" });
  await talk.ask("admin", "deleteDomain", { params });
  await change({ options: { immutable: null } });
  await talk.ask("admin", "deleteDomain", { params });
  await talk.ask("admin", "deleteDomain", { params: { domainId: NOBODY } });
  await talk.ask("admin", "listDomains", { query: { name: "Acme" } });
  await talk.ask("admin", "listDomains", { query: { enabled: "false" } });
  await talk.ask("admin", "listDomains", { query: { limit: "1" } });
  await talk.ask("admin", "listDomains", { query: { marker: NOBODY } });
  await talk.ask("admin", "listDomains", { query: { limit: "10", marker: NOBODY } });
  await talk.walk("admin", "listDomains");
  await talk.walk("admin", "listDomains", { name: "Acme" });
  return acme;
}

export async function projects(talk: Talk, domain: string): Promise<string> {
  const create = (project: object, who = "admin") => talk.ask(who, "createProject", { body: { project } });
  const make = (name: string, project: object) =>
    talk.make("admin", "createProject", "project", name, { body: { project: { name, ...project } } });
  const web = await make("web", { domain_id: domain, description: "Web", tags: ["blue"] });
  await create({ name: "web", domain_id: domain });
  await make("WEB", { domain_id: domain });
  await create({ name: "web", domain_id: NOBODY });
  await create({ name: "p".repeat(65), domain_id: domain });
  await create({ domain_id: domain });
  await create({ name: "orphan", domain_id: domain, parent_id: NOBODY });
  await create({ name: "foreign", domain_id: domain, parent_id: "default" });
  let parent = await make("level 3", { domain_id: domain, parent_id: web });
  const child = parent;
  parent = await make("level 4", { domain_id: domain, parent_id: parent });
  parent = await make("level 5", { domain_id: domain, parent_id: parent });
  parent = await make("level 6", { domain_id: domain, parent_id: parent });
  await create({ name: "level 7", domain_id: domain, parent_id: parent });
  const change = (projectId: string, project: object) =>
    talk.ask("admin", "updateProject", { params: { projectId }, body: { project } });
  await talk.ask("admin", "getProject", { params: { projectId: web } });
  await talk.ask("admin", "getProject", { params: { projectId: domain } });
  await talk.ask("admin", "getProject", { params: { projectId: NOBODY } });
  await change(web, { name: "web 2", description: null, tags: ["red", "green"] });
  await change(web, { name: "web" });
  await change(child, { name: "web" });
  await change(web, { enabled: false });
  await change(parent, { enabled: false });
  await change(parent, { enabled: true });
  await change(web, { options: { immutable: true } });
  await change(web, { name: "guarded" });
  await talk.ask("admin", "deleteProject", { params: { projectId: web } });
  await change(web, { options: { immutable: false } });
  await talk.ask("admin", "deleteProject", { params: { projectId: web } });
  await talk.walk("admin", "listProjects", { domain_id: domain });
  await talk.ask("admin", "listProjects", { query: { domain_id: domain, name: "web" } });
  await talk.ask("admin", "listProjects", { query: { parent_id: web } });
  await talk.ask("admin", "listProjects", { query: { is_domain: "true" } });
  await talk.ask("admin", "listProjects", { query: { "tags-any": "red,blue" } });
  await talk.ask("admin", "listProjects", { query: { tags: "red,green" } });
  await talk.ask("admin", "listProjects", { query: { enabled: "true" } });
  await talk.ask("admin", "deleteProject", { params: { projectId: parent } });
  await talk.ask("admin", "deleteProject", { params: { projectId: parent } });
  return web;
}

export async function users(talk: Talk, domain: string): Promise<string> {
  const create = (user: object) => talk.ask("admin", "createUser", { body: { user } });
  const ann = await talk.make("admin", "createUser", "user", "ann", {
    body: {
      user: { name: "ann", domain_id: domain, password: "secret-1", email: "ann@acme.example", description: "Ann" },
    },
  });
  await create({ name: "ann", domain_id: domain });
  await create({ name: "ann", domain_id: NOBODY });
  await create({ name: "u".repeat(256), domain_id: domain });
  await create({ domain_id: domain });
  await create({ name: "", domain_id: domain });
  await create({ name: "options", domain_id: domain, options: { nothing: true } });
  await create({ name: "options", domain_id: domain, options: { lock_password: "yes" } });
  await create({ name: "rules", domain_id: domain, options: { multi_factor_auth_rules: [["password", "totp"], []] } });
  await talk.make("admin", "createUser", "user", "Ann", { body: { user: { name: "Ann", domain_id: domain } } });
  await talk.make("admin", "createUser", "user", "rich", {
    body: {
      user: {
        name: "rich",
        domain_id: domain,
        enabled: false,
        options: {
          ignore_password_expiry: true,
          multi_factor_auth_enabled: true,
          multi_factor_auth_rules: [["password", "totp"]],
        },
      },
    },
  });
  const change = (user: object, userId = ann) =>
    talk.ask("admin", "updateUser", { params: { userId }, body: { user } });
  await talk.ask("admin", "getUser", { params: { userId: ann } });
  await talk.ask("admin", "getUser", { params: { userId: NOBODY } });
  await change({ name: "ann b", email: "ann.b@acme.example", description: null });
  await change({ email: null });
  await change({ name: "Ann" });
  await change({ options: { lock_password: true, ignore_password_expiry: true } });
  await talk.ask("nobody", "changePassword", {
    params: { userId: ann },
    body: { user: { original_password: "secret-1", password: "secret-2" } },
  });
  await change({ options: { lock_password: null } });
  await change({ options: { multi_factor_auth_rules: [["password", "other"]] } });
  await change({ options: { multi_factor_auth_rules: null, ignore_password_expiry: null } });
  await talk.ask("nobody", "changePassword", {
    params: { userId: ann },
    body: { user: { original_password: "wrong", password: "secret-2" } },
  });
  await talk.ask("nobody", "changePassword", {
    params: { userId: ann },
    body: { user: { original_password: "secret-1", password: "secret-2" } },
  });
  await talk.ask("nobody", "changePassword", {
    params: { userId: NOBODY },
    body: { user: { original_password: "a", password: "b" } },
  });
  await change({ password: "secret-3" });
  await change({ name: "ann" });
  await talk.ask("admin", "listUsers", { query: { domain_id: domain } });
  await talk.ask("admin", "listUsers", { query: { domain_id: domain, name: "ann" } });
  await talk.ask("admin", "listUsers", { query: { domain_id: domain, enabled: "false" } });
  await talk.walk("admin", "listUsers", { domain_id: domain });
  await talk.ask("admin", "deleteUser", { params: { userId: NOBODY } });
  return ann;
}

export async function groups(talk: Talk, domain: string, user: string): Promise<string> {
  const create = (group: object) => talk.ask("admin", "createGroup", { body: { group } });
  const ops = await talk.make("admin", "createGroup", "group", "ops", {
    body: { group: { name: "ops", domain_id: domain } },
  });
  await create({ name: "ops", domain_id: domain });
  await create({ name: "g".repeat(65), domain_id: domain });
  await create({ name: "ops", domain_id: NOBODY });
  await create({ domain_id: domain });
  await talk.make("admin", "createGroup", "group", "null", {
    body: { group: { name: "null", domain_id: domain, description: null } },
  });
  const second = await talk.make("admin", "createGroup", "group", "second", {
    body: { group: { name: "second", domain_id: domain, description: "Second" } },
  });
  const change = (group: object, groupId = second) =>
    talk.ask("admin", "updateGroup", { params: { groupId }, body: { group } });
  await change({ name: "ops" });
  await change({ name: "2nd", description: "changed" });
  await change({ name: "x" }, NOBODY);
  await talk.ask("admin", "getGroup", { params: { groupId: ops } });
  await talk.ask("admin", "getGroup", { params: { groupId: NOBODY } });
  await talk.walk("admin", "listGroups", { domain_id: domain });
  await talk.ask("admin", "listGroups", { query: { domain_id: domain, name: "ops" } });
  const member = { groupId: ops, userId: user };
  await talk.ask("admin", "addUserToGroup", { params: member });
  await talk.ask("admin", "addUserToGroup", { params: member });
  await talk.ask("admin", "addUserToGroup", { params: { ...member, userId: NOBODY } });
  await talk.ask("admin", "addUserToGroup", { params: { ...member, groupId: NOBODY } });
  await talk.ask("admin", "listUsersOfGroup", { params: member, query: { limit: "1" } });
  await talk.ask("admin", "listUsersOfGroup", { params: { groupId: NOBODY } });
  await talk.ask("admin", "listGroupsOfUser", { params: member, query: { limit: "1" } });
  await talk.ask("admin", "listGroupsOfUser", { params: { userId: NOBODY } });
  await talk.ask("admin", "removeUserFromGroup", { params: { ...member, groupId: second } });
  await talk.ask("admin", "deleteGroup", { params: { groupId: second } });
  await talk.ask("admin", "deleteGroup", { params: { groupId: second } });
  return ops;
}
