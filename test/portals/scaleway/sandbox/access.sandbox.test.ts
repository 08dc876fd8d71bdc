import type { OperationName } from "../../../../provider/portals/scaleway/contract";
import { type Json, TestScaleway } from "./client";

interface Entry {
  readonly account: string | null;
  readonly project?: string;
  readonly condition?: string;
  readonly permissions: readonly string[];
}

/** Calls that look at something in the Organization, each with the sets of its own that open it. */
const READING: readonly (readonly [OperationName, readonly string[]])[] = [
  ["listUsers", ["IAMUserReadOnly", "IAMUserManager"]],
  ["listGroups", ["IAMGroupReadOnly", "IAMGroupManager"]],
  ["listPolicies", ["IAMPolicyReadOnly", "IAMPolicyManager"]],
  ["listApplications", ["IAMApplicationReadOnly", "IAMApplicationManager"]],
  ["listProjects", ["ProjectReadOnly", "ProjectManager"]],
];
const OPENS_ALL = ["IAMReadOnly", "IAMManager", "OrganizationReadOnly", "OrganizationManager", "*"];
const SSH_KEYS = ["SSHKeysReadOnly", "SSHKeysFullAccess", "AllProductsReadOnly", "AllProductsFullAccess", "*"];

/** What the sandbox says of a person's access, held against what it lets that person do. */
describe("GET /_sandbox/scaleway/people/{personId}/access", () => {
  const portal = new TestScaleway();
  const { call, control, newClient, newUser } = portal;
  const own = () => portal.sandbox.scaleway.organizationId;

  const accessOf = (userId: string): Promise<Json> => control("GET", `/scaleway/people/${userId}/access`);
  const inOrganization = (...sets: string[]) => ({ permission_set_names: sets, organization_id: own() });
  const keyOf = async (userId: string): Promise<string> =>
    (await call("createApiKey", { body: { user_id: userId } })).body.secret_key as string;
  const newPolicy = (name: string, principal: object, ...rules: object[]) =>
    call("createPolicy", { body: { name, ...principal, rules } });
  const owner = async (): Promise<string> =>
    ((await call("listUsers")).body.users as Json[]).find(({ type }: Json) => type === "owner").id as string;

  it("agrees with what calls with the person's own key are admitted to", async () => {
    const [first, second] = [await newClient(), await newClient({ email: "b@customer.example" })];
    const project = (await call("createProject", { body: { name: "web" } })).body.id as string;
    const group = (await call("createGroup", { body: { name: "Auditors" } })).body.id as string;
    const people: string[] = [];
    for (const name of ["anna", "ben", "cleo", "dora", "emil", "nobody"])
      people.push((await newUser(name)).id as string);
    const [anna, ben, cleo, dora, emil] = people as [string, string, string, string, string];
    await newPolicy("Auditors", { group_id: group }, inOrganization("IAMUserReadOnly", "ProjectReadOnly"));
    await call("setGroupMembers", { parameters: { groupId: group }, body: { user_ids: [anna, ben] } });
    await newPolicy("Own", { user_id: ben }, inOrganization("IAMGroupManager"), {
      permission_set_names: ["SSHKeysReadOnly"],
      project_ids: [project],
    });
    await newPolicy("Partner Space", { user_id: cleo }, inOrganization("ResellerFullAccess"));
    await newPolicy("All", { user_id: dora }, inOrganization("OrganizationManager"));
    await newPolicy("Products", { user_id: emil }, inOrganization("AllProductsReadOnly"));

    for (const id of [...people, await owner()]) {
      const access = (await accessOf(id)).access as Entry[];
      const secretKey = await keyOf(id);
      const admitted = async (name: OperationName, query?: string) =>
        (await call(name, { secretKey, query })).status === 200;
      const here = access.filter(({ account }) => account === null);
      const holds = (sets: readonly string[], where?: string) =>
        here.some(
          ({ permissions, project: in_ }) =>
            sets.some((set) => permissions.includes(set)) && (in_ === undefined || in_ === where),
        );
      for (const [name, sets] of READING)
        expect([name, await admitted(name)]).toEqual([name, holds([...sets, ...OPENS_ALL])]);
      expect(await admitted("listSshKeys")).toBe(holds(SSH_KEYS));
      for (const where of [project, own()])
        expect(await admitted("listSshKeys", `?project_id=${where}`)).toBe(holds(SSH_KEYS, where));
      for (const client of [first, second]) {
        const parameters = { organizationId: client.id };
        const { status } = await call("getOrganization", { parameters, secretKey });
        const entry = access.find(({ account }) => account === client.id);
        expect([status === 200, entry?.permissions ?? []]).toEqual([
          entry !== undefined,
          entry === undefined ? [] : ["ResellerFullAccess"],
        ]);
      }
    }
    expect((await accessOf(ben)).access).toEqual([
      { account: null, permissions: ["IAMGroupManager", "IAMUserReadOnly", "ProjectReadOnly"] },
      { account: null, project, permissions: ["SSHKeysReadOnly"] },
    ]);
    expect((await accessOf(await owner())).access[0]).toEqual({ account: null, permissions: ["*"] });
  });

  it("gives everybody what is for all users, and applications what is for all of them; nobody changes who is in them", async () => {
    const groups = (await call("listGroups")).body.groups as Json[];
    const all = (member: string) => groups.find((group: Json) => group[member] === true) as Json;
    const anna = (await newUser("anna")).id as string;
    await newPolicy("Everybody", { group_id: all("all_users").id }, inOrganization("IAMUserReadOnly"));
    await newPolicy("Robots", { group_id: all("all_applications").id }, inOrganization("IAMGroupReadOnly"));
    const ben = (await newUser("ben")).id as string;
    const granted = [{ account: null, permissions: ["IAMUserReadOnly"] }];
    for (const id of [anna, ben]) expect((await accessOf(id)).access).toEqual(granted);
    const application = (await call("createApplication", { body: { name: "robot" } })).body.id as string;
    const robot = (await call("createApiKey", { body: { application_id: application } })).body.secret_key as string;
    for (const [secretKey, users, others] of [
      [await keyOf(ben), 200, 403],
      [robot, 403, 200],
    ] as const)
      expect([
        (await call("listUsers", { secretKey })).status,
        (await call("listGroups", { secretKey })).status,
      ]).toEqual([users, others]);
    const { secretKey } = await newClient();
    const theirs = (await call("listGroups", { secretKey, query: "?name=All%20Users" })).body.groups as Json[];
    expect(theirs).toMatchObject([{ all_users: true, all_applications: false, managed: true, editable: false }]);
    for (const group of [all("all_users"), all("all_applications")]) {
      const parameters = { groupId: group.id as string };
      expect(group).toMatchObject({ managed: true, deletable: false, user_ids: [], application_ids: [] });
      const refused = [
        await call("addGroupMember", { parameters, body: { user_id: anna } }),
        await call("setGroupMembers", { parameters, body: { user_ids: [anna] } }),
        await call("updateGroup", { parameters, body: { name: "Other" } }),
        await call("deleteGroup", { parameters }),
      ];
      expect(refused.map(({ status, body }) => [status, body.precondition])).toEqual(
        refused.map(() => [412, "protected_resource"]),
      );
    }
  });

  it("keeps rights that hold under a condition, or in projects, apart, and those in projects that are gone out", async () => {
    const project = (await call("createProject", { body: { name: "web" } })).body.id as string;
    const gone = (await call("createProject", { body: { name: "gone" } })).body.id as string;
    const { id } = await newUser("anna");
    const condition = 'request.ip == "203.0.113.7"';
    await newPolicy(
      "Anna",
      { user_id: id },
      { permission_set_names: ["VPCReadOnly"], project_ids: [project, gone] },
      { permission_set_names: ["VPCReadOnly"], project_ids: [project], condition },
      { ...inOrganization("ResellerFullAccess", "BillingReadOnly"), condition },
    );
    await call("deleteProject", { parameters: { projectId: gone } });
    const { id: client } = await newClient();
    expect((await accessOf(id as string)).access).toEqual([
      { account: null, project, permissions: ["VPCReadOnly"] },
      { account: null, project, condition, permissions: ["VPCReadOnly"] },
      { account: null, condition, permissions: ["BillingReadOnly", "ResellerFullAccess"] },
      { account: client, condition, permissions: ["ResellerFullAccess"] },
    ]);
  });

  it("lets nobody in who is locked, nor anybody of an Organization that is; at the sign-in neither", async () => {
    const { id: client, secretKey } = await newClient();
    const member = { email: "anna@b.example", username: "anna", password: "geheim" };
    const state = async (id: string) => {
      const { canLogIn, because, access } = (await accessOf(id)) as Json;
      const signIn = { organizationId: client, username: "anna", password: "geheim" };
      const { isRight, signedIn } = await control("POST", "/scaleway/sign-ins", signIn);
      expect([isRight, signedIn]).toEqual([true, canLogIn]);
      return [because, access.length];
    };
    await control("POST", `/scaleway/organizations/${client}/validate-email`);
    const { id } = (await call("createUser", { body: { member }, secretKey })).body as Json;
    await call("createPolicy", {
      body: { name: "P", user_id: id, rules: [{ permission_set_names: ["IAMReadOnly"], organization_id: client }] },
      secretKey,
    });
    expect(await state(id as string)).toEqual([null, 1]);

    await call("lockUser", { parameters: { userId: id as string }, body: {}, secretKey });
    expect(await state(id as string)).toEqual(["the person is locked", 0]);
    await call("unlockUser", { parameters: { userId: id as string }, body: {}, secretKey });
    const parameters = { organizationId: client };
    await call("lockOrganization", { parameters, body: {} });
    expect(await state(id as string)).toEqual(["the organization is locked: locked_by_reseller, by partner", 0]);
    await call("unlockOrganization", { parameters, body: {} });
    await control("PUT", `/scaleway/organizations/${client}/vendor-lock`, { reason: "abuse" });
    expect(await state(id as string)).toEqual(["the organization is locked: abuse, by scaleway", 0]);
    await control("PUT", `/scaleway/organizations/${client}/vendor-lock`, { reason: null });
    expect(await state(id as string)).toEqual([null, 1]);
    await control("POST", `/scaleway/organizations/${client}/close`);
    expect(await state(id as string)).toEqual(["the organization is closed", 0]);
  });

  it("gives the Partner Space to nobody by a policy of a client's", async () => {
    const { id: client, secretKey } = await newClient();
    await newClient({ email: "b@customer.example" });
    await control("POST", `/scaleway/organizations/${client}/validate-email`);
    const users = (await call("listUsers", { secretKey })).body.users as Json[];
    expect((await accessOf(users[0].id as string)).access).toEqual([{ account: client, permissions: ["*"] }]);
  });
});
