import type { OperationName } from "../../../../provider/portals/scaleway/contract";
import { type Json, TestScaleway } from "./client";

describe("the stand-in for Scaleway, with what it is asked", () => {
  const portal = new TestScaleway();
  const { call, control, newClient, newUser, send } = portal;
  const pass = (milliseconds: number) => portal.pass(milliseconds);

  const complaints = async (name: OperationName, body: object): Promise<unknown[]> =>
    ((await call(name, { body })).body.details as Json[]).map(({ argument_name, reason }) => [argument_name, reason]);

  it("wants a member or a guest, and makes no more guests", async () => {
    const member = { email: "a@b.example", username: "aa" };
    expect(await complaints("createUser", {})).toEqual([["type", "required"]]);
    expect(await complaints("createUser", { member, email: "a@b.example" })).toEqual([["type", "constraint"]]);
    expect(await complaints("createUser", { email: "a@b.example" })).toEqual([["email", "constraint"]]);
  });

  it("wants exactly one member and one bearer", async () => {
    const { id: user_id } = await newUser("aa");
    const { id: application_id } = (await call("createApplication", { body: { name: "robot" } })).body;
    const { id: groupId } = (await call("createGroup", { body: { name: "One" } })).body;
    const parameters = { groupId };
    for (const body of [{}, { user_id, application_id }]) {
      expect((await call("addGroupMember", { parameters, body })).body.type).toBe("invalid_arguments");
      expect((await call("removeGroupMember", { parameters, body })).body.type).toBe("invalid_arguments");
      expect((await call("createApiKey", { body })).body.type).toBe("invalid_arguments");
    }
  });

  it("takes any form of a UUID for one, and nothing else", async () => {
    const forms = [
      "11111111-1111-1111-1111-111111111111",
      "ffffffff-ffff-ffff-ffff-ffffffffffff",
      "AAAAAAAA-0000-9000-0000-AAAAAAAAAAAA",
    ];
    const outcome = async (id: string) =>
      (await call("createGroup", { body: { name: "One", organization_id: id } })).body.type as string;
    for (const form of forms) expect(await outcome(form)).toBe("permissions_denied");
    for (const none of ["11111111-1111-1111-1111-11111111111", "x"])
      expect(await outcome(none)).toBe("invalid_arguments");
  });

  it("takes null for a list with nothing in it", async () => {
    const { id: groupId, tags } = (await call("createGroup", { body: { name: "One", tags: null } })).body;
    expect(tags).toEqual([]);
    const { id } = await newUser("aa");
    const parameters = { groupId };
    await call("setGroupMembers", { parameters, body: { user_ids: [id], application_ids: null } });
    const more = { user_ids: null, application_ids: null };
    expect((await call("addGroupMembers", { parameters, body: more })).body.user_ids).toEqual([id]);
    expect((await call("setGroupMembers", { parameters, body: more })).body.user_ids).toEqual([]);
  });

  it("filters nothing by what begins with unknown_, and does not know filters that are misspelt", async () => {
    const { id: user_id } = await newUser("aa");
    await call("createApiKey", { body: { user_id } });
    const total = async (name: OperationName, query = "") => (await call(name, { query })).body.total_count as number;
    expect(await total("listUsers", "?type=unknown_type")).toBe(await total("listUsers"));
    expect(await total("listUsers", "?type=member")).toBe(1);
    expect(await total("listApiKeys", "?bearer_type=unknown_bearer_type")).toBe(await total("listApiKeys"));
    expect(await total("listApiKeys", "?bearer_type=application")).toBe(0);
    expect(await total("listOrganizations", "?partner_id=nobody")).toBe(await total("listOrganizations"));
    expect(await total("listPolicies", "?application_id=nobody")).toBe(await total("listPolicies"));
    expect(await total("listPolicies", "?application_ids=nobody")).toBe(0);
  });

  it("lists what is asked for", async () => {
    const { id: user_id } = await newUser("aa");
    const { id: application_id } = (await call("createApplication", { body: { name: "robot", tags: ["a"] } })).body;
    await call("createApiKey", { body: { user_id, description: "nightly", expires_at: "2026-09-17T00:00:00Z" } });
    await call("createApiKey", { body: { application_id, description: "weekly" } });
    const shown = async (name: OperationName, list: string, query: string) =>
      ((await call(name, { query })).body[list] as Json[]).map(({ description, name }) => description || name);
    expect(await shown("listApplications", "applications", "?tag=a")).toEqual(["robot"]);
    expect(await shown("listApplications", "applications", "?tag=b")).toEqual([]);
    expect(await shown("listApplications", "applications", "?editable=false")).toEqual([]);
    expect(await shown("listApiKeys", "api_keys", "?bearer_type=application")).toEqual(["weekly"]);
    expect(await shown("listApiKeys", "api_keys", "?description=night")).toEqual(["nightly"]);
    const { api_keys: keys } = (await call("listApiKeys", { query: "?bearer_type=application" })).body;
    expect(await shown("listApiKeys", "api_keys", `?access_key=${keys[0].access_key}`)).toEqual(["weekly"]);
    expect(await shown("listApiKeys", "api_keys", "?expired=true")).toEqual([]);
    pass(86_400_000);
    expect(await shown("listApiKeys", "api_keys", "?expired=true")).toEqual(["nightly"]);
    expect((await call("listUsers", { query: "?mfa=true" })).body.users).toEqual([]);
    expect((await call("listPolicies", { query: "?editable=false" })).body.policies).toEqual([]);
  });

  it("says which right is missing for what was asked", async () => {
    const { id: organization_id } = await newClient();
    const details = async (name: OperationName, body: object) =>
      (await call(name, { body: { organization_id, ...body } })).body.details as Json;
    const member = { email: "a@b.example", username: "aa" };
    expect(await details("createUser", { member })).toEqual([{ action: "write", resource: "user" }]);
    expect(await details("createGroup", { name: "One" })).toEqual([{ action: "write", resource: "group" }]);
    expect(await details("createPolicy", { name: "One" })).toEqual([{ action: "write", resource: "policy" }]);
    expect(await details("createApplication", { name: "One" })).toEqual([{ action: "write", resource: "application" }]);
    expect(await details("createProject", { name: "One" })).toEqual([{ action: "write", resource: "project_id" }]);
  });

  it("refuses a key that is missing, unknown, or of yesterday", async () => {
    const { id: user_id } = await newUser("aa");
    const key = (await call("createApiKey", { body: { user_id, expires_at: "2026-09-17T01:00:00+02:00" } })).body;
    expect(key.expires_at).toBe("2026-09-16T23:00:00Z");
    pass(86_400_000);
    const reasons = [];
    for (const secretKey of ["", "nobody's", key.secret_key as string])
      reasons.push((await call("listGroups", { secretKey })).body);
    expect(reasons).toEqual(
      ["invalid_argument", "not_found", "expired"].map((reason) => ({
        type: "denied_authentication",
        message: expect.any(String),
        method: "api_key",
        reason,
      })),
    );
  });

  it("keeps names unique also when they change", async () => {
    const renamed = async (what: "Application" | "Project" | "Group", parameter: string) => {
      await call(`create${what}`, { body: { name: "One" } });
      const { id } = (await call(`create${what}`, { body: { name: "Two" } })).body;
      const change = (name: string) => call(`update${what}`, { parameters: { [parameter]: id }, body: { name } });
      return [(await change("One")).body.type, (await change("Two")).status];
    };
    expect(await renamed("Application", "applicationId")).toEqual(["already_exists", 200]);
    expect(await renamed("Project", "projectId")).toEqual(["already_exists", 200]);
    expect(await renamed("Group", "groupId")).toEqual(["already_exists", 200]);
  });

  it("has fifty users and policies and a hundred applications and keys at most", async () => {
    const { id: user_id } = await newUser("aa");
    const until = async (name: OperationName, body: (index: number) => object): Promise<unknown> => {
      for (let index = 0; index <= 100; index += 1) {
        const answer = await call(name, { body: body(index) });
        if (answer.status !== 200) return [answer.status, answer.body.type, answer.body.details[0]];
      }
      return "no end";
    };
    const exceeded = (resource: string, most: number) => [
      403,
      "quotas_exceeded",
      { resource, quota: most, current: most, organization_id: portal.sandbox.scaleway.organizationId },
    ];
    expect(
      await until("createUser", (index) => ({ member: { email: `u${index}@b.example`, username: `u${index}` } })),
    ).toEqual(exceeded("iam_users", 50));
    expect(await until("createPolicy", (index) => ({ name: `p${index}`, no_principal: true }))).toEqual(
      exceeded("iam_policies", 50),
    );
    expect(await until("createApplication", (index) => ({ name: `a${index}` }))).toEqual(
      exceeded("iam_applications", 100),
    );
    expect(await until("createApiKey", () => ({ user_id }))).toEqual(exceeded("iam_api_keys", 100));
  });

  it("has projects that come and go, settings that can be read, and tells where it is without a key", async () => {
    const { id: projectId } = (await call("createProject", { body: { name: "One" } })).body;
    await call("updateProject", { parameters: { projectId }, body: { description: "first" } });
    expect((await call("getProject", { parameters: { projectId } })).body).toMatchObject({
      name: "One",
      description: "first",
    });
    expect((await call("listProjects")).body.total_count).toBe(2);
    expect((await call("deleteProject", { parameters: { projectId } })).status).toBe(204);
    expect((await call("getProject", { parameters: { projectId } })).body).toEqual({
      type: "not_found",
      message: "resource is not found",
      resource: "project_id",
      resource_id: projectId,
    });

    const own = portal.sandbox.scaleway.organizationId;
    expect((await call("getOrganizationSettings", { parameters: { organizationId: own } })).body.id).toBe(own);
    const { id: organizationId, secretKey } = await newClient();
    expect((await call("getOrganizationSettings", { parameters: { organizationId } })).status).toBe(404);
    expect((await call("getOrganizationSettings", { parameters: { organizationId }, secretKey })).status).toBe(404);
    await control("POST", `/scaleway/organizations/${organizationId}/validate-email`);
    expect((await call("getOrganizationSettings", { parameters: { organizationId }, secretKey })).body.name).toBe(
      "Acme",
    );
  });

  it("reads no body where none is wanted", async () => {
    expect((await send("DELETE", "/iam/v1alpha1/groups/nothing", { body: {} })).status).toBe(404);
    const { id: userId } = await newUser("aa");
    expect((await send("DELETE", `/iam/v1alpha1/users/${userId}`, { body: {} })).status).toBe(204);
  });
});
