import type { ContractOperation } from "../../../provider/portals/csp/contract";
import type { ListRow } from "../../lists";
import type { Caller } from "./caller";
import type { BodyOf, OperationName, Operations, ParametersOf, ResponseOf, WithoutEtag } from "./contractTypes";
import type { Realm } from "./realm";

/** One request, as a handler sees it: authenticated, permitted, and with a body that the contract's schema admits. */
export interface Call<Operation extends ContractOperation = ContractOperation> {
  readonly realm: Realm;
  readonly caller: Caller;
  readonly parameters: ParametersOf<Operation>;
  readonly query: URLSearchParams;
  readonly body: BodyOf<Operation>;
  readonly now: number;
  /**
   * Refuses the request unless its `If-Match` admits the object as it is now. Every handler whose operation wants
   * `If-Match` calls it once the object is found and before anything changes.
   */
  match(current: object): void;
}

/** A call of which the operation doesn't matter. */
export type AnyCall = Pick<Call, "realm" | "caller" | "now">;

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

export type Handler<Name extends OperationName> = (call: Call<Operations[Name]>) => ResultOf<Operations[Name]>;

/** One handler for each operation of the contract. A type of some of them serves the files that each hold a few. */
export type Handlers<Names extends OperationName = OperationName> = { readonly [Name in Names]: Handler<Name> };
