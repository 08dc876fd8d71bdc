import { HttpConnection, problemDetails } from "../../transport";
import { asOverlaid, type SpokenTo, whyNoWrites, withoutLacking } from "../derivedContract";
import { budgetOf } from "../budget";
import { slowRetryLog } from "../slowRetryLog";
import type { Bearer, ConnectionSettings, Pending, PortalSession } from "../../model/portal";
import { verifier } from "../verifier";
import { accountDriver } from "./resources/account";
import { csp } from ".";
import { cspContract } from "./contractFacts";
import { missingRights } from "./missingRights";
import { Operations } from "./operations";
import { profileDriver } from "./resources/profile";
import { projectDriver } from "./resources/project";
import { quotaDriver } from "./resources/quota";
import { quotaProfileDriver } from "./resources/quotaProfile";
import { CspClient } from "./client";
import { cspRules } from "./rules";
import { X1 } from "./rules/contract";
import { serviceActivationDriver } from "./resources/serviceActivation";
import { userDriver } from "./resources/user";
import { Wire } from "./wire";

const SHORTEST_RETRY_BUDGET_MS = 120_000;
const NIGHTLY_WINDOW = "; its nightly window begins about 23:00";
export { cspContract as contract } from "./contractFacts";

/** Opens a connection to a Cloud Service Portal. Nothing is sent before it is first used. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  const spoken = spokenTo(settings);
  const { contract, tongue } = spoken;
  const http = new HttpConnection({ ...spoken.http, onRetry: slowRetryLog(say, NIGHTLY_WINDOW) });
  const writesRefused = whyNoWrites(settings, spoken, X1.mark, say);
  const wire = new Wire(http, { contract, tongue, writesRefused });
  const realm = new CspClient(wire, settings.readOnly, writesRefused);
  const operations = new Operations(wire, settings.operationTimeoutSeconds, say);
  const kinds = {
    Account: accountDriver(realm),
    User: userDriver(realm),
    Profile: profileDriver(realm),
    QuotaProfile: quotaProfileDriver(realm),
    Quota: quotaDriver(realm),
    ServiceActivation: serviceActivationDriver(realm),
    Project: projectDriver(realm),
  };
  const session: PortalSession = {
    portal: csp,
    kinds,
    verify: verifier(kinds, cspRules, realm),
    verifyConnection: async () => void (await realm.me()),
    bearer: () => bearerOf(realm),
    missingRights: () => missingRights(realm),
    waitFor: (pending: Pending) => operations.waitFor(pending),
    protect: (secret) => http.redactor.add(secret),
    redact: (text) => http.redactor.redact(text),
    readAnew: () => http.readAnew(),
    close: () => http.close(),
  };
  return withoutLacking(session, tongue?.overlay);
}

/** How the portal is spoken to. @throws UserError with everything that is wrong with an overlay */
export function spokenTo(settings: ConnectionSettings): SpokenTo {
  return asOverlaid(settings, cspContract, {
    dialect: problemDetails,
    endpoint: settings.endpoint,
    token: settings.credentials["token"] ?? "",
    budget: budgetOf(settings),
    readOnly: settings.readOnly,
    maxConcurrency: settings.maxConcurrency,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
    // A portal that says when it will be back, as in its nightly window, is waited for as long as for its own work.
    retryBudgetMs: Math.max(SHORTEST_RETRY_BUDGET_MS, settings.operationTimeoutSeconds * 1000),
  });
}

async function bearerOf(realm: CspClient): Promise<Bearer> {
  const { userId, username, level, clientId, resellerId } = await realm.me();
  const account = clientId === null ? undefined : await realm.clients.withId(clientId);
  return {
    id: userId,
    ...(username === undefined ? {} : { name: username }),
    role: level,
    organization: { id: resellerId },
    ...(clientId === null ? {} : { account: { id: clientId, ...(account && { name: account.name }) } }),
    untold: ["expiry of the token: the portal doesn't return it"],
  };
}
