import { isDeepStrictEqual } from "node:util";
import type { Finding } from "../../../model";
import { type DeclaredOf, known, knownEntries } from "../../../model/declared";
import { alternatives } from "../../../model/nearest";
import type { Pending, PlannedInputs, Written } from "../../../model/portal";
import { nameWithin, text } from "../../../model/words";
import type { CspClient } from "../client";
import { operations } from "../contract";
import { isOfAnother } from "../reading";

interface UserRoles {
  readonly user: string;
  readonly roles: string[];
}

interface RolesOfProject {
  readonly id: string;
  readonly account: string;
  readonly name: string;
}

export async function rolesOf(client: CspClient, projectId: string): Promise<UserRoles[]> {
  const assignments = await client.projectRoles.inGroup(projectId);
  return assignments.map(({ userId, roles }) => ({ user: userId, roles: [...roles].sort() }));
}

export async function refreshRoles(client: CspClient, projectId: string): Promise<void> {
  await client.projectRoles.load("fresh", projectId);
}

/** Makes the roles on the project exactly the declared ones; the portal takes seconds for each. */
export async function writeRoles(
  client: CspClient,
  { id: projectId, account: clientId, name }: RolesOfProject,
  declared: readonly UserRoles[],
): Promise<Written<object>> {
  const wanted = new Map(declared.map(({ user, roles }) => [user, [...roles].sort()]));
  await refreshRoles(client, projectId);
  const present = new Map((await rolesOf(client, projectId)).map(({ user, roles }) => [user, roles]));
  const pending: Pending[] = [];
  for (const [userId, roles] of wanted) {
    if (isDeepStrictEqual(present.get(userId), roles)) continue;
    const params = { clientId, projectId, userId };
    const { body } = await client.wire.call(operations.setProjectRoles, { params, body: { roles } });
    pending.push({
      what: `the roles of ${userId} on the project ${nameWithin(name, clientId)}`,
      operation: body.id,
      sort: "roles changed",
    });
  }
  for (const userId of present.keys()) {
    if (wanted.has(userId)) continue;
    await client.wire.call(operations.deleteProjectRoles, { params: { clientId, projectId, userId } });
    client.projectRoles.drop(`${projectId}/${userId}`);
  }
  return {
    id: projectId,
    outputs: {},
    pending,
    next: async () => {
      for (const [userId, roles] of wanted) client.projectRoles.put({ clientId, projectId, userId, roles });
      return { id: projectId, outputs: {} };
    },
  };
}

/** Roles that don't exist, and roles for people who can't have any. */
export async function roleFindings(
  client: CspClient,
  { account, roles }: Pick<DeclaredOf<"Project">, "account" | "roles">,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if ((known(roles) ?? []).length === 0) return [];
  const entries = knownEntries(roles);
  const given = new Set(entries.flatMap((entry) => knownEntries(entry.roles)));
  const users = knownEntries(entries.flatMap(({ user }) => user ?? []));
  return [...(await wordFindings(client, given)), ...(await userFindings(client, account, users, planned))];
}

async function wordFindings(client: CspClient, given: ReadonlySet<string>): Promise<Finding[]> {
  const all = await client.roles();
  return [...given]
    .filter((role) => !all.includes(role))
    .map((role) => ({
      property: "roles",
      reason: `has the role ${JSON.stringify(role)}, which the portal doesn't have${alternatives(role, all)}`,
    }));
}

async function userFindings(
  client: CspClient,
  account: unknown,
  users: readonly string[],
  planned: PlannedInputs,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const user of users) {
    const declared = planned.of("User", user);
    const found = declared === undefined ? await client.users.withIdNear(user, text(account) || undefined) : undefined;
    const owner = declared === undefined ? (found?.clientId ?? undefined) : declared.account;
    if (declared === undefined && found === undefined)
      findings.push({
        property: "roles",
        reason: `names the user ${JSON.stringify(user)}, which is not the id of a user that the token can see: use the User resource, or its id`,
      });
    else if (typeof owner === "string" && (await isOfAnother(client, owner, account, planned)))
      findings.push({ property: "roles", reason: `names the user ${user}, who belongs to another account` });
  }
  return findings;
}
