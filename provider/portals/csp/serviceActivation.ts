import { type DeclaredInputs, type Finding, UNKNOWN } from "../../model";
import { nearest } from "../../model/nearest";
import type { Found, Removed, Surroundings, Written } from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { operations } from "./contract";
import { CspDriver, inPath, text, type WireField } from "./driver";
import { nameWithin } from "../../model/words";
import { keyOf, newIdempotencyKey, type Realm, type WireService } from "./realm";
import { broken, ruleId } from "./ruleBook";
import { SERVICE_NEEDS } from "./rules";
import { accountIsSeen, type Sight } from "./sight";
import { accountFindings, availableServices, isActive } from "./verify";

/** ServiceActivation = a client's service, switched on once (manual §2.1.2). */
export class ServiceActivationDriver extends CspDriver<WireService> {
  readonly singleton = true;

  readonly fields: Readonly<Record<string, WireField<WireService>>> = {
    account: inPath("clientId"),
    service: inPath("key"),
  };

  readonly kind = "ServiceActivation";

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
    return nameWithin(inputs["service"], inputs["account"]);
  }

  async verify(inputs: DeclaredInputs, { before, planned }: Surroundings): Promise<Finding[]> {
    const { account, service } = inputs;
    if (typeof service !== "string") return [];
    const findings = await accountFindings(this.realm, inputs, planned);
    if (typeof account === "string" && findings.length === 0) {
      const available = await availableServices(this.realm, account, planned);
      if (available !== undefined && !available.includes(service)) findings.push(unavailable(service, available));
    }
    if (before !== undefined && (before["account"] !== account || before["service"] !== service))
      findings.push(
        broken(
          "V3",
          "service",
          `of ${text(before["account"])} stays active: ${text(before["service"])} can't be switched off again`,
        ),
      );
    return [...findings, ...(await this.neededFindings(inputs, service))];
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
        `the service ${this.describe(found.inputs)} can't be switched off (rule ${ruleId("V3")}), and onDelete: refuse says that this is an error. ` +
          "Put the resource back; or apply onDelete: retain first and then take it out: the service stays active then, and is no longer declared",
      );
    return { note: `the service stays active at the portal: an activation can't be taken back (rule ${ruleId("V3")})` };
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

  /** Rule csp/V1, where the needed activation is neither declared nor there. */
  private async neededFindings(inputs: DeclaredInputs, service: string): Promise<Finding[]> {
    if (inputs["after"] !== undefined) return [];
    const { account } = inputs;
    const findings: Finding[] = [];
    for (const needed of SERVICE_NEEDS[service] ?? []) {
      if (typeof account === "string" && (await isActive(this.realm, account, needed))) continue;
      if (account !== UNKNOWN && typeof account !== "string") continue;
      findings.push(
        broken(
          "V1",
          "service",
          `is ${service}, which needs ${needed}: declare a ServiceActivation of ${needed} for the same account`,
        ),
      );
    }
    return findings;
  }
}

/** What the list will have of a service that this run has seen become active. Nothing is ever written over it, so that its ETag is not missed. */
function activated(clientId: string, key: string): WireService {
  return { clientId, key, available: true, status: "active", dependsOn: [], activatedAt: null, etag: "" };
}

function unavailable(service: string, available: readonly string[]): Finding {
  const near = nearest(service, available);
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}, or is ${service} missing in` : `add ${service} to`;
  return broken(
    "V2",
    "service",
    `is ${service}, which the account doesn't have (it has ${available.join(", ") || "none"}): ${hint} its availableServices${near.length > 0 ? "?" : ""}`,
  );
}
