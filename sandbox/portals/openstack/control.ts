import { z } from "zod";
import { found } from "../../control";
import { jsonAnswer } from "../../http/answer";
import { accessRoute, type PersonAccess, shutOut } from "../access";
import { controlRoute, type ControlRoute } from "../portal";
import { effectiveOfUser } from "./access";
import { newId, type OpenStackRealm } from "./realm";
import type { HoldingKind } from "./records";
import { REGIONS } from "./seed";

const count = z.number().int().nonnegative();

const Settings = z
  .strictObject({
    mostListed: count.min(1),
    limitModel: z.enum(["flat", "strict_two_level"]),
    tokenSeconds: count.min(1),
  })
  .partial();

/** What one thing of a kind takes of the quotas. */
const TAKES: Readonly<Record<HoldingKind, Readonly<Record<string, number>>>> = {
  servers: { instances: 1, cores: 2, ram: 4096 },
  volumes: { volumes: 1, gigabytes: 10 },
  snapshots: { snapshots: 1, gigabytes: 10 },
  networks: { network: 1 },
  routers: { router: 1 },
  floatingips: { floatingip: 1 },
  ports: { port: 1 },
};
const KINDS = Object.keys(TAKES) as [HoldingKind, ...HoldingKind[]];
const Holdings = z.strictObject({
  region: z.enum(REGIONS).default(REGIONS[0]),
  counts: z.partialRecord(z.enum(KINDS), count),
});

/** What happens in the cloud without these APIs: people who make servers, and the operator's own acts. */
export function controlRoutes(realm: OpenStackRealm): ControlRoute[] {
  return [
    controlRoute({
      method: "PUT",
      path: "/openstack/settings",
      effect:
        "Sets how many items a list has at most, by which model limits are weighed, and how many seconds tokens live; what is left out stays",
      body: Settings,
      handle(_parameters, settings) {
        const { mostListed, limitModel, tokenSeconds } = { ...realm.settings, ...settings };
        realm.settings = { mostListed, limitModel, tokenSeconds };
        return jsonAnswer(200, { mostListed, limitModel, tokenSeconds });
      },
    }),
    {
      method: "DELETE",
      path: "/openstack/tokens",
      effect: "All tokens end",
      handle() {
        for (const { id } of [...realm.tokens.values()]) realm.tokens.remove(id);
        return jsonAnswer(204);
      },
    },
    controlRoute({
      method: "PUT",
      path: "/openstack/projects/{projectId}/holdings",
      effect: `Somebody makes or removes things in a project, in a region, until there are so many of each kind that is named (${KINDS.join(", ")})`,
      body: Holdings,
      handle({ projectId = "" }, { region, counts }) {
        for (const [kind, wanted] of Object.entries(counts))
          hold(realm, projectId, region, kind as HoldingKind, wanted);
        return jsonAnswer(200, { region, counts });
      },
    }),
    accessRoute("openstack", (personId) => accessOf(realm, personId)),
  ];
}

function hold(realm: OpenStackRealm, projectId: string, region: string, kind: HoldingKind, wanted: number): void {
  const there = [...realm.holdings.find("project", projectId)].filter(
    (holding) => holding.kind === kind && holding.region === region,
  );
  for (const { id } of there.slice(wanted)) realm.holdings.remove(id);
  for (let index = there.length; index < wanted; index += 1)
    realm.holdings.insert({ id: newId(), kind, region, projectId, name: `${kind}-${index + 1}`, takes: TAKES[kind] });
}

/** The names of the roles that a person has in each place. */
function accessOf(realm: OpenStackRealm, personId: string): PersonAccess {
  const user = found(realm.users.get(personId), "person");
  if (!user.enabled) return shutOut("the user is disabled");
  if (realm.domains.get(user.domainId)?.enabled !== true) return shutOut("the user's domain is disabled");
  const places = new Map<string, { account: string | null; project?: string; permissions: Set<string> }>();
  for (const { place, placeId, roleId } of effectiveOfUser(realm, user.id)) {
    const project = place === "project" ? { project: placeId } : {};
    const account =
      place === "system" ? null : place === "domain" ? placeId : (realm.projects.get(placeId)?.domainId ?? null);
    const entry = places.get(placeId) ?? { account, ...project, permissions: new Set<string>() };
    places.set(placeId, entry);
    entry.permissions.add(realm.roles.get(roleId)?.name ?? roleId);
  }
  const access = [...places.values()].map(({ permissions, ...entry }) => ({
    ...entry,
    permissions: [...permissions].sort(),
  }));
  return { canLogIn: true, because: null, access };
}
