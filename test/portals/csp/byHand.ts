import axios, { type AxiosInstance } from "axios";
import type { PortalName } from "../../../provider/portals/list";
import type { RunningSandbox } from "../../../sandbox";
import { byHand, withoutSocket } from "../../support/withoutSocket";

export interface PortalObject {
  readonly id: string;
  readonly etag: string;
  readonly [member: string]: unknown;
}

/** What a person does by hand at the portal, and what the sandbox's control routes do for tests. */
export class CspByHand {
  private readonly api: AxiosInstance;

  constructor(private readonly sandbox: RunningSandbox) {
    this.api = axios.create({
      adapter: withoutSocket,
      baseURL: sandbox.csp.endpoint,
      headers: { Authorization: `Bearer ${sandbox.csp.token}` },
    });
  }

  /** Where the sandbox takes what happens at the portal without its API. */
  get controlUrl(): string {
    return `${this.sandbox.baseUrl}/_sandbox`;
  }

  async list(path: string): Promise<PortalObject[]> {
    const { data } = await this.api.get<{ items: PortalObject[]; nextCursor: string | null }>(path, {
      params: { limit: 200 },
    });
    if (data.nextCursor !== null) throw new Error(`${path} has more than one page`);
    return data.items;
  }

  async cursorAfterFirstPage(path: string): Promise<string | null> {
    return (await this.api.get<{ nextCursor: string | null }>(path, { params: { limit: 200 } })).data.nextCursor;
  }

  async one(path: string, member: string, value: unknown): Promise<PortalObject> {
    const found = (await this.list(path)).filter((item) => item[member] === value);
    if (found.length !== 1 || found[0] === undefined)
      throw new Error(`${path}: ${found.length} objects with ${member} ${String(value)}`);
    return found[0];
  }

  async patch(path: string, object: PortalObject, body: object): Promise<void> {
    await this.api.patch(path, body, { headers: { "If-Match": object.etag } });
  }

  async delete(path: string, object: PortalObject): Promise<void> {
    await this.api.delete(path, { headers: { "If-Match": object.etag } });
  }

  async post(path: string, body: object): Promise<Record<string, unknown>> {
    return (await this.api.post<Record<string, unknown>>(path, body)).data;
  }

  /** Counts of calls by method and route since the last reset. */
  async calls(portal: PortalName = "csp"): Promise<Record<string, number>> {
    const { data } = await byHand.get<{ routes: Record<string, Record<string, number>> }>(
      `${this.sandbox.baseUrl}/_sandbox/calls`,
    );
    return data.routes[portal] ?? {};
  }

  async resetCalls(): Promise<void> {
    await byHand.delete(`${this.sandbox.baseUrl}/_sandbox/calls`);
  }

  /** Calls that change something. */
  async writes(portal?: PortalName): Promise<Record<string, number>> {
    return Object.fromEntries(Object.entries(await this.calls(portal)).filter(([route]) => !route.startsWith("GET ")));
  }

  async setFaults(rules: readonly object[]): Promise<void> {
    await byHand.put(`${this.sandbox.baseUrl}/_sandbox/faults`, rules);
  }

  /** Whether that is the user's password. */
  async signsIn(userId: string, password: string): Promise<boolean> {
    const { status } = await byHand.post(
      `${this.controlUrl}/csp/sign-ins`,
      { userId, password },
      { validateStatus: (answer) => answer === 201 || answer === 401 },
    );
    return status === 201;
  }

  async changeToken(change: object): Promise<void> {
    await byHand.put(`${this.sandbox.baseUrl}/_sandbox/csp/tokens/reseller`, change);
  }

  async dump(): Promise<Record<string, { id: string; [member: string]: unknown }[]>> {
    const { data } = await byHand.get<{ csp: Record<string, { id: string }[]> }>(
      `${this.sandbox.baseUrl}/_sandbox/dump`,
    );
    return data.csp;
  }
}
