import type { OperationName } from "../../../../provider/portals/scaleway/contract";
import { type Answer, type Json, TestScaleway } from "./client";

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
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgjCCASegAwIBAgIUKyqWXrgHunSBRrrb2bxw75A1vZkwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLaWRwLmV4YW1wbGUwHhcNMjYxMTIxMDkwMzQ5WhcNMzYxMTE4
MDkwMzQ5WjAWMRQwEgYDVQQDDAtpZHAuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABBe4vay1C1WQE1JaDvc1voDvECjFU50+FgF8uai7/569/qpPcb2A
kF7rHtFRaFP1C7FRB4e2M+8gBMctPDAX2Q+jUzBRMB0GA1UdDgQWBBS/UtGpdmWX
MeInQl1jzU/NMCxHkjAfBgNVHSMEGDAWgBS/UtGpdmWXMeInQl1jzU/NMCxHkjAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCVZGuNYEB5mFDNylR1
LsLjT9XHV0Lp34Ci3a7RSOv1WgIhAJUs/GiY4V/+cmtm4WmL+Gkzi5lSw9jMCy+N
X671SYNd
-----END CERTIFICATE-----
`;
const NOBODY = "11111111-1111-4111-8111-111111111111";

const missing = (resource: string, resource_id: string) => ({
  type: "not_found",
  message: "resource is not found",
  resource,
  resource_id,
});

describe("the stand-in for Scaleway, with what IAM has beside users and rights,", () => {
  const portal = new TestScaleway();
  const { call, control, newClient, newUser } = portal;

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
        srn: `srn://iam.scw.eu/ssh-keys/${created.id}`,
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

  describe("the Organization itself", () => {
    it("changes one way to log in, and keeps the others", async () => {
      const before = (await call("getOrganizationSettings", { parameters: inPartner() })).body;
      const body = { login_oauth2_enabled: false };
      const after = (await call("updateLoginMethods", { parameters: inPartner(), body })).body;
      expect(after).toEqual({ ...before, login_oauth2_enabled: false });
      expect((await call("getOrganizationSettings", { parameters: inPartner() })).body).toEqual(after);
      const wrong = await call("updateLoginMethods", { parameters: inPartner(), body: { login_saml_enabled: "yes" } });
      expect(rejected(wrong)).toEqual([400, "login_saml_enabled", "format"]);
    });

    it("gets an alias that nobody else has, once", async () => {
      const set = (alias: string, parameters: { organizationId: string } = inPartner(), secretKey?: string) =>
        call("setAlias", { parameters, body: { alias }, secretKey });
      for (const alias of ["a", "a".repeat(33), "With-Hyphen"]) expect((await set(alias)).status).toBe(400);
      expect((await set("mine")).body.alias).toBe("mine");
      expect((await set("other")).body).toMatchObject({
        type: "precondition_failed",
        precondition: "protected_resource",
      });
      expect((await call("getOrganizationSettings", { parameters: inPartner() })).body.alias).toBe("mine");
      const { id: organizationId, secretKey } = await newClient();
      await control("POST", `/scaleway/organizations/${organizationId}/validate-email`);
      expect((await set("mine", { organizationId }, secretKey)).body.type).toBe("already_exists");
    });

    it("changes what is sent of its security, and writes durations in its own way", async () => {
      const parameters = inPartner();
      const before = (await call("getSecuritySettings", { parameters })).body;
      expect(before).toEqual({
        enforce_password_renewal: false,
        grace_period_duration: "259200s",
        login_attempts_before_locked: 5,
        max_login_session_duration: "2592000s",
        max_api_key_expiration_duration: "0s",
      });
      const change = (body: object) => call("updateSecuritySettings", { parameters, body });
      expect((await change({})).body).toEqual(before);
      await change({ grace_period_duration: "86400.000000000s", enforce_password_renewal: true });
      const after = await change({ max_login_session_duration: "1.5s", login_attempts_before_locked: 50 });
      expect(after.body).toEqual({
        enforce_password_renewal: true,
        grace_period_duration: "86400s",
        login_attempts_before_locked: 50,
        max_login_session_duration: "1.500s",
        max_api_key_expiration_duration: "0s",
      });
      expect((await call("getSecuritySettings", { parameters })).body).toEqual(after.body);
      for (const attempts of [0, 51])
        expect(rejected(await change({ login_attempts_before_locked: attempts }))).toEqual([
          400,
          "login_attempts_before_locked",
          "constraint",
        ]);
      expect(rejected(await change({ grace_period_duration: "3d" }))).toEqual([400, "grace_period_duration", "format"]);
    });

    it("is one's own, and can be seen while it is not locked", async () => {
      const { id: organizationId, secretKey } = await newClient();
      const parameters = { organizationId };
      const looks = ["getSecuritySettings", "getOrganizationSaml", "getOrganizationScim"] as const;
      for (const name of looks) {
        expect((await call(name, { parameters })).body).toEqual(missing("organization", organizationId));
        expect((await call(name, { parameters, secretKey })).status).toBe(404);
      }
      await control("POST", `/scaleway/organizations/${organizationId}/validate-email`);
      expect((await call("getSecuritySettings", { parameters, secretKey })).status).toBe(200);
      const { id: user_id } = await newUser("aa");
      const { secret_key: powerless } = (await call("createApiKey", { body: { user_id } })).body;
      expect((await call("getSecuritySettings", { parameters: inPartner(), secretKey: powerless })).status).toBe(403);
    });

    it("has nobody at the console, and nobody who has to do anything", async () => {
      const { id } = await newUser("aa");
      expect((await call("listGracePeriods", { query: `?user_id=${id}` })).body).toEqual({ grace_periods: [] });
      expect((await call("listGracePeriods")).body).toEqual({ grace_periods: [] });
      expect((await call("listGracePeriods", { query: `?user_id=${NOBODY}` })).body).toEqual(missing("user", NOBODY));
      expect((await call("listJwts", { query: `?audience_id=${id}` })).body).toEqual({ jwts: [], total_count: 0 });
      for (const name of ["getJwt", "deleteJwt"] as const)
        expect((await call(name, { parameters: { jti: NOBODY } })).body).toEqual(missing("jwt", NOBODY));
    });
  });

  describe("logs", () => {
    const logs = async (query = "", secretKey?: string) =>
      ((await call("listLogs", { query, secretKey })).body.logs as Json[]).map(
        ({ action, resource_type, resource_id }) => [action, resource_type, resource_id],
      );

    it("tell who did what to users, groups, policies, applications and keys", async () => {
      const { id: userId } = await newUser("aa");
      portal.pass(60_000);
      const { id: groupId } = (await call("createGroup", { body: { name: "One" } })).body;
      await call("addGroupMember", { parameters: { groupId }, body: { user_id: userId } });
      const { id: policyId } = (await call("createPolicy", { body: { name: "P", group_id: groupId } })).body;
      await call("setRules", { body: { policy_id: policyId, rules: [] } });
      const { id: clone } = (await call("clonePolicy", { parameters: { policyId }, body: {} })).body;
      await call("deletePolicy", { parameters: { policyId: clone } });
      const { id: application_id } = (await call("createApplication", { body: { name: "robot" } })).body;
      const { access_key: accessKey } = (await call("createApiKey", { body: { application_id } })).body;
      await call("updateApiKey", { parameters: { accessKey }, body: { description: "x" } });
      await call("deleteUser", { parameters: { userId } });
      const all = [
        ["created", "user", userId],
        ["created", "group", groupId],
        ["updated", "group", groupId],
        ["created", "policy", policyId],
        ["updated", "policy", policyId],
        ["created", "policy", clone],
        ["deleted", "policy", clone],
        ["created", "application", application_id],
        ["created", "api_key", accessKey],
        ["updated", "api_key", accessKey],
        ["deleted", "user", userId],
      ];
      expect(await logs()).toEqual(all);
      expect(await logs("?order_by=created_at_desc&page_size=1")).toEqual([all.at(-1)]);
      expect(await logs("?action=deleted&resource_type=unknown_resource_type")).toEqual([all[6], all[10]]);
      expect(await logs(`?resource_type=user&search=${userId}`)).toEqual([all[0], all[10]]);
      expect(await logs("?created_before=2026-09-16T15:56:00Z")).toEqual([all[0]]);
      expect(await logs("?created_after=2026-09-16T15:56:00Z&resource_type=user")).toEqual([all[10]]);
      expect(rejected(await call("listLogs", { query: "?created_after=yesterday" }))).toEqual([
        400,
        "created_after",
        "format",
      ]);
      const [first] = (await call("listLogs")).body.logs as Json[];
      const { users } = (await call("listUsers", { query: "?type=owner" })).body;
      expect(first).toMatchObject({
        bearer_id: users[0].id,
        organization_id: partner(),
        created_at: "2026-09-16T15:55:20.463000Z",
        user_agent: "node",
      });
      expect(["127.0.0.1", "::1"]).toContain(first.ip);
      expect((await call("getLog", { parameters: { logId: first.id } })).body).toEqual(first);
      expect((await call("getLog", { parameters: { logId: NOBODY } })).body).toEqual(missing("log", NOBODY));
    });

    it("have nothing of what was refused, and the administrator whom a partner asked for", async () => {
      await call("createGroup", { body: { name: "Editors" } });
      expect(await logs()).toEqual([]);
      const { id: organizationId, secretKey } = await newClient();
      const admin = { username: "admin", email: "admin@acme.example", password: "a secret of mine" };
      await call("requestAdminRole", { parameters: { organizationId }, body: admin });
      const { users } = (await call("listUsers", { secretKey, query: "?type=member" })).body;
      expect(await logs("", secretKey)).toEqual([["created", "user", users[0].id]]);
      expect(await logs()).toEqual([]);
    });
  });

  describe("SAML", () => {
    const status = async () => (await call("getOrganizationSaml", { parameters: inPartner() })).body.status as string;

    it("is enabled once, and lacks certificate, entity and address, in this order", async () => {
      const parameters = inPartner();
      expect((await call("getOrganizationSaml", { parameters })).body).toEqual(missing("organization_saml", partner()));
      const saml = (await call("enableSaml", { parameters, body: {} })).body;
      expect(saml).toEqual({
        id: expect.any(String),
        srn: `srn://iam.scw.eu/saml/${saml.id}`,
        status: "missing_certificate",
        service_provider: {
          entity_id: `https://iam.scaleway.com/saml/${saml.id}`,
          assertion_consumer_service_url: `https://api.scaleway.com/iam/v1/saml/${saml.id}/login`,
        },
        entity_id: "",
        single_sign_on_url: "",
      });
      expect((await call("enableSaml", { parameters })).body).toMatchObject({
        type: "already_exists",
        resource: "organization_saml",
      });
      const samlId = saml.id as string;
      const entity = { entity_id: "https://idp.example/metadata" };
      const sso = { single_sign_on_url: "https://idp.example/sso" };
      const add = (type: string) =>
        call("addSamlCertificate", { parameters: { samlId }, body: { type, content: CERTIFICATE } });
      await add("encryption");
      expect(await status()).toBe("missing_certificate");
      const certificateId = (await add("signing")).body.id as string;
      expect(await status()).toBe("missing_entity_id");
      const changed = await call("updateSaml", { parameters: { samlId }, body: entity });
      expect(changed.body).toMatchObject({ ...entity, status: "missing_single_sign_on_url" });
      await call("updateSaml", { parameters: { samlId }, body: sso });
      expect((await call("getOrganizationSaml", { parameters })).body).toMatchObject({
        ...entity,
        ...sso,
        status: "valid",
      });
      expect((await call("deleteSamlCertificate", { parameters: { certificateId } })).status).toBe(204);
      expect(await status()).toBe("missing_certificate");
      expect(
        rejected(await call("updateSaml", { parameters: { samlId }, body: { entity_id: "e".repeat(1025) } })),
      ).toEqual([400, "entity_id", "constraint"]);
    });

    it("has certificates until it is disabled", async () => {
      const samlId = (await call("enableSaml", { parameters: inPartner() })).body.id as string;
      const parameters = { samlId };
      const body = { type: "signing", content: CERTIFICATE };
      const certificate = (await call("addSamlCertificate", { parameters, body })).body;
      expect(certificate).toEqual({
        id: expect.any(String),
        srn: `srn://iam.scw.eu/saml-certificates/${certificate.id}`,
        ...body,
        origin: "identity_provider",
        expires_at: "2036-11-18T09:03:49Z",
      });
      const certificateId = certificate.id as string;
      expect((await call("listSamlCertificates", { parameters })).body).toEqual({ certificates: [certificate] });
      expect((await call("getSamlCertificate", { parameters: { certificateId } })).body).toEqual(certificate);
      const wrong = { type: "unknown_certificate_type", content: CERTIFICATE };
      expect(rejected(await call("addSamlCertificate", { parameters, body: wrong }))[1]).toBe("type");
      expect(rejected(await call("addSamlCertificate", { parameters, body: { ...body, content: "x" } }))).toEqual([
        400,
        "content",
        "format",
      ]);
      expect((await call("deleteSaml", { parameters })).status).toBe(204);
      for (const name of ["updateSaml", "deleteSaml", "listSamlCertificates"] as const)
        expect((await call(name, { parameters })).body).toEqual(missing("saml", samlId));
      expect((await call("addSamlCertificate", { parameters, body })).body).toEqual(missing("saml", samlId));
      for (const name of ["getSamlCertificate", "deleteSamlCertificate"] as const)
        expect((await call(name, { parameters: { certificateId } })).body).toEqual(
          missing("saml_certificate", certificateId),
        );
      expect((await call("enableSaml", { parameters: inPartner() })).status).toBe(200);
    });

    it("reads the metadata of an identity provider", async () => {
      const inside = CERTIFICATE.replace(/-----.*-----|\n/g, "");
      const key = (use: string) =>
        `<md:KeyDescriptor${use}><ds:X509Data><ds:X509Certificate>${inside}</ds:X509Certificate></ds:X509Data></md:KeyDescriptor>`;
      const xml = `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">
        ${key(' use="signing"')}${key(' use="encryption"')}
        <md:SingleSignOnService Binding="HTTP-POST" Location="https://idp.example/sso"/></md:EntityDescriptor>`;
      const parse = (text: string) =>
        call("parseSamlMetadata", { body: { file: { content: Buffer.from(text).toString("base64") } } });
      expect((await parse(xml)).body).toEqual({
        entity_id: "https://idp.example",
        single_sign_on_url: "https://idp.example/sso",
        signing_certificates: [CERTIFICATE],
      });
      expect(rejected(await parse("<html/>"))).toEqual([400, "file", "format"]);
    });
  });

  it("SCIM is enabled once, and tells the token of its own making once", async () => {
    const parameters = inPartner();
    expect((await call("getOrganizationScim", { parameters })).body).toEqual(missing("organization_scim", partner()));
    const scim = (await call("enableScim", { parameters, body: {} })).body;
    expect(scim).toEqual({ id: expect.any(String), created_at: "2026-09-16T15:55:20.463000Z" });
    expect((await call("enableScim", { parameters })).body.type).toBe("already_exists");
    expect((await call("getOrganizationScim", { parameters })).body).toEqual(scim);
    const ofScim = { scimId: scim.id as string };
    const { token, bearer_token } = (await call("createScimToken", { parameters: ofScim })).body;
    expect(token).toEqual({
      id: expect.any(String),
      scim_id: scim.id,
      created_at: "2026-09-16T15:55:20.463000Z",
      expires_at: "2027-09-16T15:55:20.463000Z",
    });
    expect(bearer_token).toMatch(/^[\w-]+\.[\w-]+$/);
    await call("createScimToken", { parameters: ofScim });
    const page = await call("listScimTokens", { parameters: ofScim, query: "?page_size=1" });
    expect(page.body).toEqual({ scim_tokens: [token], total_count: 2 });
    expect(JSON.stringify(await control("GET", "/dump"))).not.toContain(bearer_token);
    const ofToken = { tokenId: token.id as string };
    expect((await call("getScimToken", { parameters: ofToken })).body).toEqual(token);
    expect((await call("deleteScimToken", { parameters: ofToken })).status).toBe(204);
    for (const name of ["deleteScimToken", "getScimToken"] as const)
      expect((await call(name, { parameters: ofToken })).body).toEqual(missing("scim_token", ofToken.tokenId));
    expect((await call("deleteScim", { parameters: ofScim })).status).toBe(204);
    for (const name of ["deleteScim", "listScimTokens", "createScimToken"] as const)
      expect((await call(name, { parameters: ofScim })).body).toEqual(missing("scim", ofScim.scimId));
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
        ["enableSaml", {}],
        ["enableScim", {}],
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
      expect((await call("listGroups", { secretKey })).body.total_count).toBe(5);
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

  it("the requests that are left in a second count down, for all APIs together that tell them", async () => {
    portal.pass(537);
    const left = async (name: OperationName) => (await call(name)).headers.get("x-ratelimit-remaining");
    expect(await left("listOrganizations")).toBe("49");
    expect(await left("listGroups")).toBe("48");
    expect(await left("listProjects")).toBeNull();
    expect((await call("getOrganization", { parameters: inPartner() })).headers.get("x-ratelimit-remaining")).toBe(
      "47",
    );
    portal.pass(1000);
    expect(await left("listOrganizations")).toBe("49");
    for (let time = 0; time < 60; time += 1) await left("listOrganizations");
    expect(await left("listOrganizations")).toBe("0");
  });
});
