import { type Finding, spelledAlike, UNKNOWN } from "../../../model";
import { type Declared, known, knownEntries, type Values } from "../../../model/declared";
import type { InputsAt, OutputsOfKind } from "../../../model/declared";
import type { Found, KindDriver } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, listed as named, text } from "../../../model/words";
import { listed, wireFields } from "../../listed";
import { listing, seenOf } from "../../listing";
import { orAbsent, type RequestOf } from "../../wire";
import type { GridscaleClient } from "../client";
import { type Level, operations } from "../contract";
import { absenceIn, accountFindings } from "../driver";
import { type fields, loginOf } from "../fields";
import { ownedBy, type WireUser } from "../reading";
import { levelOf } from "../roles";
import { L13, L9 } from "../rules/people";
import { writeAccess, writeLock, writeRealmAccess } from "./userAccess";

type Inputs = InputsAt<typeof fields, "User">;
type Outputs = OutputsOfKind<"User">;

const { plain, readOnly } = wireFields<WireUser, RequestOf<typeof operations.updateUser>>();

/** User = entry of the partner's directory. The UUID is the identity: the address may change. */
export function userDriver(client: GridscaleClient): KindDriver<Inputs, Outputs> {
  const objects = listed<Inputs, Outputs, WireUser, RequestOf<typeof operations.updateUser>>({
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
        ? { builtIn: `the partner's owner, who is never declared, changed or deleted from here ${L13.mark}` }
        : {},
  });

  const describe = ({ email }: Declared<Inputs>) => text(email);

  /** What has calls of its own, one after the other: the realm, accounts, the lock. */
  async function writeRest(id: string, values: Values<Inputs>, own: Inputs["access"] = []): Promise<void> {
    const isDone: ((seen: WireUser) => boolean)[] = [
      ...("realmAccess" in values ? await writeRealmAccess(client, id, values.realmAccess) : []),
      ...("access" in values ? await writeAccess(client, id, withLevels(values).access ?? [], own) : []),
      ...(values.locked === undefined ? [] : await writeLock(client, id, values.locked)),
    ];
    if (isDone.length === 0) return;
    await client.become(
      `what the user ${id} may do to be changed`,
      undefined,
      () => client.rereadUser(id),
      (seen) => isDone.every((done) => done(seen)),
    );
  }

  return {
    ...objects,
    describe,
    canonical: async (inputs) => withLevels(inputs),
    absence: () => absenceIn(client),

    async everything() {
      const { items, ...unseen } = await seenOf(() => client.users.all());
      return listing("User", await Promise.all(items.map((wire) => objects.found(wire, objects.read(wire)))), unseen);
    },

    async verify({ access }, { planned }) {
      const findings: Finding[] = [];
      for (const [index, entry] of (known(access) ?? []).entries())
        findings.push(...(await accountFindings(client, `access[${index}].account`, known(entry)?.account, planned)));
      return findings;
    },

    async create(inputs) {
      const { access, realmAccess, locked, ...personal } = inputs;
      const { body } = await client.wire.call(operations.createUser, {
        body: { ...objects.body(personal), email: inputs.email },
      });
      const id = body.user_uuid;
      return {
        id,
        outputs: {},
        next: async () => {
          await client.users.putIfLoaded(body);
          await writeRest(id, {
            access,
            ...(realmAccess === undefined ? {} : { realmAccess }),
            ...(locked === true ? { locked } : {}),
          });
          return { id, outputs: {} };
        },
      };
    },

    async update(found, changes) {
      const body = objects.body(changes);
      if (Object.keys(body).length > 0) {
        const user = await client.become(
          `the user ${describe(found.inputs)} to be changed`,
          await client.wire.change(operations.updateUser, { params: { userId: found.id }, body }),
          () => client.rereadUser(found.id),
          (seen) => (Object.keys(body) as (keyof typeof body)[]).every((member) => isKept(seen[member], body[member])),
        );
        await client.users.putIfLoaded(user);
      }
      await writeRest(found.id, changes, found.inputs.access);
      return { id: found.id, outputs: {} };
    },

    /** Rules gridscale/L8 and gridscale/L9. */
    async remove(found) {
      await refuseToDelete(client, found, describe(found.inputs));
      await client.wire.call(operations.deleteUser, { params: { userId: found.id } });
      client.users.drop(found.id);
      return {};
    },
  };
}

async function refuseToDelete(client: GridscaleClient, { id }: Found<Inputs>, name: string): Promise<void> {
  if (id === client.userUuid)
    throw new PortalRefusal(
      "this is the user that the token belongs to, and deleting it would shut this tool out. Use another user's key",
    );
  const user = await client.users.withId(id);
  const owned = user === undefined ? [] : await ownedBy(client, user);
  if (owned.length > 0)
    throw new PortalRefusal(
      `${name} owns ${named(owned)}, and can't be deleted before another owner is assigned there; to let go of the person without deleting it, use the resource option retainOnDelete ${L9.mark}`,
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

/** A portal may keep what was sent in another spelling. */
function isKept(seen: unknown, sent: unknown): boolean {
  return seen === sent || spelledAlike(seen, sent);
}
