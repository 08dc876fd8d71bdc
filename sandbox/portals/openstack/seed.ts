import { randomBytes } from "node:crypto";
import { ROLE_CHAIN, type Service, SERVICE_TYPES } from "../../../provider/portals/openstack/contract";
import { hashOf } from "../../secrets";
import { compositeKey } from "../../store/collection";
import { IDENTITY_PATH } from "./call";
import { newId, type OpenStackRealm, PRINTED, SYSTEM } from "./realm";
import type { PrintedRecord } from "./records";

export const REGIONS = ["ch-1", "ch-2"] as const;
/** Requests for quotas are taken in one region. */
const REGISTRATION_PATH = "/registration/v1";

/** Where each service is, below the portal's prefix. */
export const SERVICE_PATHS: Readonly<Record<Service, (region: string) => string>> = {
  identity: () => IDENTITY_PATH,
  compute: (region) => `/${region}/compute/v2.1`,
  volume: (region) => `/${region}/volume/v3`,
  network: (region) => `/${region}/network`,
  registration: () => REGISTRATION_PATH,
};

const NAMES: Readonly<Record<Service, string>> = {
  identity: "keystone",
  compute: "nova",
  volume: "cinder",
  network: "neutron",
  registration: "adjutant",
};

/** What a new cloud has: one domain, an administrator, the usual roles, and the services in two regions. */
export function seed(realm: OpenStackRealm): void {
  if (realm.domains.size > 0) return;
  const domain = realm.domains.insert({
    id: "default",
    name: "Default",
    description: "The default domain",
    enabled: true,
    tags: [],
    options: {},
  });
  const project = realm.projects.insert({
    id: newId(),
    domainId: domain.id,
    parentId: domain.id,
    name: "admin",
    description: "Bootstrap project for initializing the cloud.",
    enabled: true,
    tags: [],
    options: {},
  });
  const secret = randomBytes(18).toString("base64url");
  const user = realm.users.insert({
    id: newId(),
    domainId: domain.id,
    name: "admin",
    enabled: true,
    passwordHash: hashOf(secret),
    extra: {},
    defaultProjectId: null,
    options: {},
  });
  realm.printed.insert({ id: PRINTED, userId: user.id, projectId: project.id, secret });
  seedRoles(realm);
  const { id: roleId } = realm.roleNamed("admin");
  for (const [place, placeId] of [["project", project.id] as const, ["system", SYSTEM] as const])
    realm.grants.insert({
      id: compositeKey("users", user.id, place, placeId, roleId, "here"),
      actors: "users",
      actorId: user.id,
      place,
      placeId,
      roleId,
      inherited: false,
    });
  seedCatalogue(realm);
}

export function printedOf(realm: OpenStackRealm): PrintedRecord {
  const printed = realm.printed.get(PRINTED);
  if (printed === undefined) throw new Error("the cloud has not been seeded");
  return printed;
}

function seedRoles(realm: OpenStackRealm): void {
  for (const name of [...ROLE_CHAIN, "service"])
    realm.roles.insert({ id: newId(), name, domainId: null, description: null, options: { immutable: true } });
  for (const [index, name] of ROLE_CHAIN.slice(1).entries()) {
    const [priorId, impliedId] = [realm.roleNamed(ROLE_CHAIN[index]!).id, realm.roleNamed(name).id];
    realm.inferences.insert({ id: compositeKey(priorId, impliedId), priorId, impliedId });
  }
}

function seedCatalogue(realm: OpenStackRealm): void {
  for (const region of REGIONS) realm.regions.insert({ id: region, description: "" });
  for (const service of Object.keys(SERVICE_PATHS) as Service[]) {
    const { id: serviceId } = realm.services.insert({
      id: newId(),
      type: SERVICE_TYPES[service][0]!,
      name: NAMES[service],
    });
    for (const region of service === "registration" ? REGIONS.slice(0, 1) : REGIONS)
      realm.endpoints.insert({ id: newId(), serviceId, regionId: region, path: SERVICE_PATHS[service](region) });
  }
}
