import { randomBytes } from "node:crypto";
import type { BodyOf, Row } from "../../call";
import type { operations } from "../../../../provider/portals/openstack/contract";
import { hashOf } from "../../../secrets";
import { compositeKey } from "../../../store/collection";
import { effectiveOfUser } from "../access";
import { type AnyCall, callerOf, type Handlers, rowsOf, timeText } from "../call";
import { rolesOfToken } from "../caller";
import { expecting, unauthorized } from "../problem";
import { SYSTEM } from "../realm";
import type { CredentialRecord, Scope, TokenRecord, UserRecord } from "../records";
import { catalogueFields } from "./catalogue";
import { domainFields } from "./domains";

type Auth = BodyOf<typeof operations.createToken>["auth"];
type Identity = Auth["identity"];
type Reference = { readonly id?: string; readonly name?: string };

/** Who signs in, and by what. */
interface SignIn {
  readonly user: UserRecord;
  readonly credential?: CredentialRecord;
  /** Of the token that was shown. */
  readonly methods: readonly string[];
}

export const tokenHandlers = {
  createToken(call) {
    const { realm, body, now } = call;
    const { identity, scope: asked } = body.auth;
    const { user, credential, methods } = signInOf(call, identity);
    const scope: Scope =
      credential === undefined ? scopeOf(call, asked) : { place: "project", id: credential.projectId };
    const draft = { userId: user.id, scope, methods, credentialId: credential?.id ?? null };
    if (!user.enabled || realm.domains.get(user.domainId)?.enabled !== true) throw unauthorized();
    const roleIds = rolesOfToken(realm, draft);
    if (scope !== null && (roleIds.size === 0 || !isEnabled(call, scope))) throw unauthorized();
    const [text, token] = realm.addToken(draft, now);
    call.answerHeaders["x-subject-token"] = text;
    call.answerHeaders["vary"] = "X-Auth-Token";
    return { token: tokenFields(call, token, user, roleIds, credential) };
  },

  listOwnDomains(call) {
    const { realm } = call;
    const lines = effectiveOfUser(realm, callerOf(call).user.id).filter(({ place }) => place === "domain");
    const ids = new Set(lines.map(({ placeId }) => placeId));
    const domains = [...ids].flatMap((id) => realm.domains.get(id) ?? []);
    return rowsOf(domains, (domain) => domainFields(call, domain));
  },

  listOwnSystems(call): Row[] {
    const isSomebody = effectiveOfUser(call.realm, callerOf(call).user.id).some(({ place }) => place === "system");
    return isSomebody ? [{ sequence: 0, fields: { all: true } }] : [];
  },
} satisfies Partial<Handlers>;

function signInOf(call: AnyCall, identity: Identity): SignIn {
  const { methods } = identity;
  for (const method of methods)
    if (identity[method as keyof Identity] === undefined) throw expecting(method, "identity");
  if (identity.password !== undefined) return { user: byPassword(call, identity.password.user), methods };
  if (identity.application_credential !== undefined)
    return { ...byCredential(call, identity.application_credential), methods };
  const token = call.realm.tokens.get(hashOf(identity.token?.id ?? ""));
  const user = call.realm.users.get(token?.userId ?? "");
  if (token === undefined || user === undefined || token.expiresAt <= call.now || call.realm.isRevoked(token))
    throw unauthorized();
  return { user, methods: [...methods, ...token.methods.filter((method) => !methods.includes(method))] };
}

function byPassword(
  call: AnyCall,
  asked: Reference & { readonly domain?: Reference; readonly password: string },
): UserRecord {
  const user = userNamed(call, asked);
  if (user === undefined || user.passwordHash !== hashOf(asked.password)) throw unauthorized();
  return user;
}

function byCredential(call: AnyCall, asked: NonNullable<Identity["application_credential"]>): Omit<SignIn, "methods"> {
  const { realm } = call;
  const owner = asked.user === undefined ? undefined : userNamed(call, asked.user);
  const credential =
    asked.id === undefined
      ? [...realm.credentials.find("user", owner?.id ?? "")].find(({ name }) => name === asked.name)
      : realm.credentials.get(asked.id);
  const user = realm.users.get(credential?.userId ?? "");
  if (credential === undefined || user === undefined || credential.secretHash !== hashOf(asked.secret))
    throw unauthorized();
  return { user, credential };
}

function userNamed(call: AnyCall, asked: Reference & { readonly domain?: Reference }): UserRecord | undefined {
  const { realm } = call;
  if (asked.id !== undefined) return realm.users.get(asked.id);
  if (asked.domain === undefined) throw expecting("domain", "user");
  return realm.users.first("name", compositeKey(domainNamed(call, asked.domain) ?? "", asked.name ?? ""));
}

function domainNamed({ realm }: AnyCall, { id, name }: Reference): string | undefined {
  return id ?? realm.domains.first("name", name ?? "")?.id;
}

function scopeOf(call: AnyCall, asked: Auth["scope"]): Scope {
  if (asked === undefined || asked === "unscoped") return null;
  if ("system" in asked) return { place: "system", id: SYSTEM };
  if ("domain" in asked) return { place: "domain", id: domainNamed(call, asked.domain) ?? "" };
  const { project }: { readonly project: Reference & { readonly domain?: Reference } } = asked;
  if (project.id !== undefined) return { place: "project", id: project.id };
  if (project.domain === undefined) throw expecting("domain", "project");
  const key = compositeKey(domainNamed(call, project.domain) ?? "", project.name ?? "");
  return { place: "project", id: call.realm.projects.first("name", key)?.id ?? "" };
}

function isEnabled({ realm }: AnyCall, { place, id }: NonNullable<Scope>): boolean {
  if (place === "system") return true;
  if (place === "domain") return realm.domains.get(id)?.enabled === true;
  const project = realm.projects.get(id);
  return project?.enabled === true && realm.domains.get(project.domainId)?.enabled === true;
}

function tokenFields(
  call: AnyCall,
  { methods, issuedAt, expiresAt, scope }: TokenRecord,
  { id, name, domainId }: UserRecord,
  roleIds: ReadonlySet<string>,
  credential: CredentialRecord | undefined,
): Readonly<Record<string, unknown>> {
  const roles = [...roleIds].map((roleId) => ({ id: roleId, name: call.realm.roles.get(roleId)?.name }));
  return {
    methods,
    user: { domain: domainOf(call, domainId), id, name, password_expires_at: null },
    audit_ids: [randomBytes(16).toString("base64url")],
    expires_at: timeText(expiresAt),
    issued_at: timeText(issuedAt),
    ...placeFields(call, scope),
    ...(scope === null ? {} : { roles, catalog: catalogueFields(call) }),
    ...(credential === undefined
      ? {}
      : { application_credential: { id: credential.id, name: credential.name, restricted: true } }),
  };
}

function placeFields(call: AnyCall, scope: Scope): Readonly<Record<string, unknown>> {
  if (scope === null) return {};
  if (scope.place === "system") return { system: { all: true } };
  if (scope.place === "domain") return { domain: domainOf(call, scope.id) };
  const { name = "", domainId = "" } = call.realm.projects.get(scope.id) ?? {};
  return { project: { domain: domainOf(call, domainId), id: scope.id, name }, is_domain: false };
}

function domainOf({ realm }: AnyCall, id: string) {
  return { id, name: realm.domains.get(id)?.name ?? "" };
}
