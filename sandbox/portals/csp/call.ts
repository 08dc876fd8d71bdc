import type { operations } from "../../../provider/portals/csp/contract";
import type { ListRow } from "../../lists";
import type { Asking, Call as CallOf, ResponseOf } from "../call";
import type { Caller } from "./caller";
import type { Precondition } from "./precondition";
import type { CspRealm } from "./realm";

export type Operations = typeof operations;
export type OperationName = keyof Operations;

/** A representation before its ETag is made of it. */
export type WithoutEtag<Representation> = Omit<Representation, "etag">;

/** What a handler knows of whoever calls: authenticated, and with the permission that the operation needs. */
export interface Context {
  readonly realm: CspRealm;
  readonly caller: Caller;
  readonly precondition: Precondition;
}

/** A call of which the operation doesn't matter. */
export type AnyCall = Pick<Context & Asking, "realm" | "caller" | "now">;

/** A call that changes an object as it was read. */
export type ChangeCall<Body = unknown> = Pick<
  Context & Asking<object, Body>,
  "realm" | "caller" | "precondition" | "now" | "body"
>;

/** The answer of an operation that answers one object. */
export interface Outcome<Body> {
  readonly body: Body;
  /** Members that are shown in this answer and never again: a replay leaves them out. */
  readonly oneTimeSecret?: Readonly<Record<string, string>>;
  /** Where it differs from the contract's. */
  readonly status?: number;
}

type ResultOf<Operation> = Operation extends { readonly list: true }
  ? Iterable<ListRow<WithoutEtag<ResponseOf<Operation>>>>
  : Operation extends { readonly response: unknown }
    ? Outcome<WithoutEtag<ResponseOf<Operation>>>
    : void;

/** One handler for each operation of the contract. */
export type Handlers = {
  readonly [Name in OperationName]: (call: CallOf<Operations[Name], Context>) => ResultOf<Operations[Name]>;
};
