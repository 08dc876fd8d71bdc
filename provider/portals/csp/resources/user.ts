import { UNKNOWN } from "../../../model";
import { type Declared, type InputsAt, known, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Written } from "../../../model/portal";
import { nameWithin, text } from "../../../model/words";
import { wireFields } from "../../listed";
import { seenOf, together } from "../../listing";
import { orAbsent, type RequestOf } from "../../wire";
import { readAccess, refreshAccess, writeAccess } from "../accessRules";
import { held } from "../administrators";
import { callsOf } from "../calls";
import { newIdempotencyKey, type CspClient } from "../client";
import type { operations } from "../contract";
import { accountFindings, cspObjects, type CspParts, inList, permissionFindings, type Seen } from "../driver";
import type { fields } from "../fields";
import { panelsOf } from "../panels";
import { ACCESS, activeServices, profilesOf, userKey, type WireUser } from "../reading";
import { accountIsSeen } from "../visibility";
import { removeUser, resetPassword, type UserToWrite, writeGrants } from "./userParts";

type Inputs = InputsAt<typeof fields, "User">;
type Outputs = OutputsOfKind<"User">;
type Body = RequestOf<typeof operations.createUser>;
type Users = CspParts<Inputs, Outputs, WireUser, Body>;

/** User = client user, or reseller user where there is no account. */
export function userDriver(client: CspClient): KindDriver<Inputs, Outputs> {
  const users = usersOf(client);
  return {
    ...users,
    describe: ({ username, account }) => nameWithin(username, account),
    canonical: (inputs) => withProfileIds(client, inputs),
    verify: async (inputs, { planned }) => [
      ...(await accountFindings(client, inputs, planned)),
      ...(await permissionFindings(client, "permissions", inputs.permissions)),
    ],
    create: (inputs) => createUser(client, users, inputs),
    update: (found, changes) => updateUser(client, users, found, changes),
    act: (found) => resetPassword(client, found.id, found.inputs.account),
    remove: ({ id, inputs, revision }, { confirm = [] }, planned) =>
      removeUser(client, { id, account: inputs.account, revision }, confirm, planned),
  };
}

function usersOf(client: CspClient): Users {
  const { plain, readOnly } = wireFields<WireUser, Body>();
  return cspObjects<Inputs, Outputs, WireUser, Body>(client, {
    kind: "User",
    visibility: {
      section: "Organization_Management",
      group: "Users",
      async canary(_client, state) {
        const me = await client.me();
        if (me.clientId === null && (await client.users.withId(me.userId)) === undefined)
          return "the token doesn't even see the user that it belongs to";
        return accountIsSeen(client, state);
      },
    },
    without: ["passwords: the portal shows a password only once; resetPassword creates a new one"],
    fields: {
      account: readOnly("clientId"),
      username: plain("username"),
      email: plain("email"),
      firstName: plain("firstName"),
      lastName: plain("lastName"),
      description: plain("description"),
      profiles: { read: profilesOf, write: profilesBody },
      /** Written by a call of its own. */
      permissions: { read: ({ permissions = [] }) => (permissions.length === 0 ? undefined : permissions) },
    },
    idOf: ({ id }) => id,
    keyOf: userKey,
    listOf: () => client.users,
    groupOf: ({ account }) => known(account),
    fetch: (id, { account }) => fetchUser(client, id, known(account)),
    search: (inputs) => searchUser(client, inputs),
    async refresh({ id }, declared) {
      if (ACCESS.some((sort) => declared[sort] !== undefined)) await refreshAccess(client, id);
    },
    async beside({ id }, { accessTimes, sourceAddresses }) {
      if (accessTimes === undefined && sourceAddresses === undefined) return {};
      const access = await readAccess(client, id);
      return {
        inputs: {
          ...(accessTimes === undefined ? {} : { accessTimes: access.accessTimes }),
          ...(sourceAddresses === undefined ? {} : { sourceAddresses: access.sourceAddresses }),
        },
      };
    },
    outputs: (wire) => outputsOf(client, wire),
    seen: () => seenUsers(client),
  });
}

/**
 * The wire has one profile and a list of further permission sets; together they are the user's profiles. The one in use
 * stays in its place as long as it is declared.
 */
function profilesBody(profiles: readonly string[] = [], current?: WireUser) {
  const first = profiles.find((id) => id === current?.profileId) ?? text(profiles[0]);
  return { profileId: first, permissionSets: profiles.filter((id) => id !== first) };
}

function fetchUser(client: CspClient, id: string, account: string | undefined): Promise<WireUser | undefined> {
  return orAbsent(callsOf(client.wire, account).getUser(id));
}

async function searchUser(
  client: CspClient,
  { username, account: declared }: Declared<Inputs>,
): Promise<WireUser | undefined> {
  const account = known(declared);
  const query = { "filter[username]": text(username) };
  const named = await callsOf(client.wire, account).listUsers({ query });
  return named.find((user) => user.username === text(username) && (user.clientId ?? undefined) === account);
}

/** Hours and addresses stand in a list of their own, which takes a right of its own. */
async function seenUsers(client: CspClient): Promise<Seen<Inputs, WireUser>> {
  const { wires, unseen } = await inList(client.users);
  const rules = await seenOf(() => client.accessRules.all());
  if (rules.unseen === undefined)
    return { wires, ...together(unseen), lookedUp: { accessTimes: [], sourceAddresses: [] } };
  const blind = `the accessTimes and sourceAddresses of people (${rules.unseen})`;
  return { wires, ...together(unseen, blind), ...(unseen === undefined ? { unseenFields: ACCESS } : {}) };
}

/** What the person sees; left out where the token can't see what it hangs on. */
async function outputsOf(client: CspClient, wire: WireUser | undefined): Promise<Values<Outputs>> {
  if (wire === undefined || !(await client.may("show_profiles"))) return {};
  if (wire.clientId !== null && !(await client.may("show_services"))) return {};
  // Three lists, none of which needs another one.
  const [services, permissions, catalogue] = await Promise.all([
    wire.clientId === null ? undefined : activeServices(client, wire.clientId),
    held(client, profilesOf(wire), wire.permissions ?? []),
    client.permissions(),
  ]);
  return { effectivePanels: panelsOf(catalogue, permissions, services && new Set(services)) };
}

/** Names of profiles become ids. One that is not known yet, or doesn't exist, stays as it is. */
async function withProfileIds(client: CspClient, inputs: Declared<Inputs>): Promise<Declared<Inputs>> {
  const declared = known(inputs.profiles);
  if (declared === undefined) return inputs;
  const profiles = await Promise.all(
    declared.map(async (reference) =>
      reference === UNKNOWN ? reference : ((await client.profile(reference))?.id ?? reference),
    ),
  );
  return { ...inputs, profiles };
}

async function createUser(client: CspClient, users: Users, inputs: Inputs): Promise<Written<Outputs>> {
  const { account, username, email, firstName, lastName, profiles, permissions, accessTimes, sourceAddresses } = inputs;
  const { body } = await callsOf(client.wire, account).createUser({
    body: { ...users.body(inputs), username, email, firstName, lastName, ...profilesBody(profiles) },
    idempotencyKey: newIdempotencyKey(),
  });
  client.wire.protect(body.initialPassword);
  const { id } = body.user;
  const rest = {
    ...(permissions === undefined ? {} : { permissions }),
    ...(accessTimes === undefined ? {} : { accessTimes }),
    ...(sourceAddresses === undefined ? {} : { sourceAddresses }),
  };
  return {
    id,
    outputs: { initialPassword: body.initialPassword },
    next: async () => {
      await users.remember(body.user);
      const user = await writeRest(client, users, { id, account, granted: [] }, rest, body.user);
      return { id, outputs: await outputsOf(client, user) };
    },
  };
}

async function updateUser(
  client: CspClient,
  users: Users,
  { id, inputs, revision }: Found<Inputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const { account, permissions: granted = [] } = inputs;
  const current = await client.users.withId(id, account);
  const body = users.body(changes, current);
  let user = current;
  if (Object.keys(body).length > 0) {
    user = (await callsOf(client.wire, account).updateUser(id, { body, ifMatch: revision })).body;
    await users.remember(user);
  }
  user = await writeRest(client, users, { id, account, granted }, changes, user);
  return { id, outputs: {}, next: async () => ({ id, outputs: await outputsOf(client, user) }) };
}

/** What the portal takes in calls of its own: permissions beside the profiles, and conditional access. */
async function writeRest(
  client: CspClient,
  users: Users,
  user: UserToWrite,
  values: Values<Inputs>,
  wire: WireUser | undefined,
): Promise<WireUser | undefined> {
  const sorts = ACCESS.filter((sort) => sort in values);
  if (sorts.length > 0) await writeAccess(client, user, values, sorts);
  if (!("permissions" in values)) return wire;
  await writeGrants(client, user, values.permissions ?? []);
  const now = await fetchUser(client, user.id, user.account);
  if (now !== undefined) await users.remember(now);
  return now;
}
