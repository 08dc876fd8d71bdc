import type { DeclaredInputs, Failure } from "../../kinds";
import type { Found, Removed, Written } from "../portal";
import { operations } from "./contract";
import { CspDriver, inPath, plain, text, type WireField } from "./driver";
import { orAbsent } from "./wire";
import { keyOf, newIdempotencyKey, type Realm, type WireClient } from "./realm";
import type { Sight } from "./sight";

/** Account = client. Made and changed through uProvide, so that every write is asynchronous (manual §2.1.1, §2.2). */
export class AccountDriver extends CspDriver<WireClient> {
  readonly fields: Readonly<Record<string, WireField<WireClient>>> = {
    name: plain("name"),
    description: plain("description"),
    state: plain("state"),
    availableServices: plain("availableServices"),
    primaryColor: plain("primaryColor"),
    secondaryColor: plain("secondaryColor"),
    iconUrl: plain("iconUrl"),
    uprovideAccount: { ...inPath("uprovideAccountId"), write: (value) => ({ uprovideAccountId: value }) },
  };

  readonly sight: Sight = {
    section: "Organization_Management",
    group: "Clients",
    witness: async (realm) => ((await realm.clients.all()).length === 0 ? "the list of clients is empty" : undefined),
  };

  constructor(realm: Realm) {
    super(realm, realm.clients);
  }

  idOf(client: WireClient): string {
    return client.id;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["name"]));
  }

  describe(inputs: DeclaredInputs): string {
    return text(inputs["name"]);
  }

  async verify(): Promise<Failure[]> {
    return [];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.createClient, {
      body: this.body(inputs),
      idempotencyKey: newIdempotencyKey(),
    });
    return {
      id: body.resource.id,
      outputs: {},
      pending: { what: `the client ${this.describe(inputs)} to be created`, operation: body.id },
    };
  }

  async update(found: Found, changes: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.updateClient, {
      params: { clientId: found.id },
      body: this.body(changes),
      ifMatch: found.revision,
    });
    this.realm.clients.drop(found.id);
    return {
      id: found.id,
      outputs: {},
      pending: { what: `the client ${this.describe(found.inputs)} to be changed`, operation: body.id },
    };
  }

  /** Rule csp/C7: a reseller never deletes a client. */
  async remove(): Promise<Removed> {
    return {
      note: "left untouched at the portal (onDelete: retain). How a customer is decommissioned stands in the reseller manual, §2.5 and §2.6",
    };
  }

  protected async fetch(id: string): Promise<WireClient | undefined> {
    return orAbsent(this.realm.wire.call(operations.getClient, { params: { clientId: id } }));
  }

  protected async search(inputs: DeclaredInputs): Promise<WireClient | undefined> {
    const named = await this.realm.wire.list(operations.listClients, {
      query: { "filter[name]": text(inputs["name"]) },
    });
    return named.find((client) => client.name === inputs["name"]);
  }
}
