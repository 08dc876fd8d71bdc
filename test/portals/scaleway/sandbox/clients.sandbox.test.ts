import { type OperationName } from "../../../../provider/portals/scaleway/contract";
import { type Json, TestScaleway } from "./client";

describe("the stand-in for Scaleway, in what the vendor's clients differ from each other,", () => {
  const portal = new TestScaleway();
  const { call, newClient, newUser } = portal;
  const total = async (name: OperationName, query = "") => (await call(name, { query })).body.total_count as number;

  it("takes a yes and a no as each of them writes it", async () => {
    await call("createApplication", { body: { name: "robot" } });
    for (const no of ["false", "False", "FALSE", "f", "F", "0"]) {
      expect(await total("listApplications", `?editable=${no}`)).toBe(0);
      expect(await total("listUsers", `?mfa=${no}`)).toBe(1);
    }
    for (const yes of ["true", "True", "TRUE", "t", "T", "1"]) {
      expect(await total("listApplications", `?editable=${yes}`)).toBe(1);
      expect(await total("listUsers", `?mfa=${yes}`)).toBe(0);
    }
    expect((await call("listSshKeys", { query: "?disabled=maybe" })).body.details).toEqual([
      { argument_name: "disabled", reason: "format", help_message: expect.any(String) },
    ]);
  });

  it("tells the policies with a principal from those without one", async () => {
    await call("createPolicy", { body: { name: "One", no_principal: true } });
    const all = await total("listPolicies");
    expect([
      await total("listPolicies", "?no_principal=true"),
      await total("listPolicies", "?no_principal=false"),
    ]).toEqual([1, all - 1]);
  });

  it("finds by a name that begins as the clients' defaults do", async () => {
    await newUser("aa");
    await call("createGroup", { body: { name: "unknown_one" } });
    const { groups } = (await call("listGroups", { query: "?name=unknown_one" })).body;
    expect(groups.map(({ name }: Json) => name)).toEqual(["unknown_one"]);
    expect(await total("listUsers", "?tag=unknown_tag")).toBe(0);
    expect(await total("listOrganizations", "?customer_id=unknown_customer")).toBe(0);
  });

  it("lists policies and quotas by name where no order is asked for, and everything else as it was made", async () => {
    await call("createPolicy", { body: { name: "Before all", no_principal: true } });
    await call("createGroup", { body: { name: "Before all" } });
    const names = async (name: OperationName, list: string, query = "") =>
      ((await call(name, { query })).body[list] as Json[]).map((one) => one.name as string);
    const policies = await names("listPolicies", "policies");
    expect(policies[0]).toBe("Before all");
    expect(await names("listPolicies", "policies", "?order_by=policy_name_desc")).toEqual([...policies].reverse());
    expect((await names("listPolicies", "policies", "?order_by=created_at_asc")).at(-1)).toBe("Before all");
    const quota = await names("listQuota", "quota");
    expect(quota).toEqual([...quota].sort());
    expect((await names("listGroups", "groups")).at(-1)).toBe("Before all");
  });

  it("orders keys by their expiry, and those without one after the rest", async () => {
    const { id: user_id } = await newUser("aa");
    for (const expires_at of ["2031-01-01T00:00:00Z", undefined, "2030-01-01T00:00:00Z"])
      await call("createApiKey", { body: { user_id, expires_at, description: expires_at?.slice(0, 4) ?? "never" } });
    const order = async (direction: string) =>
      (await call("listApiKeys", { query: `?user_id=${user_id}&order_by=expires_at_${direction}` })).body.api_keys.map(
        ({ description }: Json) => description,
      );
    expect(await order("asc")).toEqual(["2030", "2031", "never"]);
    expect(await order("desc")).toEqual(["never", "2031", "2030"]);
  });

  it("keeps a time that it was given to the microsecond, and writes as many digits as that needs", async () => {
    const { id: user_id } = await newUser("aa");
    const kept = async (expires_at: string) =>
      (await call("createApiKey", { body: { user_id, expires_at } })).body.expires_at as string;
    expect(await kept("2035-07-06T11:00:00+02:00")).toBe("2035-07-06T09:00:00Z");
    expect(await kept("2035-07-06T11:00:00.5+02:00")).toBe("2035-07-06T09:00:00.500Z");
    expect(await kept("2035-07-06T09:00:00.654321Z")).toBe("2035-07-06T09:00:00.654321Z");
    expect(await kept("2035-07-06T09:00:00.000001999Z")).toBe("2035-07-06T09:00:00.000001Z");
  });

  it("takes null and nothing for a list that is empty", async () => {
    const { id: user_id } = await newUser("aa");
    const { id: groupId } = (await call("createGroup", { body: { name: "One" } })).body;
    await call("addGroupMember", { parameters: { groupId }, body: { user_id } });
    const set = await call("setGroupMembers", { parameters: { groupId }, body: { application_ids: [] } });
    expect([set.status, set.body.user_ids]).toEqual([200, []]);
    const rules = [{ permission_set_names: ["IAMManager"], organization_id: portal.sandbox.scaleway.organizationId }];
    const { id: policy_id } = (await call("createPolicy", { body: { name: "One", no_principal: true, rules } })).body;
    for (const nothing of [{ rules: null }, {}]) {
      await call("setRules", { body: { policy_id, rules } });
      expect((await call("setRules", { body: { policy_id, ...nothing } })).body).toEqual({ rules: [] });
      expect(await total("listRules", `?policy_id=${policy_id}`)).toBe(0);
    }
  });

  it("has a last page that can be asked for in IAM alone", async () => {
    expect((await call("listGroups", { query: "?page=10001" })).status).toBe(400);
    expect((await call("listOrganizations", { query: "?page=10001" })).body).toEqual({
      organizations: [],
      total_count: 0,
    });
  });

  it("tells whether it was looking or changing that was refused", async () => {
    const { id: organizationId, secretKey } = await newClient();
    const refused = async (name: OperationName, body?: object) =>
      (await call(name, { parameters: { organizationId }, secretKey, body })).body.details as Json;
    for (const name of ["listOrganizations", "getOrganization"] as const)
      expect(await refused(name)).toEqual([{ action: "read", resource: "organization" }]);
    expect(await refused("lockOrganization", {})).toEqual([{ action: "write", resource: "organization" }]);
  });

  it("names everything in answers, as clients do for themselves", async () => {
    const id = portal.sandbox.scaleway.organizationId;
    const names = async (name: OperationName, list: string, query = "") =>
      ((await call(name, { query })).body[list] as Json[]).map(({ srn }) => srn as string);
    const { policies } = (await call("listPolicies")).body;
    const { groups } = (await call("listGroups")).body;
    const { users } = (await call("listUsers")).body;
    const { rules } = (await call("listRules", { query: `?policy_id=${policies[0].id}` })).body;
    await call("createApplication", { body: { name: "robot" } });
    expect((await names("listPolicies", "policies"))[0]).toBe(`srn://iam.scw.eu/policies/${policies[0].id}`);
    expect((await names("listGroups", "groups"))[0]).toBe(`srn://iam.scw.eu/groups/${groups[0].id}`);
    expect(await names("listUsers", "users")).toEqual([`srn://iam.scw.eu/users/${users[0].id}`]);
    expect(rules[0].srn).toBe(`srn://iam.scw.eu/rules/${rules[0].id}`);
    expect(await names("listQuota", "quota", "?quotum_names=iam_users")).toEqual(["srn://iam.scw.eu/quota/iam_users"]);
    expect((await names("listApiKeys", "api_keys"))[0]).toBe(
      `srn://iam.scw.eu/api-keys/${portal.sandbox.scaleway.accessKey}`,
    );
    expect((await names("listApplications", "applications"))[0]).toContain("srn://iam.scw.eu/applications/");
    expect((await names("listLogs", "logs"))[0]).toContain("srn://iam.scw.eu/logs/");
    expect(await names("listProjects", "projects")).toEqual([`srn://account.scw.eu/projects/${id}`]);
  });

  it("qualifies a project where it is looked at, not where it is changed", async () => {
    const created = (await call("createProject", { body: { name: "One" } })).body;
    const parameters = { projectId: created.id as string };
    const changed = (await call("updateProject", { parameters, body: { name: "Two" } })).body;
    expect([created.qualification, changed.qualification]).toEqual([null, null]);
    const seen = [
      (await call("getProject", { parameters })).body,
      (await call("listProjects", { query: "?name=Two" })).body.projects[0],
    ];
    for (const project of seen)
      expect(project).toMatchObject({
        qualification: { architecture_type: "unknown_architecture_type" },
        status: "active",
      });
  });

  it("knows nobody by the token of a console", async () => {
    const denied = async (token: string) => {
      const headers = { "x-session-token": token };
      const response = await fetch(`${portal.sandbox.scaleway.endpoint}/iam/v1alpha1/users`, { headers });
      return [response.status, (await response.json()) as Json];
    };
    const problem = { type: "denied_authentication", message: "authentication is denied", method: "jwt" };
    expect(await denied("aaaa.bbbb.cccc")).toEqual([401, { ...problem, reason: "not_found" }]);
    expect(await denied("aaaa")).toEqual([401, { ...problem, reason: "invalid_argument" }]);
  });

  it("tells an owner's account from the user that it is", async () => {
    await newUser("aa");
    const look = async () => (await call("listUsers")).body.users as Json[];
    const [owner, member] = await look();
    expect(owner.account_root_user_id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(owner.account_root_user_id).not.toBe(owner.id);
    expect((await look())[0].account_root_user_id).toBe(owner.account_root_user_id);
    expect(member.account_root_user_id).toBe("");
  });

  it("names what is missing or no object, and every request with a UUID", async () => {
    const required = await call("listRules");
    expect(required.body.details).toEqual([
      { argument_name: "policy_id", reason: "required", help_message: "value is required" },
    ]);
    expect(required.headers.get("x-request-id")).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect((await call("createGroup", { body: [] })).body.details[0].argument_name).toBe("body");
  });
});
