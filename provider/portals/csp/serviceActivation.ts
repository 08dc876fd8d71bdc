import { type DeclaredInputs, type Failure, UNKNOWN } from "../../kinds";
import { nearest } from "../nearest";
import type { Found, PlannedInputs, Removed, Written } from "../portal";
import { operations } from "./contract";
import { CspDriver, inPath, text, type WireField } from "./driver";
import { keyOf, newIdempotencyKey, type Realm, type WireService } from "./realm";
import { SERVICE_NEEDS } from "./rules";
import { accountIsSeen, type Sight } from "./sight";
import { accountFailures, availableServices, isActive } from "./verify";

/** ServiceActivation = a client's service, switched on once (manual §2.1.2). */
export class ServiceActivationDriver extends CspDriver<WireService> {
  readonly singleton = true;

  readonly fields: Readonly<Record<string, WireField<WireService>>> = {
    account: inPath("clientId"),
    service: inPath("key"),
  };

  readonly sight: Sight = { section: "Services", witness: accountIsSeen };

  constructor(realm: Realm) {
    super(realm, realm.services);
  }

  idOf(service: WireService): string {
    return `${service.clientId}/${service.key}`;
  }

  keyOf(inputs: DeclaredInputs): string {
    return keyOf(text(inputs["account"]), text(inputs["service"]));
  }

  describe(inputs: DeclaredInputs): string {
    return `${text(inputs["service"])} of ${text(inputs["account"])}`;
  }

  async verify(inputs: DeclaredInputs, planned: PlannedInputs): Promise<Failure[]> {
    const { account, service } = inputs;
    if (typeof service !== "string") return [];
    const failures = await accountFailures(this.realm, inputs, planned);
    if (typeof account === "string" && failures.length === 0) {
      const available = await availableServices(this.realm, account, planned);
      if (available !== undefined && !available.includes(service)) failures.push(unavailable(service, available));
    }
    return [...failures, ...(await this.neededFailures(inputs, service))];
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
    if (status === 200) return { id, outputs: {} };
    return {
      id,
      outputs: {},
      pending: { what: `the service ${this.describe(inputs)} to become active`, operation: body.id },
    };
  }

  async update(found: Found): Promise<Written> {
    return { id: found.id, outputs: {} };
  }

  /** Rule csp/V3: activation is one-way. */
  async remove(): Promise<Removed> {
    return { note: "the service stays active at the portal: an activation can't be taken back (rule csp/V3)" };
  }

  protected override found(wire: WireService): Found {
    const found = super.found(wire);
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

  /** Rule csp/V1, where the needed activation is neither declared nor there. */
  private async neededFailures(inputs: DeclaredInputs, service: string): Promise<Failure[]> {
    if (inputs["after"] !== undefined) return [];
    const { account } = inputs;
    const failures: Failure[] = [];
    for (const needed of SERVICE_NEEDS[service] ?? []) {
      if (typeof account === "string" && (await isActive(this.realm, account, needed))) continue;
      if (account !== UNKNOWN && typeof account !== "string") continue;
      failures.push({
        property: "service",
        reason: `is ${service}, which needs ${needed}: declare a ServiceActivation of ${needed} for the same account (rule csp/V1)`,
      });
    }
    return failures;
  }
}

function unavailable(service: string, available: readonly string[]): Failure {
  const near = nearest(service, available);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}, or is ${service} missing in` : `add ${service} to`;
  return {
    property: "service",
    reason: `is ${service}, which the account doesn't have (it has ${available.join(", ") || "none"}): ${hint} its availableServices${near.length > 0 ? "?" : ""} (rule csp/V2)`,
  };
}
