import { type Finding, spelledAlike, UNKNOWN } from "../../../model";
import { type Declared, known, type Values } from "../../../model/declared";
import type { InputsAt, OutputsOfKind } from "../../../model/declared";
import type { Found, KindDriver, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, listed as named, text } from "../../../model/words";
import { type Listed, listed, wireFields } from "../../listed";
import { listing, seenOf } from "../../listing";
import { orAbsent, type RequestOf } from "../../wire";
import type { GridscaleClient } from "../client";
import { operations } from "../contract";
import { absenceIn, accountFindings } from "../driver";
import { type fields, loginOf } from "../fields";
import { ownedBy, type WireUser } from "../reading";
import { levelOf } from "../roles";
import { L13, L9 } from "../rules/people";
import { writeAccess, writeLock, writeRealmAccess } from "./userAccess";

type Inputs = InputsAt<typeof fields, "User">;
type Outputs = OutputsOfKind<"User">;
type Body = RequestOf<typeof operations.updateUser>;
type Users = Listed<Inputs, Outputs, WireUser, Body>;

/** User = entry of the partner's directory. The UUID is the identity: the address may change. */
export function userDriver(client: GridscaleClient): KindDriver<Inputs, Outputs> {
  const users = usersOf(client);
  return {
    ...users,
    describe,
    canonical: (inputs) => Promise.resolve(withLevels(inputs)),
    absence: () => absenceIn(client),

    async everything() {
      const { items, ...unseen } = await seenOf(() => client.users.all());
      return listing("User", await Promise.all(items.map((wire) => users.found(wire, users.read(wire)))), unseen);
    },

    async verify({ access }, { planned }) {
      const findings: Finding[] = [];
      for (const [index, entry] of (known(access) ?? []).entries())
        findings.push(...(await accountFindings(client, `access[${index}].account`, known(entry)?.account, planned)));
      return findings;
    },

    create: (inputs) => createUser(client, users, inputs),
    update: (found, changes) => updateUser(client, users, found, changes),

    /** Rules gridscale/L8 and gridscale/L9. */
    async remove(found) {
      await refuseToDelete(client, found);
      await client.wire.call(operations.deleteUser, { params: { userId: found.id } });
      client.users.drop(found.id);
      return {};
    },
  };
}

function usersOf(client: GridscaleClient): Users {
  const { plain, readOnly } = wireFields<WireUser, Body>();
  return listed<Inputs, Outputs, WireUser, Body>({
    fields: {
      email: plain("email"),
      firstName: plain("first_name"),
      lastName: plain("last_name"),
      phone: plain("phone"),
      locale: plain("language"),
      locked: readOnly("locked"),
      access: { read: given },
      realmAccess: readOnly("partner_level"),
    },
    idOf: ({ user_uuid: id }) => id,
    keyOf: ({ email }) => keyOf(text(loginOf(email))),
    listOf: () => client.users,
    fetch: (userId) => orAbsent(client.wire.call(operations.getUser, { params: { userId } })),
    beside: ({ partner_level: level }) =>
      level === "owner"
        ? { builtIn: `the partner's owner, who can't be declared, changed or deleted ${L13.mark}` }
        : {},
  });
}

function describe({ email }: Declared<Inputs>): string {
  return text(email);
}

async function createUser(client: GridscaleClient, users: Users, inputs: Inputs): Promise<Written<Outputs>> {
  const { access, realmAccess, locked, ...personal } = inputs;
  const { body } = await client.wire.call(operations.createUser, {
    body: { ...users.body(personal), email: inputs.email },
  });
  const id = body.user_uuid;
  return {
    id,
    outputs: {},
    next: async () => {
      await client.users.putIfLoaded(body);
      await writeRest(client, id, {
        access,
        ...(realmAccess === undefined ? {} : { realmAccess }),
        ...(locked === true ? { locked } : {}),
      });
      return { id, outputs: {} };
    },
  };
}

async function updateUser(
  client: GridscaleClient,
  users: Users,
  { id, inputs }: Found<Inputs>,
  changes: Values<Inputs>,
): Promise<Written<Outputs>> {
  const body = users.body(changes);
  if (Object.keys(body).length > 0) {
    const user = await client.become(
      `the user ${describe(inputs)} to be changed`,
      await client.wire.change(operations.updateUser, { params: { userId: id }, body }),
      () => client.rereadUser(id),
      // A portal may keep what was sent in another spelling.
      (seen) => {
        const now: Readonly<Record<string, unknown>> = seen;
        return Object.entries(body).every(([name, sent]) => now[name] === sent || spelledAlike(now[name], sent));
      },
    );
    await client.users.putIfLoaded(user);
  }
  await writeRest(client, id, changes, inputs.access);
  return { id, outputs: {} };
}

/** What has calls of its own, one after the other: the realm, accounts, the lock. `own`: the access that there is. */
async function writeRest(
  client: GridscaleClient,
  id: string,
  values: Values<Inputs>,
  own: Inputs["access"] = [],
): Promise<void> {
  const due = [
    ...("realmAccess" in values ? await writeRealmAccess(client, id, values.realmAccess) : []),
    ...("access" in values ? await writeAccess(client, id, withLevels(values).access ?? [], own) : []),
    ...(values.locked === undefined ? [] : await writeLock(client, id, values.locked)),
  ];
  if (due.length === 0) return;
  await client.become(
    `what the user ${id} may do to be changed`,
    undefined,
    () => client.rereadUser(id),
    (seen) => due.every((isDone) => isDone(seen)),
  );
}

async function refuseToDelete(client: GridscaleClient, { id, inputs }: Found<Inputs>): Promise<void> {
  if (id === client.userUuid)
    throw new PortalRefusal(
      "this is the user that the token belongs to, and deleting it would lock out this tool. Use another user's key",
    );
  const user = await client.users.withId(id);
  const owned = user === undefined ? [] : await ownedBy(client, user);
  if (owned.length > 0)
    throw new PortalRefusal(
      `${describe(inputs)} owns ${named(owned)}, and can't be deleted before another owner is assigned there; to stop managing the person without deleting them, use the resource option retainOnDelete ${L9.mark}`,
    );
}

/** Roles by their levels. What isn't known (yet), or is none, stays as it is. */
function withLevels<Some extends Declared<Inputs>>(inputs: Some): Some {
  const { access, realmAccess } = inputs;
  const entries = known(access)?.map((entry) =>
    entry === UNKNOWN ? entry : { ...entry, profile: levelOf("account", entry.profile) ?? entry.profile },
  );
  return {
    ...inputs,
    ...(entries === undefined ? {} : { access: entries }),
    ...(realmAccess === undefined ? {} : { realmAccess: levelOf("realm", realmAccess) ?? realmAccess }),
  };
}

/** What was given on accounts: not what is inherited from the realm, nor what an owner has (rules gridscale/L11, gridscale/L13). */
function given({ contracts }: WireUser): Inputs["access"] {
  const own = contracts
    .filter(({ inherited, level }) => !inherited && level !== "owner")
    .map(({ contract_uuid: account, level }) => ({ account, profile: level }));
  return own.length === 0 ? undefined : own;
}
