import { HttpConnection, type HttpSettings } from "../../transport";
import { stateOnlyDriver } from "../stateOnly";
import { askedOnce } from "../once";
import { budgetOf } from "../budget";
import { slowRetryLog } from "../slowRetryLog";
import type { Bearer, ConnectionSettings, PortalSession } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { verifier } from "../verifier";
import { accountDriver } from "./resources/account";
import { operations, REQUESTS_PER_SECOND } from "./contract";
import { scalewayDialect } from "./dialect";
import { scaleway } from ".";
import { ClientKeys } from "./clientKeys";
import { Partner } from "./client";
import { AT_ONCE, type Key } from "./surrounding";
import { profileDriver } from "./resources/profile";
import { projectDriver } from "./resources/project";
import { quotaDriver } from "./resources/quota";
import { missingAbilities } from "./rights";
import { scalewayRules } from "./rules";
import { userDriver } from "./resources/user";
import { Wire } from "./wire";

/** How long one call is tried: what has just been granted or made may take so long to be known everywhere. */
const LONGEST_CALL_MS = 180_000;

/** Opens a connection to Scaleway, with the partner's key and those of clients. Nothing is sent before it is first used. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  const { organizationId = "", secretKey = "", accessKey, keys } = settings.credentials;
  const http = new HttpConnection({ ...connectionTo(settings), onRetry: slowRetryLog(say) });
  const ofClients = new Map<string, Key>(Object.entries(keys === undefined ? {} : ClientKeys.parse(JSON.parse(keys))));
  for (const key of ofClients.values()) http.redactor.add(key.secretKey);
  const wire = new Wire(http);
  const partner = new Partner(
    wire,
    organizationId,
    { secretKey, ...(accessKey === undefined ? {} : { accessKey }) },
    ofClients,
  );
  const kinds = {
    Account: accountDriver(partner, say),
    User: userDriver(partner),
    Profile: profileDriver(partner),
    QuotaProfile: stateOnlyDriver(),
    Quota: quotaDriver(partner),
    Project: projectDriver(partner),
  };
  return {
    portal: scaleway,
    kinds,
    verify: verifier(kinds, scalewayRules, partner),
    verifyConnection: askedOnce(() => verify(partner)),
    bearer: () => bearerOf(partner),
    missingRights: () => missingAbilities(partner.organization(undefined)),
    waitFor: () => Promise.resolve(),
    protect: (secret) => http.redactor.add(secret),
    redact: (text) => http.redactor.redact(text),
    readAnew: () => http.readAnew(),
    close: () => http.close(),
  };
}

/** How Scaleway is spoken to: never faster than it allows. Whether it counts for each key or for all is not known. */
export function connectionTo(settings: ConnectionSettings): HttpSettings {
  return {
    endpoint: settings.endpoint,
    token: settings.credentials["secretKey"] ?? "",
    dialect: scalewayDialect,
    rateLimit: { requests: REQUESTS_PER_SECOND, windowMs: 1000 },
    budget: budgetOf(settings),
    readOnly: settings.readOnly,
    maxConcurrency: settings.maxConcurrency,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
    retryBudgetMs: LONGEST_CALL_MS,
  };
}

/** A key that is not allowed to look at its Organization's settings is a key all the same. */
async function verify(partner: Partner): Promise<void> {
  try {
    await partner.call(operations.getOrganizationSettings, { params: { organizationId: partner.id }, ...AT_ONCE });
  } catch (error) {
    if (!(error instanceof PortalRefusal)) throw error;
    if (error.reason === "not-found")
      throw new PortalRefusal(
        `the API key doesn't see the Organization ${partner.id}: reseller:organizationId must be the id of the partner's own Organization, and the key one of it. The portal said: ${error.message}`,
      );
    if (error.code !== "permissions_denied") throw error;
  }
}

async function bearerOf(partner: Partner): Promise<Bearer> {
  const organization = { id: partner.id };
  const own = partner.organization(undefined);
  const key = await own.keyBearer();
  if (key === undefined)
    return {
      organization,
      untold: [
        own.knowsAccessKey
          ? "whose key it is, and when it ends: the key may not look itself up, which takes IAMReadOnly"
          : "whose key it is, and when it ends: reseller:accessKey (or SCW_ACCESS_KEY) is not set",
      ],
    };
  const { user_id: userId, application_id: applicationId, expires_at: ends } = key;
  const name =
    userId !== undefined
      ? own.call(operations.getUser, { params: { userId }, ...AT_ONCE }).then(({ body }) => body.username)
      : own
          .call(operations.getApplication, { params: { applicationId: applicationId ?? "" }, ...AT_ONCE })
          .then(({ body }) => body.name);
  const known = await name.catch(() => undefined);
  const id = userId ?? applicationId;
  return {
    ...(id === undefined ? {} : { id }),
    ...(known === undefined ? {} : { name: known }),
    role: userId === undefined ? "application" : "user",
    organization,
    ends,
    untold: known === undefined ? ["what they are called: the key may not look people up"] : [],
  };
}
