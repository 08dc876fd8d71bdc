import { randomBytes } from "node:crypto";
import { ROLE_CHAIN, type Service, SERVICE_TYPES } from "../../../provider/portals/openstack/contract";
import { hashOf } from "../../secrets";
import { compositeKey } from "../../store/collection";
import { IDENTITY_PATH } from "./call";
import { grantRecord, newId, type OpenStackRealm, PRINTED, SYSTEM } from "./realm";
import type { PrintedRecord } from "./records";

export const REGIONS = ["ch-1", "ch-2"] as const;
/** Where each service is, below the portal's prefix. */
export const SERVICE_PATHS: Readonly<Record<Service, (region: string) => string>> = {
  identity: () => IDENTITY_PATH,
  compute: (region) => `/${region}/compute/v2.1`,
  volume: (region) => `/${region}/volume/v3`,
  network: (region) => `/${region}/network`,
  registration: (region) => `/${region}/registration/v1`,
};

const DEFAULT = "default";
const ENABLED = { enabled: true, tags: [], options: {} } as const;

const NAMES: Readonly<Record<Service, string>> = {
  identity: "keystone",
  compute: "nova",
  volume: "cinder",
  network: "neutron",
  registration: "adjutant",
};

/** What a new cloud has: one domain, an administrator, the usual roles, and the services in two regions, each with a user of its own. */
export function seed(realm: OpenStackRealm): void {
  if (realm.domains.size > 0) return;
  realm.domains.insert({ ...ENABLED, id: DEFAULT, name: "Default", description: "The default domain" });
  seedRoles(realm);
  const project = addProject(realm, "admin", "Bootstrap project for initializing the cloud.");
  const secret = randomBytes(18).toString("base64url");
  const user = addUser(realm, "admin", secret);
  realm.printed.insert({ id: PRINTED, userId: user, projectId: project, secret });
  grantAdmin(realm, user, "project", project);
  grantAdmin(realm, user, "system", SYSTEM);
  const services = addProject(realm, "service", "");
  for (const name of Object.values(NAMES))
    if (name !== NAMES.identity) grantAdmin(realm, addUser(realm, name, newId()), "project", services);
  seedCatalogue(realm);
}

function addProject(realm: OpenStackRealm, name: string, description: string): string {
  const place = { domainId: DEFAULT, parentId: DEFAULT };
  return realm.projects.insert({ ...ENABLED, ...place, id: newId(), name, description }).id;
}

function addUser(realm: OpenStackRealm, name: string, password: string): string {
  const { id } = realm.users.insert({
    id: newId(),
    domainId: DEFAULT,
    name,
    enabled: true,
    passwordHash: hashOf(password),
    extra: {},
    defaultProjectId: null,
    options: {},
  });
  return id;
}

function grantAdmin(realm: OpenStackRealm, actorId: string, place: "project" | "system", placeId: string): void {
  const { id: roleId } = realm.roleNamed("admin");
  realm.grants.insert(grantRecord({ actors: "users", actorId, place, placeId, roleId, inherited: false }));
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
    for (const region of REGIONS)
      realm.endpoints.insert({ id: newId(), serviceId, regionId: region, path: SERVICE_PATHS[service](region) });
  }
}
