import type { RunningSandbox } from "../../../../sandbox";
import { GridscaleByHand, type Wire } from "../byHand";
import { settings } from "../settings";
import type { Draw } from "../../../random/draw";
import type { HandCall } from "../../../random/model";
import type { Item, ModelPortal, PortalView } from "../../../random/model";
import { byHand } from "../../../support/withoutSocket";

/** A partner with nothing in it but its owner. */
export class GridscaleModelPortal implements ModelPortal {
  readonly settings;
  private readonly portal: GridscaleByHand;
  private codes: Promise<Map<unknown, unknown>> | undefined;

  constructor(private readonly sandbox: RunningSandbox) {
    this.settings = settings(sandbox);
    this.portal = new GridscaleByHand(sandbox);
  }

  async look(): Promise<PortalView> {
    const contracts = await this.portal.contracts();
    const users = (await this.portal.users()).filter(({ partner_level: level }) => level !== "owner");
    const codes = await this.locationCodes();
    return {
      Account: contracts.map((contract) => account(contract, codes)),
      Quota: contracts.map(({ contract_uuid: id, limits }) => ({
        id: String(id),
        limits: Object.fromEntries((limits as { key: string; value: number }[]).map(({ key, value }) => [key, value])),
      })),
      User: users.map(person),
    };
  }

  async writes(): Promise<Record<string, number>> {
    const { data } = await byHand.get<{ routes: Record<string, Record<string, number>> }>(
      `${this.sandbox.baseUrl}/_sandbox/calls`,
    );
    return Object.fromEntries(
      Object.entries(data.routes["gridscale"] ?? {}).filter(([route]) => !route.startsWith("GET ")),
    );
  }

  signsIn(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async act({ method, path, body }: HandCall): Promise<boolean> {
    const { endpoint, userUuid, token } = this.sandbox.gridscale;
    const { status, data } = await byHand.request<unknown>({
      method,
      url: `${endpoint}${path}`,
      data: body,
      headers: { "X-Auth-UserId": userUuid, "X-Auth-Token": token },
      validateStatus: () => true,
    });
    if (status < 300) return true;
    if ([409, 416, 424].includes(status)) return false;
    throw new Error(`${method} ${path}: ${status} ${JSON.stringify(data)}`);
  }

  making(draw: Draw, name: string): Promise<HandCall> {
    const [path, body] = draw.pick([
      ["/management/v2/contracts", { name }],
      ["/management/v2/users", { email: `${name.replaceAll(" ", ".")}@partner.example` }],
    ] as const);
    return Promise.resolve({ method: "POST", path, body });
  }

  /** Accounts stay, and so would those who own them: the partner's owner takes them over. */
  async makeWay(): Promise<void> {
    const owner = (await this.portal.users()).find(({ partner_level: level }) => level === "owner");
    for (const { contract_uuid: id } of await this.portal.contracts())
      await this.portal.call("updateContract", { contractId: String(id) }, { owner_uuid: owner?.["user_uuid"] });
  }

  /** Ids of locations as the programs of the model name them. */
  private locationCodes(): Promise<Map<unknown, unknown>> {
    this.codes ??= this.portal
      .call("listLocations")
      .then(
        ({ locations }) =>
          new Map(Object.entries(locations as Record<string, Wire>).map(([id, { iata }]) => [id, iata])),
      );
    return this.codes;
  }
}

function account(contract: Wire, codes: ReadonlyMap<unknown, unknown>): Item {
  return {
    id: String(contract["contract_uuid"]),
    clientId: null,
    name: contract["name"],
    owners: contract["owner_uuids"],
    locked: contract["locked"],
    features: contract["feature_keys"],
    locations: (contract["location_uuids"] as unknown[]).map((id) => codes.get(id)),
  };
}

function person(user: Wire): Item {
  const contracts = user["contracts"] as { contract_uuid: string; level: string; inherited: boolean }[];
  return {
    id: String(user["user_uuid"]),
    clientId: null,
    email: user["email"],
    first_name: user["first_name"],
    last_name: user["last_name"],
    phone: user["phone"],
    locked: user["locked"],
    partner_level: user["partner_level"],
    access: contracts
      .filter(({ inherited, level }) => !inherited && level !== "owner")
      .map(({ contract_uuid: id, level }) => ({ account: id, profile: level })),
  };
}
