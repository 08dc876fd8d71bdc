import type { z } from "zod";
import type { ListRow } from "../lists";

/** What every contract says of one of its operations. */
export interface PortalOperation {
  /** Its name in the contract. */
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path template below the portal's prefix, such as `/clients/{clientId}`. */
  readonly path: string;
  readonly status: number;
  readonly request?: z.ZodType;
  readonly response?: z.ZodType;
  /** Whether it answers a list; some contracts say under which name its items stand. */
  readonly list?: boolean | string;
}

export type Contract = Readonly<Record<string, PortalOperation>>;

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The parameters in an operation's path. */
export type ParametersOf<Operation extends PortalOperation> = {
  readonly [Name in NamesIn<Operation["path"]>]: string;
};

/** The request body of an operation, as the contract's schema leaves it. */
export type BodyOf<Operation> = Operation extends { readonly request: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** The answer of an operation, or an item of its list. */
export type ResponseOf<Operation> = Operation extends { readonly response: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** What a request says to any operation. */
export interface Asking<Parameters = Readonly<Record<string, string>>, Body = unknown> {
  readonly parameters: Parameters;
  readonly query: URLSearchParams;
  /** One that the contract's schema admits; undefined where the operation takes none. */
  readonly body: Body;
  readonly now: number;
}

/** One request, as a handler sees it. `Context` is what the portal has made of whoever sends it. */
export type Call<Operation extends PortalOperation, Context extends object> = Context &
  Asking<ParametersOf<Operation>, BodyOf<Operation>>;

/** One item of a list: its place in the order of creation, and what is visible of it. */
export type Row = ListRow<Readonly<Record<string, unknown>>>;

type ResultOf<Operation> = Operation extends { readonly list: boolean | string } ? Iterable<Row> : object | void;

/** One handler for each operation: the type has no optional members, so that one without a handler does not compile. */
export type Handlers<Table extends Contract, Context extends object> = {
  readonly [Name in keyof Table]: (call: Call<Table[Name], Context>) => ResultOf<Table[Name]>;
};

/** The same, whatever they answer. */
export type HandlerTable<Table extends Contract, Context extends object> = {
  readonly [Name in keyof Table]: (call: Call<Table[Name], Context>) => unknown;
};

/** The one place where the types of a single operation are left: its name chose both the body and the handler. */
export function handled<Table extends Contract, Context extends object>(
  handlers: HandlerTable<Table, Context>,
  name: keyof Table,
  call: Context & Asking,
): unknown {
  return (handlers[name] as (call: Context & Asking) => unknown)(call);
}
