import type { DeclaredInputs } from "../../model";
import { HttpConnection, type HttpSettings } from "../../transport";
import { stateOnlyDriver } from "../stateOnly";
import { askedOnce } from "../once";
import { slowRetryLog } from "../slowRetryLog";
import type { Bearer, ConnectionSettings, Pending, PortalSession } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { poll } from "../poll";
import { verifier } from "../verifier";
import { accountDriver } from "./resources/account";
import { REQUESTS_PER_MINUTE } from "./contract";
import { gridscaleDialect } from "./dialect";
import { gridscale } from ".";
import { quotaDriver } from "./resources/quota";
import { GridscaleClient } from "./client";
import { gridscaleRules } from "./rules";
import { L15, X1 } from "./rules/contract";
import { knownWords } from "../../model/words";
import { levelOf, nearestRole, type Reach, roleId, roleName } from "./roles";
import { serviceActivationDriver } from "./resources/serviceActivation";
import { userDriver } from "./resources/user";
import { Wire } from "./wire";

const USUAL_REQUESTS_PER_MINUTE = 200;
const MINUTE_MS = 60_000;
/** A whole window of the rate limit, and the tries after it. */
const LONGEST_CALL_MS = 180_000;

const WRITES_REFUSED =
  "the contract of gridscale Partner that this provider speaks is derived and unverified, so the effect of a write to a real " +
  "portal is unknown. Use the sandbox; if you have compared the contract with the vendor's schema, run: pulumi config set reseller:acceptDerivedContract true";

const WRITES_ACCEPTED = `${gridscale.title}: writes are allowed by reseller:acceptDerivedContract ${X1.mark}`;

/** Opens a connection to gridscale Partner. Nothing is sent before it is first used. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  const { userUuid = "", acceptDerivedContract } = settings.credentials;
  const http = new HttpConnection({ ...connectionTo(settings), onRetry: slowRetryLog(say) });
  // Half of what lets somebody in.
  http.redactor.add(userUuid);
  const isReal = !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(settings.endpoint).hostname);
  const refused = isReal && acceptDerivedContract !== "true" ? WRITES_REFUSED : undefined;
  if (isReal && refused === undefined) say(WRITES_ACCEPTED);
  const wire = new Wire(http, refused === undefined ? undefined : `${refused} ${X1.mark}`);
  const waitFor = async ({ what, finished }: Pending) => {
    if (finished === undefined) return;
    await poll({ what, isDone: finished, timeoutSeconds: settings.operationTimeoutSeconds, say });
  };
  const realm = new GridscaleClient(wire, userUuid, refused, waitFor);
  const kinds = {
    Account: accountDriver(realm),
    User: userDriver(realm),
    Profile: stateOnlyDriver(profileId),
    QuotaProfile: stateOnlyDriver(),
    Quota: quotaDriver(realm),
    ServiceActivation: serviceActivationDriver(realm),
  };
  return {
    portal: gridscale,
    kinds,
    verify: verifier(kinds, gridscaleRules, realm),
    verifyConnection: askedOnce(() => verify(realm)),
    bearer: () => bearerOf(realm),
    waitFor,
    protect: (secret) => http.redactor.add(secret),
    redact: (message) => http.redactor.redact(message),
    close: () => http.close(),
  };
}

/** How gridscale is spoken to: never faster than it allows. */
export function connectionTo(settings: ConnectionSettings): HttpSettings {
  const { userUuid = "", token = "", requestsPerMinute } = settings.credentials;
  const perMinute = Number(requestsPerMinute ?? USUAL_REQUESTS_PER_MINUTE);
  return {
    endpoint: settings.endpoint,
    token,
    dialect: gridscaleDialect(userUuid),
    rateLimit: { requests: perMinute, windowMs: MINUTE_MS },
    readOnly: settings.readOnly,
    maxConcurrency: Math.min(settings.maxConcurrency, mostAtOnce(perMinute)),
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
    retryBudgetMs: LONGEST_CALL_MS,
  };
}

/**
 * What is under way when the portal's window ends counts in the next one, and must fit into what our own limit leaves free there. And none may
 * wait for its turn for longer than a window, which would use up the time that its call has.
 */
function mostAtOnce(perMinute: number): number {
  const spare = REQUESTS_PER_MINUTE - perMinute;
  return spare > 0 ? Math.min(perMinute, spare) : perMinute;
}

/** A profile stands for the role that it is (rule gridscale/X2). */
function profileId({ level, name, permissions }: DeclaredInputs): string {
  const reach: Reach = level === "client" ? "account" : "realm";
  const role = levelOf(reach, name) ?? nearestRole(reach, knownWords(permissions)).role.level;
  return roleId(reach, role);
}

/** The token must be a partner's: one that lists accounts, and the person it belongs to (rule gridscale/L15). */
async function verify(realm: GridscaleClient): Promise<void> {
  await realm.contracts.load();
  if ((await realm.users.withId(realm.userUuid)) !== undefined) return;
  throw new PortalRefusal(
    `the token can't see the user that it should belong to: reseller:userUuid and reseller:token must be those of one API key of the Partner Panel ${L15.mark}`,
  );
}

async function bearerOf(realm: GridscaleClient): Promise<Bearer> {
  const [user, partner] = await Promise.all([realm.users.withId(realm.userUuid), realm.partner()]);
  const role = user?.partner_level;
  return {
    id: realm.userUuid,
    ...(user === undefined ? {} : { name: user.email }),
    ...(role === undefined || role === null ? {} : { role: roleName("realm", role) }),
    organization: partner === undefined ? {} : { id: partner.contract_uuid, name: partner.name },
    untold: ["expiry of the API key: the portal doesn't return it"],
  };
}
