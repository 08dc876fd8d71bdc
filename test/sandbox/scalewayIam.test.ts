import type { OperationName } from "../../provider/portals/scaleway/contract";
import { type Answer, type Json, TestScaleway } from "./scalewayPortal";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO";
const RSA_KEY = [
  "AAAAB3NzaC1yc2EAAAADAQABAAABgQDFMlLesdPM3rNVBTWv3HX1/d0rixZXFKmPsMaETmSiBfJzNQJG2/Z8nSZCSN0vWO3/BgYRyPsjZoeGQB",
  "STtuCMUyPfjKaGOyM98xNgWirjp612tW/aKJIaZT3eMMM5QEe/ykxBYai/nANdPrFWzC9+YEELOTa//7kWTid55c94sRtDU99dD2HXvEB4j6vd",
  "QXqql04awWnm0m0MOUJarX0P4D5EmzcWFusah+RxlYxQskYkzSGBGKbYOogmOWpIyEQ7QMKtji4Eydo80eOFRibC3iPJw+PoVNSb7pvOc/e3hq",
  "z8EbjbU5GIS/6TakOoGUvGImXk/trzGcTUoNjDcEpaGWrM+Xw1TDiTz4ZUlcpC2vcJrROX8jrODG9BzrA01+Be413RfUFl7nZJ5XAbAKBpKX+b",
  "XkkjQeaft+cvr6p56k+PvgkKKpR5+Jw4V5YEj9/XovkNtECzIapCAVzM4OgHHtrS6mkcxnEUBLNTqm9yy8CX3ReiGew4Uk00ORFk36c=",
].join("");
const ECDSA_KEY =
  "AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBGiZu+AxwsXPG8BnbdYECgf949RelwkL2prXoz00fzwp4F6B/HyrGOVoC86QSb60aAtSmEuLX9GN0RFYEtnrZlBnbm2gyeJnFymOlvxfY3pEKYE/k+mbHVcrNJqHbxZNKw==";
/** Keys of other types, and what OpenSSH says of them. */
const MEASURED = [
  [`ssh-rsa ${RSA_KEY} me@home there`, "3072 MD5:96:99:c0:f1:c7:75:e1:45:d1:6a:52:08:26:29:5f:d3 (ssh-rsa)"],
  [`ecdsa-sha2-nistp384 ${ECDSA_KEY}`, "384 MD5:61:f7:f7:8a:0f:7f:c7:72:b6:7f:06:ec:e7:88:b5:7d (ecdsa-sha2-nistp384)"],
] as const;
const NOBODY = "11111111-1111-4111-8111-111111111111";

const missing = (resource: string, resource_id: string) => ({
  type: "not_found",
  message: "resource is not found",
  resource,
  resource_id,
});

describe("the stand-in for Scaleway, with what IAM has beside users and rights,", () => {
  const portal = new TestScaleway();
  const { call, control, input, newClient, newUser } = portal;

  const partner = () => portal.sandbox.scaleway.organizationId;
  const inPartner = () => ({ organizationId: partner() });
  const rejected = ({ status, body }: Answer) => [status, body.details[0].argument_name, body.details[0].reason];

  describe("SSH keys", () => {
    const add = (name: string, others: object = {}) =>
      call("createSshKey", { body: { name, public_key: KEY, ...others } });
    const names = async (query: string, secretKey?: string) =>
      ((await call("listSshKeys", { query, secretKey })).body.ssh_keys as Json[]).map(({ name }) => name);

    it("are kept without their comment, in the default project, and have a fingerprint", async () => {
      const created = (await add("laptop", { public_key: `${KEY} someone@example.com\n` })).body;
      expect(created).toEqual({
        id: expect.any(String),
        name: "laptop",
        public_key: KEY,
        fingerprint: "256 MD5:6b:cd:72:8a:ae:45:24:4b:2b:72:f6:d0:6a:8d:16:06 (ssh-ed25519)",
        organization_id: partner(),
        project_id: partner(),
        disabled: false,
        created_at: "2026-09-16T15:55:20.463000Z",
        updated_at: "2026-09-16T15:55:20.463000Z",
      });
      portal.pass(5000);
      const parameters = { sshKeyId: created.id as string };
      const disabled = (await call("updateSshKey", { parameters, body: { disabled: true } })).body;
      expect(disabled).toEqual({ ...created, disabled: true, updated_at: "2026-09-16T15:55:25.463000Z" });
      const renamed = (await call("updateSshKey", { parameters, body: { name: "old laptop" } })).body;
      expect((await call("getSshKey", { parameters })).body).toEqual({ ...disabled, name: renamed.name });
      expect((await call("deleteSshKey", { parameters })).status).toBe(204);
      for (const name of ["getSshKey", "updateSshKey", "deleteSshKey"] as const)
        expect((await call(name, { parameters })).body).toEqual(missing("ssh_key", created.id as string));
    });

    it("tell how long they are", async () => {
      for (const [public_key, fingerprint] of MEASURED)
        expect((await add("k", { public_key })).body.fingerprint).toBe(fingerprint);
    });

    it("must be keys", async () => {
      const wrong = ["ssh-ed25519", "ssh-ed25519 AAAA", KEY.replace("ssh-ed25519", "ssh-rsa"), "ssh-new AAAAB3NzaC1"];
      for (const public_key of wrong)
        expect(rejected(await add("k", { public_key }))).toEqual([400, "public_key", "format"]);
      expect(rejected(await call("createSshKey", { body: {} }))).toEqual([400, "public_key", "required"]);
      expect(rejected(await add("n".repeat(1001)))).toEqual([400, "name", "constraint"]);
    });

    it("are listed by project, name and state, in an order and in pages", async () => {
      const { id: project_id } = (await call("createProject", { body: { name: "One" } })).body;
      await add("b");
      await add("a");
      const { id: sshKeyId } = (await add("c", { project_id })).body;
      await call("updateSshKey", { parameters: { sshKeyId }, body: { disabled: true } });
      expect(await names("")).toEqual(["b", "a", "c"]);
      expect(await names("?order_by=name_desc")).toEqual(["c", "b", "a"]);
      expect(await names("?order_by=name_asc&page_size=2&page=2")).toEqual(["c"]);
      expect(await names(`?project_id=${project_id}`)).toEqual(["c"]);
      expect(await names(`?organization_id=${partner()}&name=a`)).toEqual(["a"]);
      expect(await names("?disabled=true")).toEqual(["c"]);
      expect(await names("?disabled=false")).toEqual(["b", "a"]);
      expect((await call("listSshKeys", { query: `?organization_id=${NOBODY}` })).status).toBe(403);
      const parameters = { projectId: project_id as string };
      expect((await call("deleteProject", { parameters })).body.precondition).toBe("resource_still_in_use");
      await call("deleteSshKey", { parameters: { sshKeyId } });
      expect((await call("deleteProject", { parameters })).status).toBe(204);
    });

    it("are opened by rights in their project", async () => {
      const { id: project_id } = (await call("createProject", { body: { name: "One" } })).body;
      const { id: user_id } = await newUser("aa");
      const { secret_key: secretKey } = (await call("createApiKey", { body: { user_id } })).body;
      const rules = [{ permission_set_names: ["SSHKeysFullAccess"], project_ids: [project_id] }];
      await call("createPolicy", { body: { name: "Keys", user_id, rules } });
      const { id: sshKeyId } = (await add("elsewhere")).body;
      const body = { name: "here", public_key: KEY };
      expect((await call("createSshKey", { body, secretKey })).body.details).toEqual([
        { action: "write", resource: "ssh_key" },
      ]);
      expect((await call("createSshKey", { body: { ...body, project_id }, secretKey })).status).toBe(200);
      expect(await names(`?project_id=${project_id}`, secretKey)).toEqual(["here"]);
      expect((await call("listSshKeys", { secretKey })).status).toBe(403);
      expect((await call("getSshKey", { parameters: { sshKeyId }, secretKey })).status).toBe(403);
      expect((await call("createSshKey", { body: { ...body, project_id: NOBODY } })).status).toBe(403);
    });
  });

  describe("while an Organization is locked,", () => {
    it("nothing new is made in it, though lists still have what is there", async () => {
      const { id, secretKey } = await newClient();
      const creates: [OperationName, object][] = [
        ["createUser", { member: { email: "a@b.example", username: "aa" } }],
        ["createGroup", { name: "One" }],
        ["createPolicy", { name: "One", no_principal: true }],
        ["createApplication", { name: "One" }],
        ["createApiKey", { user_id: (await call("listUsers", { secretKey })).body.users[0].id }],
        ["createProject", { name: "One" }],
        ["createSshKey", { name: "One", public_key: KEY }],
      ];
      const outcomes = async () => {
        const seen = [];
        for (const [name, body] of creates)
          seen.push(await call(name, { secretKey, body, parameters: { organizationId: id } }));
        return seen;
      };
      for (const { status, body } of await outcomes())
        expect([status, body]).toEqual([
          423,
          { type: "locked", message: "resource is locked", resource: "organization", resource_id: id },
        ]);
      expect((await call("listGroups", { secretKey })).body.total_count).toBe(3);
      await control("POST", `/scaleway/organizations/${id}/validate-email`);
      expect((await outcomes()).map(({ status }) => status)).toEqual(creates.map(() => 200));
    });

    it("a partner can still ask for an administrator, as far as there is room for users", async () => {
      const { id: organizationId } = await newClient();
      await control("PUT", `/scaleway/organizations/${organizationId}/quotas`, { iam_users: 2 });
      const ask = (username: string) =>
        call("requestAdminRole", {
          parameters: { organizationId },
          body: { username, email: "admin@acme.example", password: "a secret of mine" },
        });
      expect((await ask("one")).status).toBe(204);
      expect((await ask("two")).body).toMatchObject({
        type: "quotas_exceeded",
        details: [{ resource: "iam_users", quota: 2, current: 2, organization_id: organizationId }],
      });
    });
  });

  it("the requests that are left in a second count down, of the Partner API alone", async () => {
    portal.pass(537);
    const left = async (name: OperationName) => (await call(name)).headers.get("x-ratelimit-remaining");
    expect(await left("listOrganizations")).toBe("49");
    expect(await left("listGroups")).toBeNull();
    expect((await call("createOrganization", { body: input() })).headers.get("x-ratelimit-remaining")).toBe("48");
    expect((await call("getOrganization", { parameters: inPartner() })).headers.get("x-ratelimit-remaining")).toBe(
      "47",
    );
    portal.pass(1000);
    expect(await left("listOrganizations")).toBe("49");
    for (let time = 0; time < 60; time += 1) await left("listOrganizations");
    expect(await left("listOrganizations")).toBe("0");
  });
});
