import { z } from "zod";
import { CLIENT_STATES, Limits, PROVIDER_CLIENT_STATES, QUOTA_NUMBERS } from "../../../provider/portals/csp/contract";
import { ControlRefusal, found } from "../../control";
import { jsonAnswer } from "../../http/answer";
import { hashOf, newId, newToken } from "../../secrets";
import { compositeKey } from "../../store/collection";
import { accessRoute } from "../access";
import { controlRoute, type ControlRoute } from "../portal";
import { accessOf } from "./access";
import { makeSubservices } from "./due";
import { limitsOf } from "./limits";
import { settledClient } from "./objects/clients";
import { decommission, decommissionedState, leftOf } from "./objects/decommissioning";
import { setPool } from "./objects/quotas";
import { REGIONS, type CspRealm } from "./realm";
import type { UserRecord } from "./records";
import type { Resellers } from "./resellers";
import { viewOf } from "./view";
import { RESELLER_TOKEN, seededToken, TOKEN_PREFIX } from "./seed";
import { timeText } from "./times";
import { uprovideAccountExists } from "./uprovide";

const TokenRights = z.strictObject({
  permissions: z.array(z.string()).nullable().optional(),
  visible: z.enum(["all", "nothing"]).optional(),
  revoked: z.boolean().optional(),
});
const TokenOwner = z.strictObject({ userId: z.string() });
const ClientState = z.strictObject({ state: z.enum([...CLIENT_STATES, ...PROVIDER_CLIENT_STATES]) });
const SignIn = z.strictObject({ userId: z.string(), password: z.string(), sourceIp: z.string().default("127.0.0.1") });
const Usage = z.strictObject(
  Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, z.number().int().nonnegative().optional()])),
);
const Pool = z.strictObject(Limits.shape);

/**
 * What happens at the portal without the API: the provider's own acts, the nightly batch, people who sign in, usage
 * that the cloud reports, and rights that somebody takes from a token.
 */
export function controlRoutes(realm: CspRealm, resellers: Resellers, clock: () => number): ControlRoute[] {
  return [
    ...tokenRoutes(realm),
    ...clientRoutes(realm, clock),
    uprovideRoute(realm, clock),
    ...peopleRoutes(realm, clock),
    ...cloudRoutes(realm, clock),
    {
      method: "POST",
      path: "/csp/resellers",
      effect: "Makes one more reseller, with a realm of its own, and answers a token for it",
      handle: () => jsonAnswer(201, resellers.add()),
    },
  ];
}

function tokenRoutes(realm: CspRealm): ControlRoute[] {
  return [
    controlRoute({
      method: "PUT",
      path: "/csp/tokens/reseller",
      effect: "Replaces the restrictions of the printed token; an empty object lifts them all",
      body: TokenRights,
      handle(_parameters, { permissions = null, visible = "all", revoked = false }) {
        realm.tokens.replace({ ...seededToken(realm, RESELLER_TOKEN), scope: permissions, visible, revoked });
        return jsonAnswer(200, { permissions, visible, revoked });
      },
    }),
    controlRoute({
      method: "POST",
      path: "/csp/tokens",
      effect: "Makes a token of any user, also of one of a client",
      body: TokenOwner,
      handle(_parameters, { userId }) {
        const user = found(realm.users.get(userId), "user");
        const token = newToken(TOKEN_PREFIX);
        realm.tokens.insert({
          id: newId("token"),
          userId: user.id,
          name: "made by the sandbox",
          secretHash: hashOf(token),
          secret: null,
          scope: null,
          visible: "all",
          revoked: false,
        });
        return jsonAnswer(201, { token });
      },
    }),
  ];
}

function clientRoutes(realm: CspRealm, clock: () => number): ControlRoute[] {
  return [
    controlRoute({
      method: "PUT",
      path: "/csp/clients/{clientId}/state",
      effect:
        "Sets the state of a client, also one that only the provider may set (rule csp/C3): disabled and inactive take " +
        "away its sub-services, the others call off its decommissioning",
      body: ClientState,
      handle({ clientId = "" }, { state }) {
        const now = clock();
        const client = settledClient(found(realm.clients.get(clientId), "client"), now);
        if (state === "disabled" || state === "inactive") decommission(realm, client, state, now);
        else {
          const { decommissioning: _ticket, decommissionedAt: _since, ...living } = client;
          realm.clients.replace({ ...living, state, updatedAt: now });
        }
        return jsonAnswer(200, { state });
      },
    }),
    {
      method: "POST",
      path: "/csp/clients/{clientId}/decommission",
      effect:
        "Does what the reseller has asked for in a decommission request: deletes the sub-services and sets the state " +
        "to disabled (trial, demo) or inactive (production, managed); 409 without a request, or while users or " +
        "projects exist. Six months later the client is deleted",
      handle({ clientId = "" }) {
        const now = clock();
        const client = settledClient(found(realm.clients.get(clientId), "client"), now);
        if (client.decommissioning === undefined) throw new ControlRefusal(409, "nobody has asked for it");
        if (client.decommissionedAt !== undefined)
          throw new ControlRefusal(409, `the client is ${client.state} already`);
        const left = leftOf(realm, client.id);
        if (left.length > 0)
          throw new ControlRefusal(409, `the client still has ${left.length} of its users and projects`);
        const state = decommissionedState(client);
        decommission(realm, client, state, now);
        return jsonAnswer(200, { state });
      },
    },
    controlRoute({
      method: "DELETE",
      path: "/csp/clients/{clientId}",
      effect: "Deletes a client with all that belongs to it, as only the provider may (rule csp/C7)",
      handle({ clientId = "" }) {
        realm.removeClient(found(realm.clients.get(clientId), "client").id);
        return jsonAnswer(204);
      },
    }),
  ];
}

function uprovideRoute(realm: CspRealm, clock: () => number): ControlRoute {
  return {
    method: "DELETE",
    path: "/csp/uprovide-accounts/{accountId}",
    effect:
      "Deletes an account of uProvide, so that no client can be linked to it (rule csp/C1); until then there is " +
      "every account that a client names. 409 while a client is linked to it",
    handle({ accountId = "" }) {
      const [client] = realm.clients.find("uprovideAccount", accountId);
      if (client !== undefined) throw new ControlRefusal(409, `the client ${client.name} is linked to it`);
      if (uprovideAccountExists(realm, accountId))
        realm.deletedUprovideAccounts.insert({ id: accountId, deletedAt: clock() });
      return jsonAnswer(204);
    },
  };
}

function peopleRoutes(realm: CspRealm, clock: () => number): ControlRoute[] {
  return [
    controlRoute({
      method: "POST",
      path: "/csp/sign-ins",
      effect: "Signs a user in with a password, as at the portal's own page: 401 where it is not the current one",
      body: SignIn,
      handle(_parameters, { userId, password, sourceIp }) {
        const user: UserRecord = found(realm.users.get(userId), "user");
        if (user.passwordHash !== hashOf(password))
          throw new ControlRefusal(401, "that is not the password of the user");
        const since = clock();
        realm.users.replace({ ...user, lastLoginAt: since });
        return jsonAnswer(201, { id: newId("session"), userId: user.id, since: timeText(since), sourceIp });
      },
    }),
    {
      method: "GET",
      path: "/csp/users/{userId}/view",
      effect:
        "What a person sees who signs in as that user: the entries of the menu, the permissions behind them, and the " +
        "profiles that it could choose from",
      handle: ({ userId = "" }) => jsonAnswer(200, viewOf(realm, found(realm.users.get(userId), "user"), clock())),
    },
    accessRoute("csp", (personId) => accessOf(realm, found(realm.users.get(personId), "person"), clock())),
  ];
}

function cloudRoutes(realm: CspRealm, clock: () => number): ControlRoute[] {
  return [
    controlRoute({
      method: "POST",
      path: "/csp/nightly-batch",
      effect: "Gives every project that has none its sub-service, as happens every night (rule csp/O4)",
      handle: () => jsonAnswer(200, { subservices: makeSubservices(realm, clock()) }),
    }),
    controlRoute({
      method: "PUT",
      path: "/csp/projects/{projectId}/usage/{region}",
      effect:
        "Sets what a project uses in a region, as the cloud reports it; numbers left out are 0 (rules csp/Q5, csp/O5)",
      body: Usage,
      handle({ projectId = "", region = "" }, numbers) {
        const project = found(realm.projects.get(projectId), "project");
        regionOf(region);
        const used = limitsOf((name) => numbers[name] ?? 0);
        const id = compositeKey(projectId, region);
        const { since } = realm.usage.get(id) ?? { since: clock() };
        realm.usage.put({ id, projectId, clientId: project.clientId, region, used, since });
        return jsonAnswer(200, used);
      },
    }),
    controlRoute({
      method: "PUT",
      path: "/csp/pool/{region}",
      effect: "Sets what the reseller may share out among its clients in a region, all ten numbers (rule csp/Q4)",
      body: Pool,
      handle({ region = "" }, limits) {
        regionOf(region);
        setPool(realm, region, limits);
        return jsonAnswer(200, limits);
      },
    }),
  ];
}

function regionOf(region: string) {
  return found(
    REGIONS.find(({ id }) => id === region),
    "region",
  );
}
