import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { operations, type OperationName } from "../../../../provider/portals/scaleway/contract";
import { type Json, TestScaleway } from "./client";

const run = promisify(execFile);

describe("the stand-in for Scaleway", () => {
  const portal = new TestScaleway();
  const { call, control, input, newClient } = portal;

  describe("client Organizations", () => {
    it("are locked by the vendor until the e-mail is validated; the partner's lock lies on top, and locks stack", async () => {
      const created = await call("createOrganization", { body: input() });
      expect(created.body).toMatchObject({
        name: "Acme",
        status: "locked",
        locked_by: "scaleway",
        lock_reason_message: "validate_email",
        created_at: "2026-09-16T15:55:20.463000Z",
        phone_number: null,
        comment: "",
      });
      expect(created.headers.get("x-ratelimit-limit")).toBe("50, 50;w=1");
      expect(created.body).not.toHaveProperty("partner_id");
      const parameters = { organizationId: created.body.id as string };
      portal.pass(60_000);
      const locked = (await call("lockOrganization", { parameters, body: {} })).body;
      expect(locked).toMatchObject({ locked_by: "partner", lock_reason_message: "locked_by_reseller" });
      portal.pass(60_000);
      const again = (await call("lockOrganization", { parameters, body: {} })).body;
      expect(again.locked_at > locked.locked_at).toBe(true);
      const unlocked = (await call("unlockOrganization", { parameters, body: {} })).body;
      expect([unlocked.status, unlocked.locked_by, unlocked.locked_at]).toEqual([
        "locked",
        "scaleway",
        created.body.locked_at,
      ]);
      await control("POST", `/scaleway/organizations/${created.body.id}/validate-email`);
      expect((await call("getOrganization", { parameters })).body).toMatchObject({
        status: "opened",
        locked_by: "unknown_locked_by",
        locked_at: null,
        lock_reason_message: "",
      });
      // A lock of the vendor's that comes later hides the partner's.
      await call("lockOrganization", { parameters, body: {} });
      await control("PUT", `/scaleway/organizations/${created.body.id}/vendor-lock`, {
        reason: "invoice_payment_failure",
      });
      expect((await call("getOrganization", { parameters })).body.locked_by).toBe("scaleway");
      await control("PUT", `/scaleway/organizations/${created.body.id}/vendor-lock`, { reason: null });
      expect((await call("getOrganization", { parameters })).body.locked_by).toBe("partner");
    });

    it("have an address that no other has, when they are made and when they are changed", async () => {
      const one = (await call("createOrganization", { body: input() })).body;
      const two = (await call("createOrganization", { body: input({ email: "b@customer.example" }) })).body;
      const refusal = { type: "already_exists", resource: "organization", resource_id: one.id };
      expect((await call("createOrganization", { body: input() })).body).toMatchObject(refusal);
      const change = { parameters: { organizationId: two.id as string }, body: { email: one.email } };
      expect((await call("updateOrganization", change)).body).toMatchObject(refusal);
      const same = { parameters: { organizationId: one.id as string }, body: { email: one.email } };
      expect((await call("updateOrganization", same)).status).toBe(200);
    });

    it("are never locked in the future", async () => {
      const { locked_at, created_at } = (await call("createOrganization", { body: input() })).body;
      expect([locked_at, created_at]).toEqual(["2026-09-16T15:55:20.463000Z", "2026-09-16T15:55:20.463000Z"]);
    });

    it("can be locked in the very moment in which they are made", async () => {
      const created = (await call("createOrganization", { body: input() })).body;
      const parameters = { organizationId: created.id as string };
      const locked = (await call("lockOrganization", { parameters, body: {} })).body;
      expect([locked.locked_by, locked.locked_at]).toEqual(["partner", "2026-09-16T15:55:20.463000Z"]);
      const unlocked = (await call("unlockOrganization", { parameters, body: {} })).body;
      expect([unlocked.locked_by, unlocked.locked_at]).toEqual(["scaleway", created.locked_at]);
    });

    it("write a missing phone in two ways, and change just what is sent", async () => {
      const { id } = await newClient({ comment: "first" });
      const { organizations } = (
        await call("listOrganizations", { query: "?status=unknown_status&locked_by=unknown_locked_by" })
      ).body;
      expect(organizations.map((organization: Json) => organization.phone_number)).toEqual([""]);
      const parameters = { organizationId: id };
      const changed = await call("updateOrganization", { parameters, body: { customer_id: "c-2" } });
      expect(changed.body).toMatchObject({ customer_id: "c-2", name: "Acme", comment: "first" });
      const emptied = await call("updateOrganization", { parameters, body: { comment: "" } });
      expect([emptied.status, emptied.body.details[0].argument_name]).toEqual([400, "comment"]);
    });

    it("get an administrator with a password, and come with owner, project, groups and policies", async () => {
      const { id, secretKey } = await newClient();
      await control("POST", `/scaleway/organizations/${id}/validate-email`);
      const admin = { username: "admin.acme", email: "admin@acme.example", password: "a secret of mine" };
      expect((await call("requestAdminRole", { parameters: { organizationId: id }, body: admin })).status).toBe(204);
      const { users } = (await call("listUsers", { secretKey })).body;
      expect(users.map(({ type, deletable }: Json) => [type, deletable])).toEqual([
        ["owner", false],
        ["member", true],
      ]);
      const { groups } = (await call("listGroups", { secretKey, query: "?order_by=created_at_asc" })).body;
      expect(groups.map(({ name, user_ids }: Json) => [name, user_ids.length])).toEqual([
        ["All Users", 0],
        ["All Applications", 0],
        ["Administrators", 2],
        ["Editors", 0],
        ["Billing Administrators", 0],
      ]);
      const { policies } = (await call("listPolicies", { secretKey })).body;
      expect(policies.map(({ name, nb_rules }: Json) => [name, nb_rules])).toEqual([
        ["Group - Administrators", 3],
        ["Group - Billing Administrators", 1],
        ["Group - Editors", 2],
      ]);
      expect((await call("listProjects", { secretKey })).body.projects).toMatchObject([{ id, name: "default" }]);
      const deleted = await call("deleteProject", { secretKey, parameters: { projectId: id } });
      expect([deleted.status, deleted.body.precondition]).toEqual([412, "protected_resource"]);
    });

    it("are the partner's own only, and their keys open nothing else", async () => {
      const { id, secretKey } = await newClient();
      expect(
        (await call("getOrganization", { parameters: { organizationId: portal.sandbox.scaleway.organizationId } }))
          .status,
      ).toBe(404);
      expect((await call("listOrganizations", { secretKey })).body.type).toBe("permissions_denied");
      const foreign = await call("listUsers", { query: `?organization_id=${id}` });
      expect([foreign.status, foreign.body.details]).toEqual([403, [{ action: "read", resource: "user" }]]);
      const unknown = await call("getOrganization", { parameters: { organizationId: id }, secretKey: "nobody's" });
      expect(unknown.body).toMatchObject({ type: "denied_authentication", method: "api_key", reason: "not_found" });
    });

    it("hide the objects in them by id while they are locked, though lists still have them", async () => {
      const { id, secretKey } = await newClient();
      const { groups } = (await call("listGroups", { secretKey })).body;
      const parameters = { groupId: groups[0].id as string };
      expect((await call("getGroup", { secretKey, parameters })).status).toBe(404);
      await control("POST", `/scaleway/organizations/${id}/validate-email`);
      expect((await call("getGroup", { secretKey, parameters })).status).toBe(200);
    });
  });

  describe("IAM", () => {
    it("takes bad arguments apart, with nested names", async () => {
      const organization_id = portal.sandbox.scaleway.organizationId;
      const bad = async (name: OperationName, body: object) =>
        ((await call(name, { body })).body.details as Json[]).map(({ argument_name, reason }) => [
          argument_name,
          reason,
        ]);
      expect(await bad("createUser", {})).toEqual([["type", "required"]]);
      const member = { email: "nobody", username: "a+b", password: "ä".repeat(37) };
      expect(await bad("createUser", { member, tags: ["a:b"] })).toEqual([
        ["tags[0]", "format"],
        ["member.email", "format"],
        ["member.username", "format"],
        ["member.password", "constraint"],
      ]);
      expect(await bad("createGroup", { name: "a  #", tags: Array(11).fill("t") })).toEqual([
        ["name", "format"],
        ["tags", "constraint"],
      ]);
      const { groups } = (await call("listGroups")).body;
      const rules = [
        { permission_set_names: ["ResellerFullAccess", "InstancesReadOnly"], organization_id },
        { permission_set_names: ["Nothing"], project_ids: [organization_id], organization_id },
        { permission_set_names: ["IAMManager"], project_ids: [organization_id] },
        { permission_set_names: ["InstancesReadOnly"] },
      ];
      expect(await bad("createPolicy", { name: "P", group_id: groups[0].id, rules })).toEqual([
        ["rules[0].permission_set_names", "constraint"],
        ["rules[1].permission_set_names", "constraint"],
        ["rules[1].scope", "constraint"],
        ["rules[2].permission_set_names", "constraint"],
        ["rules[3].scope", "required"],
      ]);
      expect(await bad("createPolicy", { name: "P", rules: [] })).toEqual([["principal", "required"]]);
      expect(await bad("createPolicy", { name: "P", group_id: groups[0].id, no_principal: true })).toEqual([
        ["principal", "constraint"],
      ]);
    });

    it("pages by number, twenty at a time, a hundred at most, and no brackets in names", async () => {
      const first = (await call("listPermissionSets")).body;
      expect([first.permission_sets.length, first.total_count]).toEqual([20, first.total_count]);
      expect(first.total_count).toBeGreaterThan(100);
      const last = (await call("listPermissionSets", { query: "?page_size=100&page=2" })).body;
      expect(last.permission_sets).toHaveLength(first.total_count - 100);
      const bad = (await call("listGroups", { query: "?page_size=101&page=0&group_ids[]=x" })).body;
      expect(bad.details.map(({ argument_name }: Json) => argument_name)).toEqual(["page", "page_size", "group_ids[]"]);
    });

    it("answers with what was before: no rules after a create, the old time after a change, members in another order", async () => {
      const created = (await call("createUser", { body: { member: { email: "a@b.example", username: "aa" } } })).body;
      portal.pass(5000);
      const changed = (await call("updateUser", { parameters: { userId: created.id }, body: { last_name: "X" } })).body;
      expect(changed.updated_at).toBe(created.updated_at);
      expect((await call("getUser", { parameters: { userId: created.id } })).body.updated_at).not.toBe(
        created.updated_at,
      );
      const ids: string[] = [];
      for (let index = 0; index < 8; index += 1)
        ids.push(
          (await call("createUser", { body: { member: { email: `m${index}@b.example`, username: `m${index}` } } })).body
            .id as string,
        );
      const group = (await call("createGroup", { body: { name: "All" } })).body;
      const set = await call("setGroupMembers", {
        parameters: { groupId: group.id },
        body: { user_ids: ids, application_ids: [] },
      });
      expect([...set.body.user_ids].sort()).toEqual([...ids].sort());
      expect(set.body.user_ids).not.toEqual(ids);
    });

    it("keeps names unique, presets too, stops at fifty groups, and forgets members who are gone", async () => {
      expect((await call("createGroup", { body: { name: "Editors" } })).body).toMatchObject({
        type: "already_exists",
        resource: "group",
      });
      const { id: userId } = (await call("createUser", { body: { member: { email: "a@b.example", username: "aa" } } }))
        .body;
      const twice = await call("createUser", { body: { member: { email: "b@b.example", username: "aa" } } });
      expect([twice.status, twice.body.resource]).toEqual([409, "user"]);
      const { id: groupId } = (await call("createGroup", { body: { name: "One" } })).body;
      await call("addGroupMember", { parameters: { groupId }, body: { user_id: userId } });
      await call("deleteUser", { parameters: { userId } });
      expect((await call("getGroup", { parameters: { groupId } })).body.user_ids).toEqual([]);
      const notThere = await call("removeGroupMember", { parameters: { groupId }, body: { user_id: userId } });
      expect(notThere.body).toMatchObject({ type: "not_found", resource: "" });
      for (let index = 4; index < 50; index += 1) await call("createGroup", { body: { name: `g${index}` } });
      const full = (await call("createGroup", { body: { name: "one too many" } })).body;
      expect(full).toMatchObject({
        type: "quotas_exceeded",
        details: [{ resource: "iam_groups", quota: 50, current: 50 }],
      });
    });

    it("gives a key just what its bearer may do, and nothing when they are locked", async () => {
      const { id: userId } = (await call("createUser", { body: { member: { email: "a@b.example", username: "aa" } } }))
        .body;
      const { secret_key: secretKey } = (await call("createApiKey", { body: { user_id: userId } })).body;
      expect((await call("listGroups", { secretKey })).status).toBe(403);
      const rules = [
        { permission_set_names: ["IAMGroupReadOnly"], organization_id: portal.sandbox.scaleway.organizationId },
      ];
      await call("createPolicy", { body: { name: "Looks", user_id: userId, rules } });
      expect((await call("listGroups", { secretKey })).status).toBe(200);
      expect((await call("createGroup", { secretKey, body: { name: "Mine" } })).status).toBe(403);
      await call("lockUser", { parameters: { userId }, body: {} });
      expect((await call("listGroups", { secretKey })).status).toBe(403);
    });
  });

  it("can't be told from the real one by the vendor's client, at the root of a port of its own", async () => {
    const { accessKey, secretKey, organizationId } = portal.sandbox.scaleway;
    const argument = JSON.stringify({
      apiURL: portal.sandbox.scaleway.rootEndpoint,
      accessKey,
      secretKey,
      organizationId,
    });
    const { stdout } = await run(process.execPath, [path.join(__dirname, "vendorClient.mjs"), argument]);
    expect(JSON.parse(stdout)).toEqual({
      user: ["member", "foo", "en_US", ["team=one"], true],
      updated: "",
      renamed: "foo.bar",
      locked: [true, false],
      users: ["owner", "member"],
      owners: 1,
      application: "works",
      applications: 1,
      key: ["string", null, "2035-07-06T09:00:00.000Z"],
      keys: 3,
      members: [1, 1],
      groups: 1,
      group: "at night",
      policy: [0, 1],
      rules: ["organization", 1, true],
      principal: true,
      policies: 1,
      clone: true,
      sets: 119,
      quota: [
        "cp_servers_type_DEV1_S",
        "iam_api_keys",
        "iam_applications",
        "iam_groups",
        "iam_policies",
        "iam_ssh_keys",
        "iam_users",
        "instances_volumes",
        "k8s_clusters",
        "vpc_private_networks",
      ],
      quotum: 50,
      sshKey: [true, true, true, true],
      sshKeys: 1,
      login: false,
      alias: "partner",
      security: {
        enforcePasswordRenewal: false,
        gracePeriodDuration: "86400s",
        loginAttemptsBeforeLocked: 10,
        maxApiKeyExpirationDuration: "0s",
        maxLoginSessionDuration: "2592000s",
      },
      gracePeriods: [],
      jwts: [0, "ResourceNotFoundError", "ResourceNotFoundError"],
      logs: [["created", true]],
      log: true,
      saml: ["missing_certificate", "valid", true],
      certificates: [1, "identity_provider", "2036-11-18T09:03:49.000Z"],
      metadata: "https://idp.example",
      scim: [true, 1, true],
      errors: ["AlreadyExistsError", "InvalidArgumentsError", "ResourceNotFoundError", "PreconditionFailedError"],
      settings: true,
      gone: "ResourceNotFoundError",
    });
    const { routes } = (await control("GET", "/calls")) as { routes: { scaleway: Record<string, number> } };
    const ofIam = Object.values(operations).filter(({ path }) => path.startsWith("/iam/"));
    expect(ofIam.map(({ method, path }) => `${method} ${path}`).filter((route) => !(route in routes.scaleway))).toEqual(
      [],
    );
  });
});
