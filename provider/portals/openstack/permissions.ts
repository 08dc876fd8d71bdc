import type { PermissionInfo, Power } from "../../model/accessModel";
import { ROLE_CHAIN } from "./contract";

/**
 * What roles let people do, by the default policies of Keystone, Nova, Cinder and Neutron: no API shows a cloud's own policies. A permission is
 * a role and the sort of place where somebody has it, since the same role means something else on a domain than in a project.
 */

/** Where a role is held. `later` is for the projects that a domain, or a project, will have. */
export type Place = "domain" | "project" | "later" | "system";

/** The role that makes whoever has it, anywhere, an administrator of the whole cloud. */
export const ADMIN = ROLE_CHAIN[0];

const ENDINGS: Readonly<Record<Place, string>> = {
  domain: " on domain",
  project: " on project",
  later: " on later projects",
  system: " on system",
};

/** The permission that a role is in a place. */
export function permissionOf(role: string, place: Place): string {
  return role === ADMIN ? ADMIN : `${role}${ENDINGS[place]}`;
}

/** What whoever has it manages: the people of a domain. */
export const MANAGES_DOMAIN = permissionOf("manager", "domain");

const KEYSTONE = "Domain";
const PROJECT = "Project";
const CLOUD = "Cloud";

function info(
  sentence: string,
  section: string,
  power: Power = "none",
  extras: Pick<PermissionInfo, "raises" | "resets" | "later"> = {},
): PermissionInfo {
  return { sentence, section, power, ...extras };
}

const SERVICE = "act as one of the cloud's own services";

/** What the usual roles let somebody do in a project. */
const IN_PROJECT: Readonly<Record<string, string>> = {
  manager: "manage servers, volumes and networks, and what the services keep for managers",
  member: "make, change and delete servers, volumes and networks",
  reader: "see servers, volumes and networks",
  project_admin: "request more quota, and with Adjutant manage the project's people",
  project_mod: "request more quota, and with Adjutant invite people",
};

const meanings: Readonly<Record<string, PermissionInfo>> = {
  [ADMIN]: info("administer the whole cloud", CLOUD, "realm", {
    raises: "always",
    resets: true,
  }),
  [MANAGES_DOMAIN]: info(
    "manage the domain's people, groups and projects, set every password, and give the roles manager, member and reader",
    KEYSTONE,
    "administration",
    { raises: "always", resets: true },
  ),
  [permissionOf("member", "domain")]: info("see the domain's people, groups and projects, as a member", KEYSTONE),
  [permissionOf("reader", "domain")]: info("see the domain's people, groups and projects", KEYSTONE),
  [permissionOf("manager", "system")]: info("see the whole cloud, as a manager", CLOUD),
  [permissionOf("member", "system")]: info("see the whole cloud, as a member", CLOUD),
  [permissionOf("reader", "system")]: info("see every domain, project, person and role of the cloud", CLOUD),
  ...Object.fromEntries(
    Object.entries(IN_PROJECT).flatMap(([role, sentence]) => [
      [permissionOf(role, "project"), info(sentence, PROJECT)],
      [permissionOf(role, "later"), info(`${sentence}, in projects made later, too`, PROJECT, "none", { later: true })],
    ]),
  ),
  ...Object.fromEntries(
    (["domain", "project", "later", "system"] as const).map((place) => [
      permissionOf("service", place),
      info(SERVICE, CLOUD, "realm"),
    ]),
  ),
};

/** The permissions that this version knows, and how names of more end. */
export const PERMISSIONS = Object.keys(meanings);
export const PERMISSION_ENDINGS = Object.values(ENDINGS);

/** Undefined for a role that no usual policy names. */
export function meaningOf(permission: string): PermissionInfo | undefined {
  return Object.hasOwn(meanings, permission) ? meanings[permission] : undefined;
}
