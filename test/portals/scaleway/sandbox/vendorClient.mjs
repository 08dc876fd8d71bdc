/**
 * Drives the stand-in with the vendor's own client, which is an ES module: started by scaleway.test.ts as a program of its own. Takes
 * `{ apiURL, accessKey, secretKey, organizationId }` as its argument and prints what it saw as JSON.
 */
import { createClient } from "@scaleway/sdk-client";
import { Iamv1alpha1 } from "@scaleway/sdk-iam";

const { apiURL, accessKey, secretKey, organizationId } = JSON.parse(process.argv[2]);
const client = createClient({
  apiURL,
  accessKey,
  secretKey,
  defaultOrganizationId: organizationId,
  defaultProjectId: organizationId,
});
const iam = new Iamv1alpha1.API(client);
/** What later versions of the client have methods for. */
const later = (method, path) => client.fetch({ method, path: `/iam/v1alpha1/${path}` }, (answer) => answer);
const seen = {};
const failure = async (work) =>
  work.then(
    () => "no error",
    (error) => error.name,
  );

const user = await iam.createUser({
  tags: ["team=one"],
  member: {
    email: "foo@example.com",
    username: "foo",
    password: "a password",
    firstName: "Foo",
    lastName: "Bar",
    phoneNumber: "",
    locale: "",
    sendPasswordEmail: false,
    sendWelcomeEmail: true,
  },
});
seen.user = [user.type, user.username, user.locale, user.tags, user.createdAt instanceof Date];
seen.updated = (await iam.updateUser({ userId: user.id, firstName: "", tags: [] })).firstName;
seen.renamed = (await iam.updateUserUsername({ userId: user.id, username: "foo.bar" })).username;
await iam.updateUserPassword({ userId: user.id, password: "another", sendEmail: false });
seen.locked = [(await iam.lockUser({ userId: user.id })).locked, (await iam.unlockUser({ userId: user.id })).locked];
seen.users = (await iam.listUsers({ organizationId }).all()).map(({ type }) => type);
seen.owners = (await iam.listUsers({ organizationId, type: "owner" })).totalCount;

const application = await iam.createApplication({ name: "robot", description: "", tags: [] });
await iam.updateApplication({ applicationId: application.id, description: "works" });
seen.application = (await iam.getApplication({ applicationId: application.id })).description;
seen.applications = (await iam.listApplications({ organizationId })).totalCount;
const key = await iam.createAPIKey({
  applicationId: application.id,
  description: "ci",
  expiresAt: new Date("2035-07-06T11:00:00+02:00"),
});
seen.key = [
  typeof key.secretKey,
  (await iam.getAPIKey({ accessKey: key.accessKey })).secretKey ?? null,
  key.expiresAt.toISOString(),
];
await iam.updateAPIKey({ accessKey: key.accessKey, description: "cd" });
seen.keys = (await iam.listAPIKeys({ organizationId, bearerType: "unknown_bearer_type" })).totalCount;

const group = await iam.createGroup({ name: "Night shift", description: "", tags: ["a"] });
await iam.updateGroup({ groupId: group.id, description: "at night" });
await iam.addGroupMember({ groupId: group.id, userId: user.id });
await iam.addGroupMembers({ groupId: group.id, userIds: [], applicationIds: [application.id] });
await iam.removeGroupMember({ groupId: group.id, userId: user.id });
const members = await iam.setGroupMembers({ groupId: group.id, userIds: [user.id], applicationIds: [application.id] });
seen.members = [members.userIds, members.applicationIds].map((ids) => ids.length);
seen.groups = (
  await iam.listGroups({
    organizationId,
    name: "Night shift",
    groupIds: [group.id],
    userIds: [user.id],
    applicationIds: [],
  })
).totalCount;
seen.group = (await iam.getGroup({ groupId: group.id })).description;

const policy = await iam.createPolicy({
  name: "Reseller",
  description: "",
  groupId: group.id,
  rules: [{ permissionSetNames: ["ResellerFullAccess"], condition: "", organizationId }],
});
seen.policy = [policy.nbRules, (await iam.getPolicy({ policyId: policy.id })).nbRules];
const [rule] = (await iam.listRules({ policyId: policy.id })).rules;
const { rules } = await iam.setRules({
  policyId: policy.id,
  rules: [{ permissionSetNames: ["ResellerFullAccess"], condition: "", organizationId }],
});
seen.rules = [rule.permissionSetsScopeType, rules.length, rules[0].id !== rule.id];
seen.principal = (await iam.updatePolicy({ policyId: policy.id, userId: user.id })).userId === user.id;
seen.policies = (
  await iam.listPolicies({ organizationId, policyIds: [policy.id], userIds: [], groupIds: [], applicationIds: [] })
).totalCount;
seen.clone = (await iam.clonePolicy({ policyId: policy.id })).name !== policy.name;
seen.sets = (await iam.listPermissionSets({ organizationId }).all()).length;
seen.settings = (await iam.getOrganization({ organizationId })).id === organizationId;
seen.quota = (await iam.listQuota({ organizationId })).quota.map(({ name }) => name);
seen.quotum = (await iam.getQuotum({ organizationId, quotumName: "iam_groups" })).limits[0].limit;

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
const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO";

const sshKey = await iam.createSSHKey({ name: "laptop", publicKey: `${publicKey} me@example.com` });
const sshKeyId = sshKey.id;
await iam.updateSSHKey({ sshKeyId, disabled: true });
seen.sshKey = [
  sshKey.publicKey === publicKey,
  sshKey.projectId === organizationId,
  sshKey.createdAt instanceof Date,
  (await iam.getSSHKey({ sshKeyId })).disabled,
];
seen.sshKeys = (await iam.listSSHKeys({ organizationId, name: "laptop", disabled: true }).all()).length;
await iam.deleteSSHKey({ sshKeyId });

seen.login = (await iam.updateOrganizationLoginMethods({ loginMagicCodeEnabled: false })).loginMagicCodeEnabled;
seen.alias = (await iam.setOrganizationAlias({ alias: "partner" })).alias;
await iam.updateOrganizationSecuritySettings({
  gracePeriodDuration: "86400.000000000s",
  loginAttemptsBeforeLocked: 10,
});
seen.security = await iam.getOrganizationSecuritySettings();
seen.gracePeriods = (await iam.listGracePeriods({ userId: user.id })).gracePeriods;
seen.jwts = [
  (await iam.listJWTs({ audienceId: user.id })).totalCount,
  await failure(iam.getJWT({ jti: user.id })),
  await failure(iam.deleteJWT({ jti: user.id })),
];
const { logs } = await iam.listLogs({ organizationId, resourceType: "group", action: "created" });
seen.logs = logs.map(({ action, resourceId }) => [action, resourceId === group.id]);
seen.log = (await iam.getLog({ logId: logs[0].id })).createdAt instanceof Date;

const saml = await iam.enableOrganizationSaml();
const certificate = await iam.addSamlCertificate({ samlId: saml.id, type: "signing", content: CERTIFICATE });
await iam.updateSaml({ samlId: saml.id, entityId: "https://idp.example", singleSignOnUrl: "https://idp.example/sso" });
seen.saml = [saml.status, (await iam.getOrganizationSaml()).status, saml.serviceProvider.entityId.endsWith(saml.id)];
seen.certificates = [
  (await iam.listSamlCertificates({ samlId: saml.id })).certificates.length,
  (await later("GET", `saml-certificates/${certificate.id}`)).origin,
  certificate.expiresAt.toISOString(),
];
const metadata = new Blob(['<EntityDescriptor entityID="https://idp.example"/>'], { type: "application/xml" });
seen.metadata = (await iam.parseSamlMetadata({ file: metadata })).entityId;
await iam.deleteSamlCertificate({ certificateId: certificate.id });
await iam.deleteSaml({ samlId: saml.id });

const scim = await later("POST", `organizations/${organizationId}/scim`);
const { token } = await later("POST", `scim/${scim.id}/tokens`);
seen.scim = [
  (await later("GET", `organizations/${organizationId}/scim`)).id === scim.id,
  (await later("GET", `scim/${scim.id}/tokens`)).total_count,
  (await later("GET", `scim-tokens/${token.id}`)).id === token.id,
];
await later("DELETE", `scim-tokens/${token.id}`);
await later("DELETE", `scim/${scim.id}`);

seen.errors = [
  await failure(iam.createGroup({ name: "Administrators", description: "" })),
  await failure(iam.createUser({})),
  await failure(iam.getGroup({ groupId: "11111111-1111-4111-8111-111111111111" })),
  await failure(iam.deleteUser({ userId: (await iam.listUsers({ type: "owner" })).users[0].id })),
];

await iam.deletePolicy({ policyId: policy.id });
await iam.deleteGroup({ groupId: group.id });
await iam.deleteAPIKey({ accessKey: key.accessKey });
await iam.deleteApplication({ applicationId: application.id });
await iam.deleteUser({ userId: user.id });
seen.gone = await failure(iam.getUser({ userId: user.id }));
process.stdout.write(JSON.stringify(seen));
