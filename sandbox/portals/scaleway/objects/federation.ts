import { randomBytes, randomUUID, X509Certificate } from "node:crypto";
import { hashOf } from "../../../secrets";
import { type AnyCall, type CallOn, chosenTimeText, type Handlers, srnOf, timeText } from "../call";
import { ownOf, requireRight, requireUnlocked, type Right } from "../organizationScope";
import { requireFree } from "../../refusal";
import { alreadyExists, argument, invalid, notFound } from "../problem";
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

function samlOf(call: CallOn<"samlId">, right: Right): SamlRecord {
  return ownOf(call, "saml", call.realm.saml, call.parameters.samlId, right);
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

function certificateOf(call: CallOn<"certificateId">, right: Right): SamlCertificateRecord {
  return ownOf(call, "saml_certificate", call.realm.samlCertificates, call.parameters.certificateId, right);
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

function scimOf(call: CallOn<"scimId">, right: Right): ScimRecord {
  return ownOf(call, "scim", call.realm.scim, call.parameters.scimId, right);
}

function tokenFields(token: ScimTokenRecord): Record<string, unknown> {
  return {
    created_at: timeText(token.createdAt),
    expires_at: timeText(token.expiresAt),
    id: token.id,
    scim_id: token.scimId,
  };
}

function tokenOf(call: CallOn<"tokenId">, right: Right): ScimTokenRecord {
  return ownOf(call, "scim_token", call.realm.scimTokens, call.parameters.tokenId, right);
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
  const taken = alreadyExists(`organization_${resource}`, "it is enabled already");
  requireFree(call.realm[resource].find("organization", organizationId), () => taken(organizationId));
  return { id: randomUUID(), organizationId, createdAt: call.now, updatedAt: call.now };
}

export const federationHandlers = {
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

  deleteSamlCertificate: (call) => call.realm.samlCertificates.remove(certificateOf(call, "write").id),

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

  deleteScimToken: (call) => call.realm.scimTokens.remove(tokenOf(call, "write").id),
} satisfies Partial<Handlers>;
