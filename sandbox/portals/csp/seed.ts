import { OBJECT_STORAGE_PROFILE } from "../../../provider/portals/csp/contract";
import { hashOf, newId, newPassword, newToken } from "../../secrets";
import { catalogueOf } from "./catalogue";
import { limitsOf } from "./limits";
import type { CspRealm } from "./realm";
import type { TokenRecord } from "./records";

/** How the sandbox's tokens begin: nobody can take one for a token of the real portal. */
export const TOKEN_PREFIX = "csp_sandbox";

/** Names of the tokens that the sandbox prints when it is ready. */
export const RESELLER_TOKEN = "reseller";
export const READ_ONLY_TOKEN = "read-only";

const STANDARD_PROFILES = { admin: "Client-Adm", userAdmin: "User-Adm", user: "User" } as const;

/** Fills a new realm: the standard profiles, the predefined quota profile, and the reseller's user with two tokens. */
export function seed(realm: CspRealm, now: number): void {
  if (realm.users.size > 0) return;
  const all = catalogueOf("reseller");
  const keys = (permissions: typeof all) => permissions.map(({ key }) => key);
  standardProfile(realm, STANDARD_PROFILES.userAdmin, keys(all.filter(({ level }) => level === "client")));
  standardProfile(realm, STANDARD_PROFILES.user, ["show_s3_panel", "manage_buckets", "manage_objects"]);
  const admin = standardProfile(realm, STANDARD_PROFILES.admin, keys(all));
  realm.quotaProfiles.insert({
    id: newId("quota-profile"),
    name: OBJECT_STORAGE_PROFILE,
    origin: "provider",
    clientId: null,
    inheritable: true,
    default: false,
    ...limitsOf(() => 0),
  });
  const { id: userId } = realm.users.insert({
    id: newId("user"),
    clientId: null,
    username: "realm-operator",
    email: "realm-operator@reseller.example",
    firstName: "Realm",
    lastName: "Operator",
    description: "Owns the tokens that the sandbox prints",
    profileId: admin.id,
    permissionSets: [],
    emailVerified: true,
    lastLoginAt: null,
    passwordHash: hashOf(newPassword()),
    passwordSetAt: now,
    grants: [],
  });
  printedToken(realm, userId, RESELLER_TOKEN, null);
  printedToken(realm, userId, READ_ONLY_TOKEN, keys(all.filter(({ key }) => key.startsWith("show_"))));
}

function standardProfile(realm: CspRealm, name: string, permissions: string[]) {
  const facts = { description: null, origin: "provider", clientId: null } as const;
  return realm.profiles.insert({ id: newId("profile"), name, permissions, ...facts });
}

function printedToken(realm: CspRealm, userId: string, name: string, scope: string[] | null): void {
  const secret = newToken(TOKEN_PREFIX);
  realm.tokens.insert({
    id: newId("token"),
    userId,
    name,
    secretHash: hashOf(secret),
    secret,
    scope,
    visible: "all",
    revoked: false,
  });
}

/** A token that the seed made: of others the secret is not kept. */
export function seededToken(realm: CspRealm, name: string): TokenRecord {
  for (const token of realm.tokens.find("name", name)) if (token.secret !== null) return token;
  throw new Error(`the sandbox's own token ${name} is not among its data; start with others`);
}
