import type { operations } from "../../../provider/portals/openstack/contract";
import type { Asking, Handlers as HandlersOf, Row } from "../call";
import type { Caller } from "./caller";
import type { OpenStackRealm } from "./realm";

/** What a handler knows of whoever calls, and of the request. */
export interface Context {
  readonly realm: OpenStackRealm;
  /** Undefined where no token is asked for. */
  readonly signedIn: Caller | undefined;
  /** Address of the sandbox with the portal's prefix. */
  readonly baseUrl: string;
  /** Headers that the answer has. */
  readonly answerHeaders: Record<string, string>;
  /** Of the service that is asked; empty for Keystone. */
  readonly region: string;
  readonly microversion: string | undefined;
}

/** A call of which the operation doesn't matter. */
export type AnyCall = Context & Pick<Asking, "parameters" | "query" | "now">;

export type Handlers = HandlersOf<typeof operations, Context>;

export const IDENTITY_PATH = "/identity/v3";

export function identityUrl({ baseUrl }: Pick<Context, "baseUrl">): string {
  return `${baseUrl}${IDENTITY_PATH}`;
}

export function callerOf({ signedIn }: Pick<Context, "signedIn">): Caller {
  if (signedIn === undefined) throw new Error("the operation asks for no token");
  return signedIn;
}

export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/Z$/, "000Z");
}

/** A filter of a list; undefined where it was not sent. */
export function filterOf({ query }: Pick<AnyCall, "query">, name: string): string | undefined {
  return query.get(name) ?? undefined;
}

/** A filter by yes or no. */
export function flagOf(call: Pick<AnyCall, "query">, name: string): boolean | undefined {
  const text = filterOf(call, name);
  return text === undefined ? undefined : !["0", "false", "no", "off", "f", "n"].includes(text.toLowerCase());
}

/** The items of a list, in the order of their ids, as the servers have them. */
export function rowsOf<Stored extends { readonly id: string; readonly sequence: number }>(
  records: Iterable<Stored>,
  fields: (record: Stored) => Readonly<Record<string, unknown>>,
): Row[] {
  return [...records]
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map((record) => ({ sequence: record.sequence, fields: fields(record) }));
}
