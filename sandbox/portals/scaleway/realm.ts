import { randomInt, randomUUID } from "node:crypto";
import { compositeKey, type Draft } from "../../store/collection";
import type { PortalStore } from "../../store/store";
import { hashOf } from "../../secrets";
import { EVERYBODY_GROUPS, PRESET_GROUPS, presetPolicy } from "../../../provider/portals/scaleway/contract";
import { permissionSet } from "./permissionSets";
import type {
  ApiKeyRecord,
  ApplicationRecord,
  GroupRecord,
  LogRecord,
  OrganizationRecord,
  PolicyRecord,
  ProjectRecord,
  RuleRecord,
  SamlCertificateRecord,
  SamlRecord,
  ScimRecord,
  ScimTokenRecord,
  SshKeyRecord,
  UserRecord,
} from "./records";

const PRESET_RULES: Readonly<Record<(typeof PRESET_GROUPS)[number], readonly (readonly string[])[]>> = {
  Administrators: [
    ["AllProductsFullAccess"],
    ["IAMManager", "OrganizationManager", "ProjectManager", "BillingManager", "SupportTicketManager"],
    ["AuditTrailFullAccess"],
  ],
  Editors: [["AllProductsFullAccess"], ["ProjectReadOnly"]],
  "Billing Administrators": [["BillingManager"]],
};

/** Why the vendor locks what is new, and the mail that ends it. */
export const VALIDATE_EMAIL = "validate_email";

/** What is made has these, where somebody has chosen them. */
export interface ChosenIds {
  readonly id: string;
  readonly ownerId?: string;
  readonly secret?: string;
}

/** Everything that the portal knows: the partner, its clients, and what is in their Organizations. */
export class ScalewayRealm {
  readonly organizations;
  readonly users;
  readonly groups;
  readonly policies;
  readonly applications;
  readonly apiKeys;
  readonly projects;
  readonly sshKeys;
  readonly saml;
  readonly samlCertificates;
  readonly scim;
  readonly scimTokens;
  readonly logs;

  constructor(records: PortalStore) {
    const inOrganization = (record: { organizationId: string }) => [record.organizationId];
    const named = (record: { organizationId: string; name: string }) => [
      compositeKey(record.organizationId, record.name),
    ];
    this.organizations = records.collection("organizations", {
      partner: (organization: OrganizationRecord) => (organization.partnerId === null ? [] : [organization.partnerId]),
    });
    this.users = records.collection("users", {
      organization: (user: UserRecord) => inOrganization(user),
      username: (user: UserRecord) => [compositeKey(user.organizationId, user.username)],
    });
    this.groups = records.collection("groups", {
      organization: (group: GroupRecord) => inOrganization(group),
      name: (group: GroupRecord) => named(group),
      user: (group: GroupRecord) => group.userIds,
      application: (group: GroupRecord) => group.applicationIds,
      all: (group: GroupRecord) => (group.all === undefined ? [] : [compositeKey(group.organizationId, group.all)]),
    });
    this.policies = records.collection("policies", {
      organization: (policy: PolicyRecord) => inOrganization(policy),
      name: (policy: PolicyRecord) => named(policy),
      principal: ({ principal }: PolicyRecord) => Object.values(principal).filter((id) => typeof id === "string"),
    });
    this.applications = records.collection("applications", {
      organization: (application: ApplicationRecord) => inOrganization(application),
      name: (application: ApplicationRecord) => named(application),
    });
    this.apiKeys = records.collection("apiKeys", {
      organization: (key: ApiKeyRecord) => inOrganization(key),
      secretHash: (key: ApiKeyRecord) => [key.secretHash],
      bearer: (key: ApiKeyRecord) => [key.userId ?? key.applicationId ?? ""],
    });
    this.projects = records.collection("projects", {
      organization: (project: ProjectRecord) => inOrganization(project),
    });
    this.sshKeys = records.collection("sshKeys", {
      organization: (key: SshKeyRecord) => inOrganization(key),
      project: (key: SshKeyRecord) => [key.projectId],
    });
    this.saml = records.collection("saml", {
      organization: (saml: SamlRecord) => inOrganization(saml),
    });
    this.samlCertificates = records.collection("samlCertificates", {
      saml: (certificate: SamlCertificateRecord) => [certificate.samlId],
    });
    this.scim = records.collection("scim", {
      organization: (scim: ScimRecord) => inOrganization(scim),
    });
    this.scimTokens = records.collection("scimTokens", {
      scim: (token: ScimTokenRecord) => [token.scimId],
    });
    this.logs = records.collection("logs", {
      organization: (log: LogRecord) => inOrganization(log),
    });
  }

  /** The partner: the one Organization that has no partner. */
  get partner(): OrganizationRecord {
    for (const organization of this.organizations.values()) if (organization.partnerId === null) return organization;
    throw new Error("the portal has not been seeded");
  }

  /** An Organization with what every one has: owner, default project, groups and their policies. */
  addOrganization(
    facts: Pick<
      OrganizationRecord,
      "partnerId" | "name" | "email" | "ownerFirstname" | "ownerLastname" | "phone" | "customerId" | "comment"
    >,
    now: number,
    chosen?: ChosenIds,
  ): OrganizationRecord {
    const id = chosen?.id ?? randomUUID();
    const dated = { createdAt: now, updatedAt: now };
    const organization = this.organizations.insert({
      id,
      ...facts,
      ...dated,
      closed: false,
      // Until the owner has followed the link in the mail.
      locks: facts.partnerId === null ? [] : [{ by: "scaleway", reason: VALIDATE_EMAIL, since: now }],
    });
    const owner = this.users.insert({
      id: chosen?.ownerId ?? randomUUID(),
      organizationId: id,
      email: facts.email,
      username: facts.email.replace(/[^a-zA-Z0-9@._-]/g, "_"),
      firstName: facts.ownerFirstname,
      lastName: facts.ownerLastname,
      phone: facts.phone ?? "",
      locale: "en_US",
      type: "owner",
      tags: [],
      locked: false,
      passwordHash: null,
      mails: [VALIDATE_EMAIL],
      ...dated,
    });
    this.projects.insert({ id, organizationId: id, name: "default", description: "", ...dated });
    this.addVendorsGroups(id, owner.id, dated);
    return organization;
  }

  /** The groups and policies that every Organization begins with. */
  private addVendorsGroups(
    organizationId: string,
    ownerId: string,
    dated: Pick<GroupRecord, "createdAt" | "updatedAt">,
  ): void {
    const own = { organizationId, description: "", tags: [], managed: false, ...dated };
    const group = (name: string, facts: Partial<GroupRecord>): GroupRecord =>
      this.groups.insert({ id: randomUUID(), name, userIds: [], applicationIds: [], ...own, ...facts });
    for (const all of ["users", "applications"] as const) group(EVERYBODY_GROUPS[all], { managed: true, all });
    for (const name of PRESET_GROUPS) {
      const { id: groupId } = group(name, { userIds: name === "Administrators" ? [ownerId] : [] });
      this.policies.insert({
        id: randomUUID(),
        name: presetPolicy(name),
        principal: { group_id: groupId },
        rules: PRESET_RULES[name].map((sets): RuleRecord => organizationRule(organizationId, sets)),
        ...own,
      });
    }
  }

  /** A key of a user or an application; its secret is known to the caller alone. */
  addApiKey(
    key: Pick<
      ApiKeyRecord,
      "organizationId" | "userId" | "applicationId" | "description" | "defaultProjectId" | "expiresAt"
    >,
    now: number,
    { keepSecret = false, chosen }: { readonly keepSecret?: boolean; readonly chosen?: ChosenIds | undefined } = {},
  ): { readonly record: ApiKeyRecord; readonly secret: string } {
    const secret = chosen?.secret ?? randomUUID();
    const draft: Draft<ApiKeyRecord> = {
      id: chosen?.id ?? newAccessKey(),
      ...key,
      secretHash: hashOf(secret),
      secret: keepSecret ? secret : null,
      createdAt: now,
      updatedAt: now,
    };
    return { record: this.apiKeys.insert(draft), secret };
  }

  ownerOf(organizationId: string): UserRecord | undefined {
    for (const user of this.users.find("organization", organizationId)) if (user.type === "owner") return user;
    return undefined;
  }

  private get inOrganizations() {
    const { users, groups, policies, applications, apiKeys, projects, sshKeys, saml, scim, logs } = this;
    return [users, groups, policies, applications, apiKeys, projects, sshKeys, saml, scim, logs];
  }

  /** Whether anything has this id. */
  has(id: string): boolean {
    return [this.organizations, ...this.inOrganizations].some((collection) => collection.get(id) !== undefined);
  }

  /** An Organization with all that is in it. */
  removeOrganization(id: string): void {
    for (const collection of this.inOrganizations) collection.removeAll("organization", id);
    this.organizations.remove(id);
  }

  removeUser(id: string): void {
    this.apiKeys.removeAll("bearer", id);
    for (const group of [...this.groups.find("user", id)])
      this.groups.replace({ ...group, userIds: group.userIds.filter((member) => member !== id) });
    this.users.remove(id);
  }

  removeApplication(id: string): void {
    this.apiKeys.removeAll("bearer", id);
    for (const group of [...this.groups.find("application", id)])
      this.groups.replace({ ...group, applicationIds: group.applicationIds.filter((member) => member !== id) });
    this.applications.remove(id);
  }
}

function organizationRule(organizationId: string, sets: readonly string[]): RuleRecord {
  const scopeType = permissionSet(sets[0] ?? "")?.scope_type ?? "organization";
  return { id: randomUUID(), sets, scopeType, condition: "", projectIds: null, organizationId };
}

const KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function newAccessKey(): string {
  return `SCW${Array.from({ length: 17 }, () => KEY_CHARACTERS[randomInt(KEY_CHARACTERS.length)]).join("")}`;
}
