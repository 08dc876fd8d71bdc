import { HttpConnection, type HttpSettings } from "../../transport";
import { UserError } from "../../model/errors";
import type { Bearer, ConnectionSettings, MissingRight, PortalSession } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { askedOnce } from "../once";
import { budgetOf } from "../budget";
import { slowRetryLog } from "../slowRetryLog";
import { stateOnlyDriver } from "../stateOnly";
import { verifier } from "../verifier";
import { Cloud } from "./client";
import { operations } from "./contract";
import { openstackDialect } from "./dialect";
import { openstack } from ".";
import { accountDriver } from "./resources/account";
import { profileDriver } from "./resources/profile";
import { projectDriver } from "./resources/project";
import { quotaDriver } from "./resources/quota";
import { userDriver } from "./resources/user";
import { openstackRules } from "./rules";
import { certificatesIn, identityOf, type OpenstackSettings, scopeOf } from "./settings";
import { rolesIn, scopeIn } from "./signedIn";
import { Tokens } from "./tokens";
import { Wire } from "./wire";

/** Opens a connection to a cloud. Nothing is sent before it is first used. */
export function openSession(settings: ConnectionSettings, say: (message: string) => void): PortalSession {
  const http = new HttpConnection({ ...connectionTo(settings), onRetry: slowRetryLog(say) });
  const given: OpenstackSettings = settings.credentials;
  for (const secret of [given.password, given.applicationCredentialSecret])
    if (secret !== undefined) http.redactor.add(secret);
  const wire = new Wire(http);
  const cloud = new Cloud(wire, new Tokens(wire, identityOf(given)), {
    scope: scopeOf(given),
    region: given.regionName,
    interface: given.interface ?? "public",
  });
  const kinds = {
    Account: accountDriver(cloud),
    User: userDriver(cloud),
    Profile: profileDriver(cloud),
    QuotaProfile: stateOnlyDriver(),
    Quota: quotaDriver(cloud),
    Project: projectDriver(cloud),
  };
  return {
    portal: openstack,
    kinds,
    verify: verifier(kinds, openstackRules, cloud),
    verifyConnection: askedOnce(() => verify(cloud)),
    bearer: () => bearerOf(cloud),
    missingRights: () => missingRights(cloud),
    waitFor: () => Promise.resolve(),
    protect: (secret) => http.redactor.add(secret),
    redact: (text) => http.redactor.redact(text),
    readAnew: () => http.readAnew(),
    close: () => http.close(),
  };
}

function connectionTo(settings: ConnectionSettings): HttpSettings {
  const { cacert } = settings.credentials;
  const ca = cacert === undefined ? undefined : certificatesIn(cacert);
  if (cacert !== undefined && ca === undefined)
    throw new UserError(`reseller:cacert is ${JSON.stringify(cacert)}, which is not a file of certificates in PEM`);
  return {
    endpoint: settings.endpoint,
    ...(ca === undefined ? {} : { ca }),
    dialect: openstackDialect,
    budget: budgetOf(settings),
    readOnly: settings.readOnly,
    maxConcurrency: settings.maxConcurrency,
    requestTimeoutMs: settings.requestTimeoutSeconds * 1000,
  };
}

/** Whoever may not even list domains with the scope of the settings can manage nothing. */
async function verify(cloud: Cloud): Promise<void> {
  const { domains, token } = await cloud.signedIn();
  if (domains !== undefined) return;
  try {
    await cloud.wire.send(operations.listDomains, undefined, { query: { limit: 1 }, token });
  } catch (error) {
    if (!(error instanceof PortalRefusal) || error.reason !== "not-allowed") throw error;
    const facts = await token.facts();
    throw new PortalRefusal(
      `the token is for ${scopeIn(facts)} with the roles ${rolesIn(facts).join(", ") || "none"}, which may not list domains. An administrator of the cloud needs the role admin there. ` +
        "To manage customers by the role manager in their domains, remove the project, domain or system scope from the settings (reseller:projectName, OS_PROJECT_NAME, …), " +
        `so that a token for each domain is used. The portal said: ${error.message}`,
      "not-allowed",
    );
  }
}

/** Keystone's default policy lets administrators do everything, and managers of a domain what is inside of it. */
async function missingRights(cloud: Cloud): Promise<MissingRight[]> {
  const roles = rolesIn(await (await cloud.signedIn()).token.facts());
  if (roles.includes("admin")) return [];
  const accounts = { right: "admin", costs: "Account can't be created or deleted, and Quota can't be set" };
  const inside = { right: "manager", costs: "User, Profile and Project can't be created, changed or deleted" };
  return roles.includes("manager") ? [accounts] : [accounts, inside];
}

async function bearerOf(cloud: Cloud): Promise<Bearer> {
  const { token, home, domains } = await cloud.signedIn();
  const facts = await token.facts();
  const ends = facts.user.password_expires_at;
  return {
    id: facts.user.id,
    name: facts.user.name,
    role:
      domains === undefined
        ? `${rolesIn(facts).join(", ")} in ${scopeIn(facts)}`
        : `${rolesIn(facts).join(", ")} in ${domains.size === 1 ? scopeIn(facts) : `${domains.size} domains`}`,
    organization: home,
    ...(facts.application_credential === undefined ? { ends: ends ?? null } : {}),
    untold:
      facts.application_credential === undefined ? [] : ["when the application credential ends: the token doesn't say"],
  };
}
