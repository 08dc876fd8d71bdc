import type { OperationName } from "../../../../provider/portals/openstack/contract";
import type { Talk } from "./talk";

const NOBODY = "ffffffffffffffffffffffffffffffff";
const FIRST = "a-long-password-1";
const SECOND = "a-long-password-2";

/** What people may sign in for, and what ends their tokens. */
export async function signIns(talk: Talk, roles: Readonly<Record<string, string>>): Promise<void> {
  const { member = "", manager = "", reader = "" } = roles;
  const tokens = await talk.make("admin", "createDomain", "domain", "tokens", { body: { domain: { name: "Tokens" } } });
  const make = (name: string) =>
    talk.make("admin", "createProject", "project", name, { body: { project: { name, domain_id: tokens } } });
  const [one, two] = [await make("one"), await make("two")];
  const tom = await talk.make("admin", "createUser", "user", "tom", {
    body: { user: { name: "tom", domain_id: tokens, password: FIRST } },
  });
  const actor = { actors: "users", actorId: tom };
  await talk.ask("admin", "grantOnProject", { params: { ...actor, projectId: one, roleId: member } });
  await talk.ask("admin", "grantOnProject", { params: { ...actor, projectId: two, roleId: member } });
  await talk.ask("admin", "grantOnDomain", { params: { ...actor, domainId: tokens, roleId: manager } });
  await refusedSignIns(talk, { tom, tokens, one });
  const user = { id: tom, password: FIRST };
  const places: readonly [string, object | undefined][] = [
    ["tom", undefined],
    ["tom on one", { project: { id: one } }],
    ["tom on two", { project: { name: "two", domain: { name: "Tokens" } } }],
    ["tom on tokens", { domain: { name: "Tokens" } }],
  ];
  const signIn = async () => {
    for (const [who, scope] of places) await talk.noteSignIn(who, user, scope);
  };
  // The list of one's own projects is cached by real servers, without the changes of the projects.
  const look = async (operations: readonly OperationName[] = ["listOwnDomains"]) => {
    for (const [who] of places) for (const operation of operations) await talk.ask(who, operation);
  };
  await signIn();
  await look(["listOwnProjects", "listOwnDomains", "listOwnSystems", "listUsers"]);
  const disable = (operation: OperationName, params: Record<string, string>, member_: string, enabled: boolean) =>
    talk.ask("admin", operation, { params, body: { [member_]: { enabled } } });
  await disable("updateDomain", { domainId: tokens }, "domain", false);
  await look();
  await talk.refusedSignIn(user);
  await talk.ask("admin", "createProject", { body: { project: { name: "late", domain_id: tokens } } });
  await talk.ask("admin", "createUser", { body: { user: { name: "late", domain_id: tokens } } });
  await disable("updateDomain", { domainId: tokens }, "domain", true);
  await look();
  await disable("updateProject", { projectId: one }, "project", false);
  await look();
  await talk.refusedSignIn(user, { project: { id: one } });
  await disable("updateProject", { projectId: one }, "project", true);
  await look();
  await talk.ask("admin", "revokeOnProject", { params: { ...actor, projectId: two, roleId: member } });
  await look();
  await endings(talk, { tom, tokens, reader });
  await talk.ask("admin", "deleteUser", { params: { userId: tom } });
  await talk.ask("last", "listOwnProjects");
  await disable("updateDomain", { domainId: tokens }, "domain", false);
  await talk.ask("admin", "deleteDomain", { params: { domainId: tokens } });
  await talk.ask("admin", "getProject", { params: { projectId: one } });
}

async function refusedSignIns(
  talk: Talk,
  { tom, tokens, one }: { tom: string; tokens: string; one: string },
): Promise<void> {
  const user = { id: tom, password: FIRST };
  await talk.refusedSignIn({ id: tom, password: "wrong" });
  await talk.refusedSignIn({ id: NOBODY, password: FIRST });
  await talk.refusedSignIn({ name: "tom", domain: { name: "nowhere" }, password: FIRST });
  await talk.refusedSignIn({ name: "nobody", domain: { id: tokens }, password: FIRST });
  await talk.refusedSignIn({ name: "TOM", domain: { id: tokens }, password: FIRST });
  await talk.refusedSignIn({ name: "tom", password: FIRST });
  await talk.refusedSignIn(user, { project: { id: NOBODY } });
  await talk.refusedSignIn(user, { project: { name: "none", domain: { id: tokens } } });
  await talk.refusedSignIn(user, { project: { name: "one" } });
  await talk.refusedSignIn(user, { domain: { id: "default" } });
  await talk.refusedSignIn(user, { domain: { name: "nowhere" } });
  await talk.refusedSignIn(user, { system: { all: true } });
  await talk.refusedSignIn(user, { project: { id: one }, domain: { id: tokens } });
  await talk.refusedSignIn(user, {});
}

/** A token after what has to do with its person. */
async function endings(
  talk: Talk,
  { tom, tokens, reader }: { tom: string; tokens: string; reader: string },
): Promise<void> {
  const again = (password = FIRST) => talk.signIn("last", { id: tom, password });
  const look = () => talk.ask("last", "listOwnDomains");
  const change = (user: object) => talk.ask("admin", "updateUser", { params: { userId: tom }, body: { user } });
  await again();
  await change({ enabled: false });
  await look();
  await talk.refusedSignIn({ id: tom, password: FIRST });
  await change({ enabled: true });
  await look();
  const group = await talk.make("admin", "createGroup", "group", "readers", {
    body: { group: { name: "readers", domain_id: tokens } },
  });
  const params = { groupId: group, userId: tom };
  await talk.ask("admin", "grantOnDomain", {
    params: { domainId: tokens, actors: "groups", actorId: group, roleId: reader },
  });
  await talk.ask("admin", "addUserToGroup", { params });
  await again();
  await talk.ask("admin", "revokeOnDomain", {
    params: { domainId: tokens, actors: "groups", actorId: group, roleId: reader },
  });
  await look();
  await talk.ask("admin", "removeUserFromGroup", { params });
  await look();
  await again();
  await change({ name: "tom 2", email: "tom@tokens.example" });
  await look();
  await change({ password: SECOND });
  await look();
  await talk.refusedSignIn({ id: tom, password: FIRST });
  await again(SECOND);
  await look();
}
