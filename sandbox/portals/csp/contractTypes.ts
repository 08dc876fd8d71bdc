import type { z } from "zod";
import type { ContractOperation, operations } from "../../../provider/portals/csp/contract";

export type Operations = typeof operations;
export type OperationName = keyof Operations;

type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** The parameters in an operation's path. */
export type ParametersOf<Operation extends ContractOperation> = {
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

/** A representation before its ETag is made of it. */
export type WithoutEtag<Representation> = Omit<Representation, "etag">;
