import { type Declared, type InputsAt, type OutputsOfKind, type Values } from "../../../model/declared";
import type { Found, KindDriver, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { isOneOf } from "../../../model/shapes";
import { listed as named, text } from "../../../model/words";
import { documentation } from "../../../../text/documentation";
import { wireFields } from "../../listed";
import { orAbsent, type RequestOf } from "../../wire";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { operations, TRIAL_STATES } from "../contract";
import { cspObjects, type CspParts } from "../driver";
import type { fields } from "../fields";
import { isProviderState, type WireClient, type WireQuotaRequest } from "../reading";
import { C1, C3 } from "../rules/customers";
import { O5 } from "../rules/projects";
import { U6 } from "../rules/users";

type Inputs = InputsAt<typeof fields, "Account">;
type Outputs = OutputsOfKind<"Account">;
type Body = RequestOf<typeof operations.createClient>;
type Accounts = CspParts<Inputs, Outputs, WireClient, Body>;

/** Account = client. Made and changed through uProvide, so that every write is asynchronous (manual §2.1.1, §2.2). */
export function accountDriver(client: CspClient): KindDriver<Inputs, Outputs> {
  const accounts = accountsOf(client);
  return {
    ...accounts,
    describe,
    create: (inputs) => createAccount(client, accounts, inputs),
    update: (found, changes, wanted) => updateAccount(client, accounts, found, changes, wanted),

    /** Rule csp/C7: a reseller never deletes a client. */
    async remove({ id }, { onDelete, decommissionReason }) {
      if (onDelete === "decommission") return { note: await decommission(client, id, decommissionReason) };
      return {
        note:
          `kept unchanged at the portal (onDelete: retain). To decommission a customer, see ${documentation("decommissioning.md")} ` +
          "and the reseller manual, §2.5 and §2.6",
      };
    },
  };
}

function accountsOf(client: CspClient): Accounts {
  const { plain } = wireFields<WireClient, Body>();
  return cspObjects<Inputs, Outputs, WireClient, Body>(client, {
    kind: "Account",
    visibility: {
      section: "Organization_Management",
      group: "Clients",
      canary: async () => ((await client.clients.all()).length === 0 ? "the list of clients is empty" : undefined),
    },
    fields: {
      name: plain("name"),
      description: plain("description"),
      availableServices: plain("availableServices"),
      primaryColor: plain("primaryColor"),
      secondaryColor: plain("secondaryColor"),
      iconUrl: plain("iconUrl"),
      uprovideAccount: plain("uprovideAccountId"),
    },
    idOf: ({ id }) => id,
    keyOf: ({ name }) => keyOf(text(name)),
    listOf: () => client.clients,
    fetch: (clientId) => fetchClient(client, clientId),
    async search({ name }) {
      const query = { "filter[name]": text(name) };
      return (await client.wire.list(operations.listClients, { query })).find((candidate) => candidate.name === name);
    },
    /** A state that only the provider sets is shown, and is no drift (rule csp/C3). */
    beside: ({ state }) => (isProviderState(state) ? {} : { inputs: { state } }),
    outputs: (wire) => outputsOf(client, wire),
    /** Rule csp/C3. */
    inListing: ({ state }) =>
      isProviderState(state)
        ? { undeclarable: `is ${state}, a state that only the portal's provider sets ${C3.mark}` }
        : {},
  });
}

function describe({ name }: Declared<Inputs>): string {
  return text(name);
}

function fetchClient(client: CspClient, clientId: string): Promise<WireClient | undefined> {
  return orAbsent(client.wire.call(operations.getClient, { params: { clientId } }));
}

async function outputsOf(client: CspClient, wire: WireClient): Promise<Values<Outputs>> {
  const requests = (await client.may("show_pending_requests")) ? await client.pendingRequests.inGroup(wire.id) : [];
  return {
    providerState: isProviderState(wire.state) ? wire.state : undefined,
    decommissionRequestedAt: wire.decommissionRequestedAt ?? undefined,
    pendingQuotaRequests: requests.length > 0 ? requests.map(requestOutput) : undefined,
  };
}

function requestOutput({ id, region, items, requestedAt, comment }: WireQuotaRequest) {
  return {
    id,
    region,
    requested: Object.fromEntries(items.map(({ resource, requested }) => [resource, requested])),
    requestedAt,
    ...(comment === null ? {} : { comment }),
  };
}

async function createAccount(client: CspClient, accounts: Accounts, inputs: Inputs): Promise<Written<Outputs>> {
  const { name, uprovideAccount } = inputs;
  try {
    const { body } = await client.wire.call(operations.createClient, {
      body: { ...accounts.body(inputs), name, state: stateOf(inputs), uprovideAccountId: text(uprovideAccount) },
      idempotencyKey: newIdempotencyKey(),
    });
    return {
      id: body.resource.id,
      outputs: {},
      pending: [{ what: `the client ${describe(inputs)} to be created`, operation: body.id, sort: "client created" }],
    };
  } catch (error) {
    if (!(error instanceof PortalRefusal) || !error.fields.includes("uprovideAccountId")) throw error;
    throw new PortalRefusal(
      `uprovideAccount is ${JSON.stringify(uprovideAccount)}, and the portal refuses it: the account must exist in uProvide before ` +
        `the customer. Create it there, or correct the id ${C1.mark}. The portal said: ${error.message}`,
    );
  }
}

async function updateAccount(
  client: CspClient,
  accounts: Accounts,
  { id, revision }: Found<Inputs>,
  changes: Values<Inputs>,
  wanted: Inputs,
): Promise<Written<Outputs>> {
  const { body } = await client.wire.call(operations.updateClient, {
    params: { clientId: id },
    body: { ...accounts.body(changes), ...(changes.state === undefined ? {} : { state: stateOf(changes) }) },
    ifMatch: revision,
  });
  client.clients.drop(id);
  return {
    id,
    outputs: {},
    pending: [{ what: `the client ${describe(wanted)} to be changed`, operation: body.id, sort: "client changed" }],
  };
}

function stateOf({ state }: Values<Inputs>): Body["state"] {
  // Rule csp/C3 lets no other word through.
  return state as Body["state"];
}

/** Asks the provider to decommission a client that is empty (manual §2.5, §2.6). @throws PortalRefusal naming what is left. */
async function decommission(client: CspClient, clientId: string, reason: string | undefined): Promise<string> {
  const params = { clientId };
  const found = await fetchClient(client, clientId);
  if (found === undefined) return "is gone at the portal";
  if (isProviderState(found.state))
    return `is ${found.state} already: its decommissioning is in progress at the provider`;
  const users = (await client.wire.list(operations.listClientUsers, { params })).map(({ username }) => username);
  const projects = (await client.wire.list(operations.listClientProjects, { params })).map(({ name }) => name);
  const left = [
    users.length > 0 ? `users ${named(users)} ${U6.mark}` : undefined,
    projects.length > 0 ? `projects ${named(projects)} ${O5.mark}` : undefined,
  ].filter((part) => part !== undefined);
  if (left.length > 0)
    throw new PortalRefusal(
      `the customer ${found.name} can't be decommissioned yet. There are still its ${left.join(", and its ")}: delete them first, then run again. ` +
        "Nothing was requested",
    );
  const subservices = await client.wire.list(operations.listSubservices, { params });
  const { body } = await client.wire.call(operations.requestDecommission, {
    params,
    body: {
      kind: isOneOf(TRIAL_STATES, found.state) ? "trial" : "production",
      projects: subservices.map(({ projectId, projectName }) => ({ id: projectId, name: projectName })),
      ...(reason === undefined ? {} : { reason }),
    },
  });
  return `its decommissioning was requested; the portal's provider deletes the customer. The ticket:\n${body.ticketText}`;
}
