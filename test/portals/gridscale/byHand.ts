import { operations, type OperationName } from "../../../provider/portals/gridscale/contract";
import type { RunningSandbox } from "../../../sandbox";
import { fetchByHand } from "../../support/withoutSocket";

export type Wire = Record<string, unknown>;

/** What a person with an API key of the partner does by hand at gridscale. */
export class GridscaleByHand {
  constructor(private readonly sandbox: RunningSandbox) {}

  /** One call of the portal's API. */
  async call(
    name: OperationName,
    parameters: Readonly<Record<string, string>> = {},
    body?: unknown,
    query = "",
  ): Promise<Wire> {
    const { method, path } = operations[name];
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => parameters[key] ?? "");
    const { endpoint, userUuid, token } = this.sandbox.gridscale;
    const response = await fetchByHand(`${endpoint}${filled}${query}`, {
      method,
      headers: { "x-auth-userid": userUuid, "x-auth-token": token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${filled}: ${response.status} ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Wire);
  }

  async contracts(): Promise<Wire[]> {
    return ((await this.call("listContracts"))["contracts"] as Wire[]).filter(
      (contract) => contract["is_partner_contract"] !== true,
    );
  }

  async contract(name: string): Promise<Wire> {
    const found = (await this.contracts()).find((contract) => contract["name"] === name);
    if (found === undefined) throw new Error(`there is no account ${name}`);
    return found;
  }

  async users(): Promise<Wire[]> {
    return (await this.call("listUsers"))["users"] as Wire[];
  }

  async user(email: string): Promise<Wire> {
    const found = (await this.users()).find((user) => user["email"] === email);
    if (found === undefined) throw new Error(`there is nobody with the address ${email}`);
    return found;
  }
}
