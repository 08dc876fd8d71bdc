import type { CloudReading, WireRole } from "./reading";

/**
 * The role that a name, or an id, stands for in a domain. Roles of the whole cloud come first; a domain may have some of its own, which count
 * in its projects alone.
 */
export async function roleNamed(
  cloud: CloudReading,
  name: string,
  domain: string | undefined,
): Promise<WireRole | undefined> {
  const global = await cloud.roles.all();
  const byName = global.find((role) => role.name === name);
  if (byName !== undefined) return byName;
  const own = domain === undefined ? [] : await cloud.rolesOfDomain(domain);
  return own.find((role) => role.name === name) ?? [...global, ...own].find(({ id }) => id === name);
}

/** The name by which `roleNamed` finds a role; its id where another role has the name. */
export async function roleName(cloud: CloudReading, id: string, domain: string | undefined): Promise<string> {
  const global = await cloud.roles.withId(id);
  if (global !== undefined) return global.name;
  const own = domain === undefined ? [] : await cloud.rolesOfDomain(domain);
  const name = own.find((role) => role.id === id)?.name;
  const isTaken = (await cloud.roles.all()).some((role) => role.name === name);
  return name === undefined || isTaken ? id : name;
}

/** Names of all roles that can be given in a domain. */
export async function roleNames(cloud: CloudReading, domain: string | undefined): Promise<string[]> {
  const own = domain === undefined ? [] : await cloud.rolesOfDomain(domain);
  return [...(await cloud.roles.all()), ...own].map(({ name }) => name).sort();
}

/** What people get by a role: itself, and what it implies; by a domain's own role just what it implies. Undefined where that can't be read. */
export async function effectiveRoles(
  cloud: CloudReading,
  name: string,
  domain: string | undefined,
): Promise<string[] | undefined> {
  const [role, inferences] = await Promise.all([roleNamed(cloud, name, domain), cloud.inferences()]);
  if (role === undefined || inferences === undefined) return undefined;
  const implied = new Map(inferences.map(({ prior_role: { id }, implies }) => [id, implies]));
  const reached = new Map([[role.id, role.name]]);
  // A map goes on with what is put into it meanwhile.
  for (const id of reached.keys()) for (const next of implied.get(id) ?? []) reached.set(next.id, next.name);
  if ((role.domain_id ?? undefined) !== undefined) reached.delete(role.id);
  return [...reached.values()].sort();
}
