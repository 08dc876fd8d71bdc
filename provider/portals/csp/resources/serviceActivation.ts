import type { DeclaredInputs, Finding } from "../../../model";
import type { Found, Removed, Surroundings, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { operations } from "../contract";
import { accountFindings, CspDriver, inPath, text, type WireField } from "../driver";
import { nameWithin } from "../../../model/words";
import type { WireService } from "../reading";
import { keyOf, newIdempotencyKey, type CspClient } from "../client";
import { V3 } from "../rules/services";
import { accountIsSeen, type Visibility } from "../visibility";

/** ServiceActivation = a client's service, switched on once (manual §2.1.2). */
export class ServiceActivationDriver extends CspDriver<WireService> {
  readonly singleton = true;

  readonly fields: Readonly<Record<string, WireField<WireService>>> = {
    account: inPath("clientId"),
    service: inPath("key"),
  };

  readonly kind = "ServiceActivation";

  readonly visibility: Visibility = { section: "Services", canary: accountIsSeen };

  constructor(realm: CspClient) {
    super(realm, realm.services);
  }

  idOf(service: WireService): string {
    return `${service.clientId}/${service.key}`;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["account"]), text(inputs["service"]));
  }

  describe(inputs: DeclaredInputs): string {
    return nameWithin(inputs["service"], inputs["account"]);
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    return typeof inputs["service"] === "string" ? accountFindings(this.realm, inputs, planned) : [];
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const clientId = text(inputs["account"]);
    const serviceKey = text(inputs["service"]);
    const { status, body } = await this.realm.wire.call(operations.activateService, {
      params: { clientId, serviceKey },
      idempotencyKey: newIdempotencyKey(),
    });
    const id = `${clientId}/${serviceKey}`;
    this.realm.services.drop(id);
    const next = async () => {
      await this.remember(activated(clientId, serviceKey));
      return { id, outputs: {} };
    };
    if (status === 200) return { id, outputs: {}, next };
    return {
      id,
      outputs: {},
      pending: [{ what: `the service ${this.describe(inputs)} to become active`, operation: body.id }],
      next,
    };
  }

  async update(found: Found): Promise<Written> {
    return { id: found.id, outputs: {} };
  }

  /** Rule csp/V3: activation is one-way. */
  async remove(found: Found, state: DeclaredInputs): Promise<Removed> {
    if (state["onDelete"] === "refuse")
      throw new PortalRefusal(
        `the service ${this.describe(found.inputs)} can't be switched off ${V3.mark}, and onDelete: refuse says that this is an error. ` +
          "Put the resource back; or apply onDelete: retain first and then take it out: the service stays active then, and is no longer declared",
      );
    return { note: `the service stays active at the portal: an activation can't be taken back ${V3.mark}` };
  }

  protected override async listed(): Promise<{ readonly wires: readonly WireService[]; readonly unseen?: string }> {
    const { wires, ...unseen } = await super.listed();
    return { wires: wires.filter(({ status }) => status !== "not_active"), ...unseen };
  }

  protected override async found(wire: WireService, declared: DeclaredInputs): Promise<Found> {
    const found = await super.found(wire, declared);
    if (wire.status === "not_active") return { ...found, untouched: true };
    if (wire.status !== "activating") return found;
    const finished = async () => (await this.fetch(found.id))?.status === "active";
    return { ...found, pending: { what: `the service ${this.describe(found.inputs)} to become active`, finished } };
  }

  protected async fetch(id: string): Promise<WireService | undefined> {
    const [clientId = "", key = ""] = id.split("/");
    const services = await this.realm.wire.list(operations.listClientServices, { params: { clientId } });
    return services.find((service) => service.key === key);
  }

  protected async search(inputs: DeclaredInputs): Promise<WireService | undefined> {
    return this.fetch(`${text(inputs["account"])}/${text(inputs["service"])}`);
  }
}

/** What the list will have of a service that this run has seen become active. Nothing is ever written over it, so that its ETag is not missed. */
function activated(clientId: string, key: string): WireService {
  return { clientId, key, available: true, status: "active", dependsOn: [], activatedAt: null, etag: "" };
}
