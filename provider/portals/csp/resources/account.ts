import type { DeclaredInputs } from "../../../model";
import type { Found, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { listed } from "../../../model/words";
import { operations, TRIAL_STATES } from "../contract";
import { CspDriver, inPath, plain, text, type WireField } from "../driver";
import { orAbsent } from "../wire";
import { isProviderState, type WireClient, type WireQuotaRequest } from "../reading";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { C1, C3 } from "../rules/customers";
import { O5 } from "../rules/projects";
import { U6 } from "../rules/users";
import type { Visibility } from "../visibility";

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

  readonly kind = "Account";

  readonly visibility: Visibility = {
    section: "Organization_Management",
    group: "Clients",
    canary: async (realm) => ((await realm.clients.all()).length === 0 ? "the list of clients is empty" : undefined),
  };

  constructor(realm: CspClient) {
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

  async create(inputs: DeclaredInputs): Promise<Written> {
    try {
      const { body } = await this.realm.wire.call(operations.createClient, {
        body: this.body(inputs),
        idempotencyKey: newIdempotencyKey(),
      });
      return {
        id: body.resource.id,
        outputs: {},
        pending: [{ what: `the client ${this.describe(inputs)} to be created`, operation: body.id }],
      };
    } catch (error) {
      if (!(error instanceof PortalRefusal) || !error.fields.includes("uprovideAccountId")) throw error;
      throw new PortalRefusal(
        `uprovideAccount is ${JSON.stringify(inputs["uprovideAccount"])}, and the portal refuses it: the account must exist in uProvide before ` +
          `the customer. Make it there, or correct the id ${C1.mark}. The portal said: ${error.message}`,
      );
    }
  }

  async update(found: Found, changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    const { body } = await this.realm.wire.call(operations.updateClient, {
      params: { clientId: found.id },
      body: this.body(changes),
      ifMatch: found.revision,
    });
    this.realm.clients.drop(found.id);
    return {
      id: found.id,
      outputs: {},
      pending: [{ what: `the client ${this.describe(wanted)} to be changed`, operation: body.id }],
    };
  }

  /** Rule csp/C7: a reseller never deletes a client. */
  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] === "decommission") return { note: await this.decommission(found, state) };
    return {
      note:
        "left untouched at the portal (onDelete: retain). How a customer is decommissioned stands in docs/decommissioning.md and in the " +
        "reseller manual, §2.5 and §2.6",
    };
  }

  /** A state that only the provider sets is shown, and is no drift (rule csp/C3). */
  protected override async found(client: WireClient, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(client, declared);
    if (!isProviderState(client.state)) return found;
    const { state: _state, ...inputs } = found.inputs;
    return { ...found, inputs };
  }

  /** Rule csp/C3. */
  protected override undeclarable({ state }: WireClient): string | undefined {
    if (!isProviderState(state)) return undefined;
    return `is ${state}, a state that only the portal's provider sets ${C3.mark}`;
  }

  protected override async outputs(client: WireClient): Promise<Record<string, unknown>> {
    const requests = (await this.realm.may("show_pending_requests"))
      ? await this.realm.pendingRequests.inGroup(client.id)
      : [];
    return {
      providerState: isProviderState(client.state) ? client.state : undefined,
      decommissionRequestedAt: client.decommissionRequestedAt ?? undefined,
      pendingQuotaRequests: requests.length > 0 ? requests.map(requestOutput) : undefined,
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

  /** Asks the provider to decommission a client that is empty (manual §2.5, §2.6). @throws PortalRefusal naming what is left. */
  private async decommission(found: Found, state: DeclaredInputs): Promise<string> {
    const params = { clientId: found.id };
    const client = await this.fetch(found.id);
    if (client === undefined) return "is gone at the portal";
    if (isProviderState(client.state))
      return `is ${client.state} already: its decommissioning is under way at the provider`;
    const users = (await this.realm.wire.list(operations.listClientUsers, { params })).map(({ username }) => username);
    const projects = (await this.realm.wire.list(operations.listClientProjects, { params })).map(({ name }) => name);
    const left = [
      users.length > 0 ? `users ${listed(users)} ${U6.mark}` : undefined,
      projects.length > 0 ? `projects ${listed(projects)} ${O5.mark}` : undefined,
    ].filter((part) => part !== undefined);
    if (left.length > 0)
      throw new PortalRefusal(
        `the customer ${client.name} can't be decommissioned yet. There are still its ${left.join(", and its ")}: delete them first, then run again. ` +
          "Nothing was asked for",
      );
    const subservices = await this.realm.wire.list(operations.listSubservices, { params });
    const { body } = await this.realm.wire.call(operations.requestDecommission, {
      params,
      body: {
        kind: (TRIAL_STATES as readonly string[]).includes(client.state) ? "trial" : "production",
        projects: subservices.map(({ projectId, projectName }) => ({ id: projectId, name: projectName })),
        ...(state["decommissionReason"] === undefined ? {} : { reason: state["decommissionReason"] }),
      },
    });
    return `its decommissioning was asked for; the customer itself is deleted by the portal's provider. The ticket:\n${body.ticketText}`;
  }
}

function requestOutput({ id, region, items, requestedAt, comment }: WireQuotaRequest): Record<string, unknown> {
  return {
    id,
    region,
    requested: Object.fromEntries(items.map(({ resource, requested }) => [resource, requested])),
    requestedAt,
    ...(comment === null ? {} : { comment }),
  };
}
