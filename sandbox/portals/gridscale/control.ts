import { z } from "zod";
import { SCOPES } from "../../../provider/portals/gridscale/contract";
import { ControlRefusal, found } from "../../control";
import { jsonAnswer } from "../../http/answer";
import { accessRoute } from "../access";
import { controlRoute, type ControlRoute } from "../portal";
import { accessOf } from "./access";
import { LIMITS, LOCATIONS } from "./catalogue";
import { contractFields } from "./objects/contracts";
import { userFields } from "./objects/users";
import type { RateLimit } from "./rateLimit";
import type { GridscaleRealm } from "./realm";
import type { ContractRecord } from "./records";

const count = z.number().int().nonnegative();
const location = z.enum(LOCATIONS.map(({ object_uuid }) => object_uuid));
const scopes = z.array(z.enum(SCOPES));

const Settings = z
  .strictObject({
    rateLimitEnforced: z.boolean(),
    deleteAnswers: z.union([z.literal(202), z.literal(204)]),
    newContractLocations: z.array(location),
  })
  .partial();
const TokenChange = z.strictObject({ scopes, sees: z.boolean() }).partial();
const NewToken = z.strictObject({
  kind: z.enum(["partner", "project"]).default("partner"),
  scopes: scopes.default([]),
  userUuid: z.string().optional(),
});
const Usage = z.strictObject(Object.fromEntries(LIMITS.map(({ key }) => [key, count.optional()])));
const CleanUp = z.strictObject({ outcome: z.enum(["done", "stuck", "failed"]) });
const NewProject = z.strictObject({ name: z.string().min(1).default("default"), locationUuid: location });
const Workloads = z.strictObject({ running: count, platformServices: count }).partial();

/** What happens at the portal without its API: people in both panels, and the vendor's own acts. */
export function controlRoutes(realm: GridscaleRealm, rateLimit: RateLimit): ControlRoute[] {
  return [
    controlRoute({
      method: "PUT",
      path: "/gridscale/settings",
      effect:
        "Switches the rate limit on or off, how a deletion is answered (202, or 204 although it goes on), and where " +
        "new contracts may have projects from the beginning; what is left out stays",
      body: Settings,
      handle(_parameters, settings) {
        realm.settings = { ...realm.settings, ...settings };
        const { rateLimitEnforced, deleteAnswers, newContractLocations } = realm.settings;
        return jsonAnswer(200, { rateLimitEnforced, deleteAnswers, newContractLocations });
      },
    }),
    {
      method: "DELETE",
      path: "/gridscale/refused",
      effect: "Answers how many requests the rate limit has refused, and counts from 0 again",
      handle: () => jsonAnswer(200, { refused: rateLimit.takeRefusals() }),
    },
    ...peopleRoutes(realm),
    ...contractRoutes(realm),
    ...projectRoutes(realm),
  ];
}

function peopleRoutes(realm: GridscaleRealm): ControlRoute[] {
  return [
    controlRoute({
      method: "POST",
      path: "/gridscale/tokens",
      effect: "Somebody, the partner's owner unless said otherwise, makes a token, which is told this once",
      body: NewToken,
      handle(_parameters, { kind, scopes: held, userUuid }) {
        const user = userIn(realm, userUuid ?? realm.partner.ownerId);
        const { record, secret } = realm.addToken({ userId: user.id, kind, scopes: held });
        return jsonAnswer(201, { id: record.id, userUuid: user.id, token: secret });
      },
    }),
    controlRoute({
      method: "PUT",
      path: "/gridscale/tokens/{tokenId}",
      effect: "Gives a token other scopes, or takes its sight of all objects (sees: false); the printed one is partner",
      body: TokenChange,
      handle({ tokenId = "" }, values) {
        const token = found(realm.tokens.get(tokenId), "token");
        const { id, kind, scopes: held, sees } = realm.tokens.replace({ ...token, ...values });
        return jsonAnswer(200, { id, kind, scopes: held, sees });
      },
    }),
    {
      method: "POST",
      path: "/gridscale/users/{userId}/confirm",
      effect: "An invited user follows the link in the mail",
      handle: ({ userId }) =>
        jsonAnswer(200, userFields(realm, realm.users.replace({ ...userIn(realm, userId), confirmed: true }))),
    },
    accessRoute("gridscale", (personId) => accessOf(realm, userIn(realm, personId))),
  ];
}

function contractRoutes(realm: GridscaleRealm): ControlRoute[] {
  return [
    controlRoute({
      method: "PUT",
      path: "/gridscale/contracts/{contractId}/usage",
      effect: "Sets how much of each named limit a contract uses",
      body: Usage,
      handle({ contractId }, usage) {
        const contract = contractIn(realm, contractId);
        const used = Object.fromEntries(Object.entries({ ...contract.usage, ...usage }).filter(isGiven));
        return jsonAnswer(200, contractFields(realm, realm.contracts.replace({ ...contract, usage: used })));
      },
    }),
    controlRoute({
      method: "PUT",
      path: "/gridscale/contracts/{contractId}/clean-up",
      effect: "Says how the clean-up of a contract ends when it is deleted: done, stuck or failed; done lets it go on",
      body: CleanUp,
      handle({ contractId }, { outcome }) {
        const contract = contractIn(realm, contractId);
        const next = realm.contracts.replace({ ...contract, cleanUp: outcome });
        return jsonAnswer(200, contractFields(realm, next));
      },
    }),
  ];
}

function projectRoutes(realm: GridscaleRealm): ControlRoute[] {
  return [
    controlRoute({
      method: "POST",
      path: "/gridscale/contracts/{contractId}/projects",
      effect: "Somebody makes a project in the Cloud Panel, at one of the locations that the contract may use",
      body: NewProject,
      handle({ contractId }, { name, locationUuid }) {
        const contract = contractIn(realm, contractId);
        if (!contract.locationIds.includes(locationUuid))
          throw new ControlRefusal(400, "locationUuid: the contract may not use this location");
        const { id } = realm.addProject(contract.id, name, locationUuid);
        return jsonAnswer(201, { project_uuid: id, name, location_uuid: locationUuid });
      },
    }),
    {
      method: "DELETE",
      path: "/gridscale/projects/{projectId}",
      effect: "Somebody deletes a project in the Cloud Panel",
      handle({ projectId }) {
        realm.projects.remove(projectIn(realm, projectId).id);
        return jsonAnswer(204);
      },
    },
    controlRoute({
      method: "PUT",
      path: "/gridscale/projects/{projectId}/workloads",
      effect: "Sets how many servers run in a project, and how many platform services it has",
      body: Workloads,
      handle({ projectId }, workloads) {
        const { running, stopped, platformServices } = realm.projects.replace({
          ...projectIn(realm, projectId),
          ...workloads,
        });
        return jsonAnswer(200, { running, stopped, platformServices });
      },
    }),
  ];
}

function contractIn(realm: GridscaleRealm, id = ""): ContractRecord {
  const contract = realm.contracts.get(id);
  return found(contract?.deletion?.state === "gone" ? undefined : contract, "contract");
}

function projectIn(realm: GridscaleRealm, id = "") {
  return found(realm.projects.get(id), "project");
}

function userIn(realm: GridscaleRealm, id = "") {
  return found(realm.users.get(id), "user");
}

function isGiven(entry: [string, number | undefined]): entry is [string, number] {
  return entry[1] !== undefined;
}
