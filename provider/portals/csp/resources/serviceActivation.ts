import { type Declared, type InputsAt, known } from "../../../model/declared";
import type { KindDriver, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { nameWithin, text } from "../../../model/words";
import { wireFields } from "../../listed";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { operations } from "../contract";
import { accountFindings, cspObjects, type CspParts, inList } from "../driver";
import type { fields } from "../fields";
import type { WireService } from "../reading";
import { V3 } from "../rules/services";
import { accountIsSeen } from "../visibility";

type Inputs = InputsAt<typeof fields, "ServiceActivation">;
type Services = CspParts<Inputs, object, WireService, never>;

/** ServiceActivation = a client's service, switched on once (manual §2.1.2). */
export function serviceActivationDriver(client: CspClient): KindDriver<Inputs, object> {
  const services = servicesOf(client);
  return {
    ...services,
    singleton: true,
    describe,
    verify: async (inputs, { planned }) =>
      typeof inputs.service === "string" ? accountFindings(client, inputs, planned) : [],
    create: (inputs) => activate(client, services, inputs),
    update: async ({ id }) => ({ id, outputs: {} }),

    /** Rule csp/V3: activation is one-way. */
    async remove({ inputs }, { onDelete }) {
      if (onDelete === "refuse")
        throw new PortalRefusal(
          `the service ${describe(inputs)} can't be deactivated ${V3.mark}, and onDelete: refuse makes this an error. ` +
            "Restore the resource; or apply onDelete: retain first and then remove it: the service stays active, and is no longer managed",
        );
      return { note: `the service stays active at the portal, because activations are permanent ${V3.mark}` };
    },
  };
}

function servicesOf(client: CspClient): Services {
  const { readOnly } = wireFields<WireService, never>();
  return cspObjects<Inputs, object, WireService>(client, {
    kind: "ServiceActivation",
    visibility: { section: "Services", canary: accountIsSeen },
    fields: { account: readOnly("clientId"), service: readOnly("key") },
    idOf: ({ clientId, key }) => idOf(clientId, key),
    keyOf: ({ account, service }) => keyOf(text(account), text(service)),
    listOf: () => client.services,
    groupOf: ({ account }) => known(account),
    fetch: (id) => fetchService(client, id),
    search: ({ account, service }) => fetchService(client, idOf(text(account), text(service))),
    async seen() {
      const { wires, ...unseen } = await inList(client.services);
      return { wires: wires.filter(({ status }) => status !== "not_active"), ...unseen };
    },
    beside({ clientId, key, status }) {
      if (status === "not_active") return { untouched: true };
      if (status !== "activating") return {};
      const what = becomingActive({ account: clientId, service: key });
      const finished = async () => (await fetchService(client, idOf(clientId, key)))?.status === "active";
      return { pending: { what, finished } };
    },
  });
}

function idOf(account: string, service: string): string {
  return `${account}/${service}`;
}

function describe({ account, service }: Declared<Inputs>): string {
  return nameWithin(service, account);
}

function becomingActive(inputs: Declared<Inputs>): string {
  return `the service ${describe(inputs)} to become active`;
}

async function fetchService(client: CspClient, id: string): Promise<WireService | undefined> {
  const [clientId = "", key = ""] = id.split("/");
  const services = await client.wire.list(operations.listClientServices, { params: { clientId } });
  return services.find((service) => service.key === key);
}

async function activate(client: CspClient, services: Services, inputs: Inputs): Promise<Written<object>> {
  const { account: clientId, service: serviceKey } = inputs;
  const { status, body } = await client.wire.call(operations.activateService, {
    params: { clientId, serviceKey },
    idempotencyKey: newIdempotencyKey(),
  });
  const id = idOf(clientId, serviceKey);
  client.services.drop(id);
  const next = async () => {
    await services.remember(activated(clientId, serviceKey));
    return { id, outputs: {} };
  };
  const pending =
    status === 200 ? undefined : [{ what: becomingActive(inputs), operation: body.id, sort: "service activated" }];
  return { id, outputs: {}, ...(pending === undefined ? {} : { pending }), next };
}

/** What the list will have of a service that this run has seen become active. Nothing is ever written over it, so that its ETag is not missed. */
function activated(clientId: string, key: string): WireService {
  return { clientId, key, available: true, status: "active", dependsOn: [], activatedAt: null, etag: "" };
}
