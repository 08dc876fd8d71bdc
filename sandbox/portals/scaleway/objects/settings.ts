import { DURATION_PATTERN } from "../../../../provider/portals/scaleway/contract";
import { type AnyCall, filterOf, type Handlers } from "../call";
import { inOwn, requireRight } from "../organizationScope";
import { requireFree } from "../../refusal";
import { alreadyExists, notFound, ScalewayProblem } from "../problem";
import type { OrganizationRecord, SecurityRecord } from "../records";

const LOGIN_METHODS = {
  login_magic_code_enabled: true,
  login_oauth2_enabled: true,
  login_password_enabled: true,
  login_saml_enabled: false,
};

const SECURITY: SecurityRecord = {
  enforce_password_renewal: false,
  grace_period_duration: "259200s",
  login_attempts_before_locked: 5,
  max_api_key_expiration_duration: "0s",
  max_login_session_duration: "2592000s",
};

/** The Organization of a path, which is one's own or none. */
export function pathOrganization(call: AnyCall, right: "read" | "write"): OrganizationRecord {
  requireRight(call, "organization", right);
  const { organizationId = "" } = call.parameters;
  inOwn(call, { organizationId }, "organization", organizationId);
  return call.caller.organization;
}

function settingsFields({ id, name, alias = "", loginMethods }: OrganizationRecord): Record<string, unknown> {
  return { alias, id, name, ...LOGIN_METHODS, ...loginMethods };
}

function securityFields({ security }: OrganizationRecord): Record<string, unknown> {
  return { ...SECURITY, ...security };
}

/** As the portal writes it: no fraction, or one of three, six or nine digits. */
function durationText(sent: string): string {
  const [, seconds = "", fraction = ""] = DURATION_PATTERN.exec(sent) ?? [];
  const digits = fraction.replace(/0+$/, "");
  const written = digits === "" ? "" : `.${digits.padEnd(Math.ceil(digits.length / 3) * 3, "0")}`;
  return `${BigInt(seconds)}${written}s`;
}

export const settingsHandlers = {
  getOrganizationSettings: (call) => settingsFields(pathOrganization(call, "read")),

  updateLoginMethods(call) {
    const organization = pathOrganization(call, "write");
    const loginMethods = { ...organization.loginMethods, ...call.body };
    return settingsFields(call.realm.organizations.replace({ ...organization, loginMethods }));
  },

  setAlias(call) {
    const organization = pathOrganization(call, "write");
    const { alias } = call.body;
    if (organization.alias !== undefined)
      throw new ScalewayProblem("precondition_failed", {
        precondition: "protected_resource",
        help_message: "the alias is set already; a ticket changes it",
      });
    const holders = [...call.realm.organizations.values()].filter((other) => other.alias === alias);
    const taken = alreadyExists("organization_alias", "another organization has this alias");
    requireFree(holders, () => taken(alias));
    return settingsFields(call.realm.organizations.replace({ ...organization, alias }));
  },

  getSecuritySettings: (call) => securityFields(pathOrganization(call, "read")),

  updateSecuritySettings(call) {
    const organization = pathOrganization(call, "write");
    const sent = Object.entries(call.body).map(([name, value]) => [
      name,
      typeof value === "string" ? durationText(value) : value,
    ]);
    const security = { ...organization.security, ...(Object.fromEntries(sent) as Partial<SecurityRecord>) };
    return securityFields(call.realm.organizations.replace({ ...organization, security }));
  },

  /** Nobody has been asked to do anything. */
  listGracePeriods(call) {
    requireRight(call, "user", "read");
    const user = filterOf(call, "user_id");
    if (user !== undefined) inOwn(call, call.realm.users.get(user), "user", user);
    return { grace_periods: [] };
  },

  /** Nobody is at the console. */
  listJwts(call) {
    requireRight(call, "jwt", "read");
    return [];
  },

  getJwt(call) {
    requireRight(call, "jwt", "read");
    throw notFound("jwt", call.parameters["jti"] ?? "");
  },

  deleteJwt(call) {
    requireRight(call, "jwt", "write");
    throw notFound("jwt", call.parameters["jti"] ?? "");
  },
} satisfies Partial<Handlers>;
