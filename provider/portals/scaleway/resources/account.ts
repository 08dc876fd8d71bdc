import { canonicalEmail, type DeclaredInputs, spelledAlike } from "../../../model";
import type { Collection } from "../../collection";
import { CollectionDriver, plain, type WireField } from "../../driver";
import { listing, seenOf } from "../../listing";
import type { Absence, Found, Listing, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { keyOf, text } from "../../../model/words";
import { operations } from "../contract";
import { apart, emptiable } from "../driver";
import type { Partner } from "../client";
import type { WireOrganization } from "../reading";
import { C9 } from "../rules/customers";

/** Account = client Organization of the partner (Partner API v1). */
export class AccountDriver extends CollectionDriver<WireOrganization> {
  readonly fields: Readonly<Record<string, WireField<WireOrganization>>> = {
    name: plain("name"),
    description: emptiable("comment"),
    email: plain("email"),
    ownerFirstName: plain("owner_firstname"),
    ownerLastName: plain("owner_lastname"),
    // The list says "" where the single answer says null.
    phone: emptiable("phone_number"),
    externalId: plain("customer_id"),
    locked: { ...apart("locked_by"), read: ({ locked_by: by }) => by === "partner" },
  };

  constructor(
    private readonly partner: Partner,
    private readonly say: (message: string) => void,
  ) {
    super();
  }

  idOf({ id }: WireOrganization): string {
    return id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(canonicalEmail(inputs["email"])));
  }

  describe(inputs: DeclaredInputs): string {
    const [name, email] = [text(inputs["name"]), text(inputs["email"])];
    return name === "" ? email : email === "" ? name : `${name} <${email}>`;
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { name, description, email, ownerFirstName, ownerLastName, phone, externalId } = inputs;
    const { body } = await this.partner.call(operations.createOrganization, {
      body: {
        partner_id: this.partner.id,
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
        await this.partner.clients.putIfLoaded(body);
        // The comment of a create is younger than the rest of the API, and not known to every version of it.
        const missing = spelledAlike(body.comment, description) ? {} : { description };
        const { locked, adminAccess } = inputs;
        return this.write(body, { ...missing, ...(locked === true ? { locked } : {}), adminAccess });
      },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const current = await this.partner.clients.withId(found.id);
    return this.write(current ?? { id: found.id }, changes);
  }

  /** Rule scaleway/C2: an Organization stays; the most that can be done is to lock it. */
  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] !== "lock")
      return {
        note: "left untouched at the portal (onDelete: retain): the Organization, what runs in it and what it costs go on. Only its owner can close it",
      };
    await this.lock(found.id, true);
    return {
      note: "is locked by the partner now (onDelete: lock): nobody of the customer can do anything, but what runs keeps running and costing. Only its owner can close it",
    };
  }

  /** A partner's Organizations don't go away by themselves: the others must be seen, and this one not even by its address. */
  async absence(id: string, state: DeclaredInputs): Promise<Absence> {
    await this.partner.clients.load("fresh");
    const all = await this.partner.clients.all();
    if (all.length === 0) return { proven: false, because: "the list of the partner's Organizations is empty" };
    if (all.some((other) => other.id === id || spelledAlike(other.email, state["email"])))
      return { proven: false, because: "the list of the partner's Organizations still has it" };
    return { proven: true };
  }

  protected collectionFor(): Collection<WireOrganization> {
    return this.partner.clients;
  }

  protected fetch(id: string): Promise<WireOrganization | undefined> {
    return this.partner.client(id);
  }

  protected async search(inputs: DeclaredInputs): Promise<WireOrganization | undefined> {
    await this.partner.clients.load("fresh");
    return this.partner.clients.withKey(this.keyOf(inputs));
  }

  async everything(): Promise<Listing> {
    const { items, ...unseen } = await seenOf(() => this.partner.clients.all());
    const found = await Promise.all(
      items.map(async (wire) => {
        const shown = await this.foundQuietly(wire, this.asDeclared(wire));
        if (wire.status !== "closed") return shown;
        return {
          ...shown,
          undeclarable: `was closed by its owner, and is not managed any more ${C9.mark}`,
        };
      }),
    );
    const without = ["adminAccess: whether an administrator of yours was made with the Organization is not told"];
    return listing("Account", found, { ...unseen, without });
  }

  /** A lock of the vendor's hides whether there is one of the partner's: then nothing is said about it (rule scaleway/C3). */
  protected override async found(wire: WireOrganization, declared: DeclaredInputs): Promise<Found> {
    const found = await this.foundQuietly(wire, declared);
    if (wire.status === "closed")
      this.say(
        `Account ${this.describe(found.inputs)} (id ${wire.id}): its owner has closed the Organization. It stays as it is; take the resource out of the program ${C9.mark}`,
      );
    return found;
  }

  private async foundQuietly(wire: WireOrganization, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    if (wire.locked_by !== "scaleway") return found;
    const { locked: _hidden, ...inputs } = found.inputs;
    return { ...found, inputs };
  }

  protected override async outputs(wire: WireOrganization): Promise<Record<string, unknown>> {
    return outputsOf(wire);
  }

  private async write(
    current: { readonly id: string } & Partial<WireOrganization>,
    changes: DeclaredInputs,
  ): Promise<Written> {
    const { id } = current;
    const { locked, adminAccess, ...fields } = changes;
    let shown = current;
    const body = this.body(fields);
    if (Object.keys(body).length > 0) {
      const call = { params: { organizationId: id }, body };
      shown = (await this.partner.call(operations.updateOrganization, call).catch(addressTaken(body["email"]))).body;
      await this.partner.clients.putIfLoaded(shown as WireOrganization);
      if (body["email"] !== undefined && !spelledAlike(shown.email, body["email"]))
        this.say(
          `the e-mail address of the Organization ${id} is still ${shown.email}: the owner has to confirm the new one (${text(body["email"])})`,
        );
    }
    if (typeof locked === "boolean") shown = await this.lock(id, locked);
    if (adminAccess !== undefined) await this.requestAdministrator(id, adminAccess as AdminAccess);
    return { id, outputs: "status" in shown ? outputsOf(shown as WireOrganization) : {} };
  }

  /** Locking what is locked, and unlocking what is not, leaves it as it is. */
  private async lock(id: string, locked: boolean): Promise<WireOrganization> {
    const { body } = await this.partner.call(locked ? operations.lockOrganization : operations.unlockOrganization, {
      params: { organizationId: id },
      body: {},
    });
    await this.partner.clients.putIfLoaded(body);
    return body;
  }

  /** Asked for once. Where it was, and the answer got lost, the portal has somebody of that name. */
  private async requestAdministrator(id: string, { username, email, password }: AdminAccess): Promise<void> {
    this.partner.wire.protect(password);
    const call = { params: { organizationId: id }, body: { username, email, password } };
    try {
      await this.partner.call(operations.requestAdminRole, call);
    } catch (error) {
      if (!(error instanceof PortalRefusal) || (error.reason !== "name-taken" && !error.uncertain)) throw error;
      if (error.uncertain)
        throw new PortalRefusal(`it isn't known whether the administrator ${username} was made: ${error.message}`);
      this.say(
        `the Organization ${id} has somebody with the login name ${username} already, who was left as is: if that is not the administrator you ask for, choose another name`,
      );
    }
  }
}

interface AdminAccess {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/** Of whom an address is that the partner can't see: of another partner's customer, or of somebody else at the portal. */
function addressTaken(address: unknown): (error: unknown) => never {
  return (error) => {
    if (address === undefined || !(error instanceof PortalRefusal) || error.reason !== "name-taken") throw error;
    throw new PortalRefusal(
      `the e-mail address ${text(address)} is of another Organization already, and only one can have it: choose another one. Nothing was changed. The portal said: ${error.message}`,
      error.reason,
      error.uncertain,
      error.code,
      error.fields,
    );
  };
}

function outputsOf(wire: WireOrganization): Record<string, unknown> {
  const isLocked = wire.status === "locked";
  return {
    status: wire.status,
    lockedBy: isLocked ? wire.locked_by : undefined,
    lockReason: isLocked && wire.lock_reason_message !== "" ? wire.lock_reason_message : undefined,
    lockedAt: isLocked ? (wire.locked_at ?? undefined) : undefined,
    createdAt: wire.created_at,
  };
}
