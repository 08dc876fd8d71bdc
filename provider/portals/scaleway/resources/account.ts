import { canonicalEmail, spelledAlike } from "../../../model";
import type { Declared, InputsAt, OutputsOfKind, Values } from "../../../model/declared";
import type { Absence, Found, KindDriver, Listing, Written } from "../../../model/portal";
import { keyOf, text } from "../../../model/words";
import { type Listed, listed, wireFields } from "../../listed";
import { listing, seenOf } from "../../listing";
import type { RequestOf } from "../../wire";
import type { Partner } from "../client";
import { operations } from "../contract";
import type { fields } from "../fields";
import type { WireOrganization } from "../reading";
import { C9 } from "../rules/customers";
import { addressTaken, lockOrganization, requestAdministrator } from "./accountParts";

type Inputs = InputsAt<typeof fields, "Account">;
type Outputs = OutputsOfKind<"Account">;
type Body = RequestOf<typeof operations.updateOrganization>;
type Accounts = Listed<Inputs, Outputs, WireOrganization, Body>;
type Say = (message: string) => void;

/** Account = client Organization of the partner (Partner API v1). */
export function accountDriver(partner: Partner, say: Say): KindDriver<Inputs, Outputs> {
  const accounts = accountsOf(partner);

  function told<Some extends Found<Inputs, Outputs> | undefined>(found: Some): Some {
    if (found?.outputs.status === "closed")
      say(
        `Account ${describe(found.inputs)} (id ${found.id}): its owner has closed the Organization. It is not changed; remove the resource from the program ${C9.mark}`,
      );
    return found;
  }

  return {
    ...accounts,
    describe,
    find: async (inputs, freshness) => told(await accounts.find(inputs, freshness)),
    alike: async (inputs) => (await accounts.alike(inputs)).map(told),
    get: async (id, state, freshness) => told(await accounts.get(id, state, freshness)),
    absence: (id, state) => absence(partner, id, state),
    everything: () => everyAccount(partner, accounts),
    create: (inputs) => createAccount(partner, accounts, inputs, say),

    async update({ id }, changes) {
      const current = await partner.clients.withId(id);
      return writeAccount(partner, accounts, id, current, changes, say);
    },

    /** Rule scaleway/C2: an Organization stays; the most that can be done is to lock it. */
    async remove({ id }, { onDelete }) {
      if (onDelete !== "lock")
        return {
          note: "kept unchanged at the portal (onDelete: retain): the Organization and its workloads continue, and are billed. Only its owner can close it",
        };
      await lockOrganization(partner, id, true);
      return {
        note: "is locked by the partner now (onDelete: lock): the customer's users have no access, but workloads continue to run and are billed. Only its owner can close it",
      };
    },
  };
}

function accountsOf(partner: Partner): Accounts {
  const { plain, emptiable } = wireFields<WireOrganization, Body>();
  return listed<Inputs, Outputs, WireOrganization, Body>({
    fields: {
      name: plain("name"),
      description: emptiable("comment"),
      email: plain("email"),
      ownerFirstName: plain("owner_firstname"),
      ownerLastName: plain("owner_lastname"),
      // The list says "" where the single answer says null.
      phone: emptiable("phone_number"),
      externalId: plain("customer_id"),
    },
    idOf: ({ id }) => id,
    keyOf: ({ email }) => keyOf(text(canonicalEmail(email))),
    listOf: () => partner.clients,
    fetch: (id) => partner.client(id),
    outputs: outputsOf,
    // A lock of the vendor's hides whether there is one of the partner's: then nothing is said about it (rule scaleway/C3).
    beside: ({ locked_by: by }) => ({ inputs: by === "scaleway" ? {} : { locked: by === "partner" } }),
  });
}

function describe({ name: declaredName, email: declaredEmail }: Declared<Inputs>): string {
  const [name, email] = [text(declaredName), text(declaredEmail)];
  return name === "" ? email : email === "" ? name : `${name} <${email}>`;
}

function outputsOf(wire: WireOrganization): Values<Outputs> {
  const isLocked = wire.status === "locked";
  return {
    status: wire.status,
    lockedBy: isLocked ? wire.locked_by : undefined,
    lockReason: isLocked && wire.lock_reason_message !== "" ? wire.lock_reason_message : undefined,
    lockedAt: isLocked ? (wire.locked_at ?? undefined) : undefined,
    createdAt: wire.created_at,
  };
}

/** A partner's Organizations don't go away by themselves: the others must be seen, and this one not even by its address. */
async function absence({ clients }: Partner, id: string, { email }: Declared<Inputs>): Promise<Absence> {
  await clients.load("fresh");
  const all = await clients.all();
  if (all.length === 0) return { proven: false, because: "the list of the partner's Organizations is empty" };
  if (all.some((other) => other.id === id || spelledAlike(other.email, email)))
    return { proven: false, because: "the list of the partner's Organizations still has it" };
  return { proven: true };
}

async function everyAccount({ clients }: Partner, accounts: Accounts): Promise<Listing> {
  const { items, ...unseen } = await seenOf(() => clients.all());
  const found = await Promise.all(
    items.map(async (wire) => ({
      ...(await accounts.found(wire, accounts.read(wire))),
      ...(wire.status === "closed"
        ? { undeclarable: `was closed by its owner, and is no longer managed ${C9.mark}` }
        : {}),
    })),
  );
  const without = ["adminAccess: the portal doesn't return whether an administrator was created with the Organization"];
  return listing("Account", found, { ...unseen, without });
}

async function createAccount(
  partner: Partner,
  accounts: Accounts,
  inputs: Inputs,
  say: Say,
): Promise<Written<Outputs>> {
  const { name, description, email, ownerFirstName, ownerLastName, phone, externalId, locked, adminAccess } = inputs;
  const { body } = await partner.call(operations.createOrganization, {
    body: {
      partner_id: partner.id,
      organization_name: name,
      email,
      owner_firstname: ownerFirstName,
      owner_lastname: ownerLastName,
      customer_id: externalId,
      ...(phone === undefined ? {} : { phone_number: phone }),
      ...(description === undefined ? {} : { comment: description }),
    },
  });
  return {
    id: body.id,
    outputs: outputsOf(body),
    next: async () => {
      await partner.clients.putIfLoaded(body);
      // The comment of a create is younger than the rest of the API, and not known to every version of it.
      const missing = spelledAlike(body.comment, description) ? {} : { description };
      const rest = { ...missing, ...(locked === true ? { locked } : {}), adminAccess };
      return writeAccount(partner, accounts, body.id, body, rest, say);
    },
  };
}

/** Writes what has changed of an Organization that was seen as `current`. */
async function writeAccount(
  partner: Partner,
  accounts: Accounts,
  id: string,
  current: WireOrganization | undefined,
  changes: Values<Inputs>,
  say: Say,
): Promise<Written<Outputs>> {
  const { locked, adminAccess } = changes;
  let shown = current;
  const body = accounts.body(changes);
  if (Object.keys(body).length > 0) {
    const call = { params: { organizationId: id }, body };
    shown = (await partner.call(operations.updateOrganization, call).catch(addressTaken(body.email))).body;
    await partner.clients.putIfLoaded(shown);
    if (body.email !== undefined && !spelledAlike(shown.email, body.email))
      say(
        `the e-mail address of the Organization ${id} is still ${shown.email}: the owner has to confirm the new one (${body.email})`,
      );
  }
  if (locked !== undefined) shown = await lockOrganization(partner, id, locked);
  if (adminAccess !== undefined) await requestAdministrator(partner, id, adminAccess, say);
  return { id, outputs: shown === undefined ? {} : outputsOf(shown) };
}
