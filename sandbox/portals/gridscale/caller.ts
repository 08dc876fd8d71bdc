import type { IncomingHttpHeaders } from "node:http";
import { type ContractOperation, MANAGEMENT_PREFIX } from "../../../provider/portals/gridscale/contract";
import { hashOf } from "../../secrets";
import { problem } from "./problem";
import type { GridscaleRealm } from "./realm";
import type { TokenRecord } from "./records";

/** Who sends a request: the token that it came with. */
export type Caller = TokenRecord;

/** @throws {GridscaleProblem} `unauthenticated` unless a token and the user that it belongs to are given. */
export function authenticate(realm: GridscaleRealm, headers: IncomingHttpHeaders): Caller {
  const { "x-auth-userid": userId, "x-auth-token": secret } = headers;
  if (typeof userId !== "string" || typeof secret !== "string" || userId === "" || secret === "")
    throw problem("unauthenticated", "X-Auth-UserId and X-Auth-Token are both needed");
  const token = realm.tokens.first("secretHash", hashOf(secret));
  if (token?.userId !== userId) throw problem("unauthenticated", "there is no such token of this user");
  return token;
}

/** @throws {GridscaleProblem} `forbidden` unless the token has a scope that is enough, and is not one of a single project. */
export function authorise({ kind, scopes }: Caller, { path, scopes: enough }: ContractOperation): void {
  const isManagement = path.startsWith(`${MANAGEMENT_PREFIX}/`);
  if (kind === "project" && !isManagement) return;
  if (kind === "partner" && enough.some((scope) => scopes.includes(scope))) return;
  const [missing] = enough;
  throw problem(
    "forbidden",
    kind === "project" ? "the token is one of a single project" : `the token has no scope ${missing}`,
    { missing_scope: missing, sufficient_scopes: enough, scopes },
  );
}
