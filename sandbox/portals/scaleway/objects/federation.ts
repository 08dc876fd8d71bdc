import { randomBytes, randomUUID, X509Certificate } from "node:crypto";
import { hashOf } from "../../../secrets";
import { type AnyCall, chosenTimeText, type Handlers, srnOf, timeText } from "../call";
import { inOwn, requireRight, requireUnlocked } from "../organizationScope";
import { argument, invalid, notFound, ScalewayProblem } from "../problem";
import type { SamlCertificateRecord, SamlRecord, ScimRecord, ScimTokenRecord } from "../records";
import { pathOrganization } from "./settings";

function statusOf({ realm }: AnyCall, saml: SamlRecord): string {
  const certificates = [...realm.samlCertificates.find("saml", saml.id)];
  if (!certificates.some(({ type }) => type === "signing")) return "missing_certificate";
  if (saml.entityId === "") return "missing_entity_id";
  return saml.singleSignOnUrl === "" ? "missing_single_sign_on_url" : "valid";
}

function samlFields(call: AnyCall, saml: SamlRecord): Record<string, unknown> {
  return {
    entity_id: saml.entityId,
    id: saml.id,
    service_provider: {
      assertion_consumer_service_url: `https://api.scaleway.com/iam/v1/saml/${saml.id}/login`,
      entity_id: `https://iam.scaleway.com/saml/${saml.id}`,
    },
    single_sign_on_url: saml.singleSignOnUrl,
    srn: srnOf("saml", saml.id),
    status: statusOf(call, saml),
  };
}

function samlOf(call: AnyCall, right: "read" | "write"): SamlRecord {
  requireRight(call, "saml", right);
  const { samlId = "" } = call.parameters;
  return inOwn(call, call.realm.saml.get(samlId), "saml", samlId);
}

function certificateFields(certificate: SamlCertificateRecord): Record<string, unknown> {
  return {
    content: certificate.content,
    expires_at: chosenTimeText(certificate.expiresAt),
    id: certificate.id,
    origin: "identity_provider",
    srn: srnOf("saml-certificates", certificate.id),
    type: certificate.type,
  };
}

function certificateOf(call: AnyCall, right: "read" | "write"): SamlCertificateRecord {
  requireRight(call, "saml_certificate", right);
  const { certificateId = "" } = call.parameters;
  return inOwn(call, call.realm.samlCertificates.get(certificateId), "saml_certificate", certificateId);
}

function expiryOf(content: string): number {
  try {
    return Date.parse(new X509Certificate(content).validTo);
  } catch {
    throw invalid(argument("content", "format", "is not a certificate in PEM"));
  }
}

/** What stands once for each element of a name in XML, whatever prefix it has. */
function elementsIn(xml: string, name: string): string[] {
  return xml.match(new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>(?:[^<]*)`, "g")) ?? [];
}

function attributeIn(element: string | undefined, name: string): string {
  return new RegExp(`\\b${name}\\s*=\\s*"([^"]*)"`).exec(element ?? "")?.[1] ?? "";
}

function pemOf(element: string): string {
  const lines = element.replace(/^[^>]*>|\s/g, "").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function scimFields({ id, createdAt }: ScimRecord): Record<string, unknown> {
  return { created_at: timeText(createdAt), id };
}

function scimOf(call: AnyCall, right: "read" | "write"): ScimRecord {
  requireRight(call, "scim", right);
  const { scimId = "" } = call.parameters;
  return inOwn(call, call.realm.scim.get(scimId), "scim", scimId);
}

function tokenFields(token: ScimTokenRecord): Record<string, unknown> {
  return {
    created_at: timeText(token.createdAt),
    expires_at: timeText(token.expiresAt),
    id: token.id,
    scim_id: token.scimId,
  };
}

function tokenOf(call: AnyCall, right: "read" | "write"): ScimTokenRecord {
  requireRight(call, "scim_token", right);
  const { tokenId = "" } = call.parameters;
  return inOwn(call, call.realm.scimTokens.get(tokenId), "scim_token", tokenId);
}

function inOneYear(now: number): number {
  return new Date(now).setUTCFullYear(new Date(now).getUTCFullYear() + 1);
}

/** Something that an Organization has once. @throws {ScalewayProblem} `already_exists` */
function onlyOne(call: AnyCall, resource: "saml" | "scim"): Omit<ScimRecord, "sequence"> {
  requireRight(call, "organization", "write");
  const { organization } = call.caller;
  const { organizationId = "" } = call.parameters;
  if (organizationId !== organization.id) throw notFound("organization", organizationId);
  requireUnlocked(call);
  const existing = call.realm[resource].first("organization", organizationId);
  if (existing !== undefined)
    throw new ScalewayProblem("already_exists", {
      resource: `organization_${resource}`,
      resource_id: organizationId,
      help_message: "it is enabled already",
    });
  return { id: randomUUID(), organizationId, createdAt: call.now, updatedAt: call.now };
}

export const federationHandlers: Handlers<
  | "getOrganizationSaml"
  | "enableSaml"
  | "updateSaml"
  | "deleteSaml"
  | "parseSamlMetadata"
  | "listSamlCertificates"
  | "addSamlCertificate"
  | "getSamlCertificate"
  | "deleteSamlCertificate"
  | "getOrganizationScim"
  | "enableScim"
  | "deleteScim"
  | "listScimTokens"
  | "createScimToken"
  | "getScimToken"
  | "deleteScimToken"
> = {
  getOrganizationSaml(call) {
    const { id } = pathOrganization(call, "read");
    const saml = call.realm.saml.first("organization", id);
    if (saml === undefined) throw notFound("organization_saml", id);
    return samlFields(call, saml);
  },

  enableSaml: (call) =>
    samlFields(call, call.realm.saml.insert({ ...onlyOne(call, "saml"), entityId: "", singleSignOnUrl: "" })),

  updateSaml(call) {
    const saml = samlOf(call, "write");
    const { entity_id: entityId = saml.entityId, single_sign_on_url: singleSignOnUrl = saml.singleSignOnUrl } =
      call.body;
    return samlFields(call, call.realm.saml.replace({ ...saml, entityId, singleSignOnUrl, updatedAt: call.now }));
  },

  deleteSaml(call) {
    const { id } = samlOf(call, "write");
    call.realm.samlCertificates.removeAll("saml", id);
    call.realm.saml.remove(id);
    return undefined;
  },

  parseSamlMetadata(call) {
    requireRight(call, "saml", "read");
    const xml = Buffer.from(call.body.file.content, "base64").toString();
    const entityId = attributeIn(elementsIn(xml, "EntityDescriptor")[0], "entityID");
    if (entityId === "") throw invalid(argument("file", "format", "is not the metadata of an identity provider"));
    const keys = xml.split(/<(?:\w+:)?KeyDescriptor\b/).filter((key) => attributeIn(key, "use") !== "encryption");
    return {
      entity_id: entityId,
      signing_certificates: keys.flatMap((key) => elementsIn(key, "X509Certificate").map(pemOf)),
      single_sign_on_url: attributeIn(elementsIn(xml, "SingleSignOnService")[0], "Location"),
    };
  },

  listSamlCertificates(call) {
    const { id } = samlOf(call, "read");
    return { certificates: [...call.realm.samlCertificates.find("saml", id)].map(certificateFields) };
  },

  addSamlCertificate(call) {
    const { id: samlId, organizationId } = samlOf(call, "write");
    const { type, content } = call.body;
    const expiresAt = expiryOf(content);
    const record = { id: randomUUID(), organizationId, samlId, type, content, expiresAt };
    return certificateFields(
      call.realm.samlCertificates.insert({ ...record, createdAt: call.now, updatedAt: call.now }),
    );
  },

  getSamlCertificate: (call) => certificateFields(certificateOf(call, "read")),

  deleteSamlCertificate(call) {
    call.realm.samlCertificates.remove(certificateOf(call, "write").id);
    return undefined;
  },

  getOrganizationScim(call) {
    const { id } = pathOrganization(call, "read");
    const scim = call.realm.scim.first("organization", id);
    if (scim === undefined) throw notFound("organization_scim", id);
    return scimFields(scim);
  },

  enableScim: (call) => scimFields(call.realm.scim.insert(onlyOne(call, "scim"))),

  deleteScim(call) {
    const { id } = scimOf(call, "write");
    call.realm.scimTokens.removeAll("scim", id);
    call.realm.scim.remove(id);
    return undefined;
  },

  *listScimTokens(call) {
    const { id } = scimOf(call, "read");
    for (const token of call.realm.scimTokens.find("scim", id))
      yield { sequence: token.sequence, fields: tokenFields(token) };
  },

  createScimToken(call) {
    const { id: scimId, organizationId } = scimOf(call, "write");
    const { realm, now } = call;
    const id = randomUUID();
    const bearer = `${Buffer.from(id).toString("base64url")}.${randomBytes(54).toString("base64url")}`;
    const token = realm.scimTokens.insert({
      id,
      organizationId,
      scimId,
      secretHash: hashOf(bearer),
      expiresAt: inOneYear(now),
      createdAt: now,
      updatedAt: now,
    });
    return { bearer_token: bearer, token: tokenFields(token) };
  },

  getScimToken: (call) => tokenFields(tokenOf(call, "read")),

  deleteScimToken(call) {
    call.realm.scimTokens.remove(tokenOf(call, "write").id);
    return undefined;
  },
};
