import type { Dialect } from "./dialect";
import type { BudgetSettings } from "./budgetProtocol";
import type { RateLimit } from "./requestWindow";
import type { TokenSource } from "./tokenSource";

export interface HttpSettings {
  /** Base address with its path prefix; https, or http on a loopback address. */
  readonly endpoint: string;
  /** Of requests that name no other token. Where there is none, these carry none. */
  readonly token?: string;
  /** Certificates in PEM that are trusted in addition to those that Node trusts. */
  readonly ca?: string;
  /** How the portal's API carries tokens and puts errors. Default: bearer token and RFC 9457. */
  readonly dialect?: Dialect;
  /** How many requests may come to the portal in how much time. Default: no limit but what the portal asks for. */
  readonly rateLimit?: RateLimit;
  /** The budget that the connection shares with other processes of the machine. Default: it counts alone. */
  readonly budget?: BudgetSettings | undefined;
  /** Nothing but GET is sent: whatever would change something is refused before it leaves. */
  readonly readOnly?: boolean;
  /** The most requests under way at once: see ConcurrencyLimit. Default 32. */
  readonly maxConcurrency?: number;
  /** For one try, from its first byte out to its last byte in; the wait for a free place is not counted. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** For making a connection, TLS included. Default 10,000, and never more than `requestTimeoutMs`. */
  readonly connectTimeoutMs?: number;
  /** Tries of one call. Default 5. */
  readonly maxAttempts?: number;
  /** Ceiling for one call with all its tries and waits. Default 120,000. */
  readonly retryBudgetMs?: number;
  /** Told of every further try before the wait for it begins. */
  readonly onRetry?: (event: RetryEvent) => void;
  /** For tests: 0 to 1, in place of chance. */
  readonly random?: () => number;
  /** For tests: what waits between tries, in place of a timer. Rejects when the signal is aborted. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** For tests: the clock that goes with `wait`, in milliseconds since the epoch. */
  readonly now?: () => number;
}

/** An API of the portal that has an address of its own. */
export interface Service {
  /** For messages. */
  readonly name: string;
  /** Base address with its path prefix; https, or http on a loopback address. */
  readonly endpoint: string;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Made with `pathOf`. */
  readonly path: string;
  /** A list is sent as the same parameter several times. */
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  /** Sent as JSON; undefined sends none. */
  readonly body?: unknown;
  /** Beside those of the connection, which they never replace. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly ifMatch?: string;
  /**
   * Statuses, or codes of errors, that the portal answers as long as something that was just done is not known everywhere in it (403 after a grant, 404 after
   * a create). Met with one of them, the request is sent again until the time for one request is over.
   */
  readonly untilConsistent?: readonly (number | string)[];
  /** Statuses, or codes of errors, that may pass by themselves, and come before anything is done: tried again as often as other passing errors. */
  readonly passing?: readonly (number | string)[];
  /** In place of the connection's own token: some portals have one for each customer, or renew them. */
  readonly token?: string | TokenSource;
  /** Asks for a token: carries none itself, changes nothing, and takes no place among the requests that wait for it. */
  readonly signIn?: boolean;
  /** Another service of the same portal, in place of the connection's endpoint. */
  readonly service?: Service;
  /** Carrying the request out twice leaves what carrying it out once leaves, whatever its method says. */
  readonly repeatable?: boolean;
  /** The same on every try, so that the portal carries the request out once. */
  readonly idempotencyKey?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; undefined with status 204. */
  readonly body: unknown;
  readonly requestId?: string;
}

/** A try failed and another follows. */
export interface RetryEvent {
  readonly method: string;
  readonly path: string;
  /** Tries so far. */
  readonly tries: number;
  readonly waitMs: number;
  /** Where the portal answered. */
  readonly status?: number;
  /** Where it did not. */
  readonly networkCode?: string;
}
