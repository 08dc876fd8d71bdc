import type { Store } from "./store";

/** A request to a portal of the sandbox, after the server has read it. */
export interface PortalRequest {
  readonly method: string;
  /** Values of the route template's parameters. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; undefined where there was none. */
  readonly body: unknown;
  readonly requestId: string;
}

export interface PortalReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PortalRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the portal's prefix, with parameters in braces. */
  readonly path: string;
  handle(request: PortalRequest): PortalReply;
}

/** One portal of the sandbox: its routes, and what people need to use it. Others stand beside it in folders of their own. */
export interface SandboxPortal {
  readonly name: string;
  /** Path under which it is served, such as `/csp/api/v1`. */
  readonly prefix: string;
  readonly routes: readonly PortalRoute[];
  /** How an error is written in this portal's way. */
  problem(error: unknown, requestId: string): PortalReply;
  /** What the ready line says of it, beside the endpoint: tokens. */
  readonly access: Readonly<Record<string, string>>;
  /** Takes rights away from a token, or gives them back. */
  changeToken(name: string, change: TokenChange): boolean;
}

export interface TokenChange {
  /** The permissions that are left; null gives all of them back. */
  readonly permissions?: readonly string[] | null;
  /** `nothing`: lists are empty and objects answer 404, as for a token that lost sight of the realm. */
  readonly visible?: "all" | "nothing";
  readonly revoked?: boolean;
}

export interface PortalOptions {
  readonly store: Store;
  /** How long asynchronous work takes. */
  readonly operationDelayMs: number;
}
