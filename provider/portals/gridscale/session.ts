import type { DeclaredInputs } from "../../model";
import { type Dialect, HttpConnection, type HttpSettings } from "../../transport";
import { asOverlaid, type SpokenTo, whyNoWrites, withoutLacking } from "../derivedContract";
import { stateOnlyDriver } from "../stateOnly";
import { askedOnce } from "../once";
import { budgetOf } from "../budget";
import { slowRetryLog } from "../slowRetryLog";
import type { Bearer, ConnectionSettings, MissingRight, Pending, PortalSession } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { poll } from "../poll";
import { verifier } from "../verifier";
import { accountDriver } from "./resources/account";
import { REQUESTS_PER_MINUTE } from "./contract";
import { gridscaleContract } from "./contractFacts";
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

export { gridscaleContract as contract } from "./contractFacts";

/** Opens a connection to gridscale Partner. Nothing is sent before it is first used. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  const { userUuid = "" } = settings.credentials;
  const spoken = spokenTo(settings);
  const { contract, tongue } = spoken;
  const http = new HttpConnection({ ...spoken.http, onRetry: slowRetryLog(say) });
  // Half of what lets somebody in.
  http.redactor.add(userUuid);
  const writesRefused = whyNoWrites(settings, spoken, X1.mark, say);
  const wire = new Wire(http, { contract, tongue, writesRefused });
  const waitFor = async ({ what, finished }: Pending) => {
    if (finished === undefined) return;
    await poll({ what, isDone: finished, timeoutSeconds: settings.operationTimeoutSeconds, say });
  };
  const realm = new GridscaleClient(wire, userUuid, writesRefused, waitFor);
  const kinds = {
    Account: accountDriver(realm),
    User: userDriver(realm),
    Profile: stateOnlyDriver(profileId),
    QuotaProfile: stateOnlyDriver(),
    Quota: quotaDriver(realm),
    ServiceActivation: serviceActivationDriver(realm),
  };
  const session: PortalSession = {
    portal: gridscale,
    kinds,
    verify: verifier(kinds, gridscaleRules, realm),
    verifyConnection: askedOnce(() => verify(realm)),
    bearer: () => bearerOf(realm),
    missingRights: () => missingRights(realm),
    waitFor,
    protect: (secret) => http.redactor.add(secret),
    redact: (message) => http.redactor.redact(message),
    readAnew: () => http.readAnew(),
    close: () => http.close(),
  };
  return withoutLacking(session, tongue?.overlay);
}

/** How the portal is spoken to. @throws UserError with everything that is wrong with an overlay */
export function spokenTo(settings: ConnectionSettings): SpokenTo {
  return asOverlaid(settings, gridscaleContract, connectionTo(settings));
}

/** How gridscale is spoken to: never faster than it allows. */
export function connectionTo(settings: ConnectionSettings): HttpSettings & { readonly dialect: Dialect } {
  const { userUuid = "", token = "", requestsPerMinute } = settings.credentials;
  const perMinute = Number(requestsPerMinute ?? USUAL_REQUESTS_PER_MINUTE);
  return {
    endpoint: settings.endpoint,
    token,
    dialect: gridscaleDialect(userUuid),
    rateLimit: { requests: perMinute, windowMs: MINUTE_MS },
    budget: budgetOf(settings),
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

/** What the role of the key's user in the Partner Panel doesn't let it do. */
async function missingRights(realm: GridscaleClient): Promise<MissingRight[] | undefined> {
  const level = (await realm.users.withId(realm.userUuid))?.partner_level;
  if (level === undefined) return undefined;
  const people = { right: "PARTNER_ADMIN", costs: "Account, User and prices can't be created, changed or deleted" };
  const limits = { right: "PARTNER_WRITE", costs: "Quota, ServiceActivation and locked can't be set" };
  if (level === "owner" || level === "admin") return [];
  return level === "write" ? [people] : [limits, people];
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
