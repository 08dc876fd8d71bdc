import type { z } from "zod";
import type { Paging } from "./pages";

/** What every contract says of one of its operations. */
export interface ContractOperation {
  readonly id: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly summary?: string;
  /** Parameters of the query, beside those of pages. */
  readonly query?: readonly string[];
  /** Members that a list can be filtered by: `filter[name]`. */
  readonly filters?: readonly string[];
  readonly request?: z.ZodType;
  /** An item, if the operation is a list. */
  readonly response?: z.ZodType;
  /** Set if the answer is a page of items; a text is the member that has them. */
  readonly list?: boolean | string;
  /** See HttpRequest. */
  readonly repeatable?: boolean;
  /** See HttpRequest. */
  readonly signIn?: boolean;
}

/** A portal's contract, as far as it can be spoken, probed and compared without the portal's own code. */
export interface PortalContract {
  /** The portal's name in settings and files. */
  readonly portal: string;
  readonly operations: Readonly<Record<string, ContractOperation>>;
  readonly lists: {
    /** The member of a page that has its items, for lists that don't name one themselves. */
    readonly items?: string;
    readonly paging: Paging;
  };
  /** The operations that tell how far asynchronous work has come, if the contract has any. */
  readonly asynchronous?: {
    /** Answers to these operations name the work. */
    readonly schema: z.ZodType;
    /** One work by its id, which is the only parameter of its path. */
    readonly one: string;
    /** Several works, by this parameter of the query with their ids, separated by commas. */
    readonly several: { readonly operation: string; readonly parameter: string };
    /** An answer that says that the work on an object is done. */
    readonly done: (operation: ContractOperation, id: string) => unknown;
  };
  /** Members that change although nobody writes them: a revision made of what was read leaves them out. */
  readonly volatile: readonly string[];
  /** Where a probe finds a value for a parameter of a path, or for a parameter of the query without which an operation can't be asked. */
  readonly samples: Readonly<Record<string, SampleSource>>;
  /** Parameters of the query without which an operation can't be asked, by operation. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
  /** Settings that can stand in the header of the credential, in braces. */
  readonly credentials: readonly string[];
  /** The headers of the credential. */
  readonly credentialHeaders: Readonly<Record<string, string>>;
  /** Headers that the contract has; those that it has no use for are left out. */
  readonly headers: { readonly etag?: string; readonly ifMatch?: string; readonly idempotencyKey?: string };
  /** The body of an error. */
  readonly problem: z.ZodType;
  /** By kind. */
  readonly kinds: Readonly<Record<string, KindFacts>>;
}

export interface SampleSource {
  readonly list: string;
  readonly member: string;
}

export interface KindFacts {
  /** Operations without which it can't be read, and without which it can't be declared. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly fields: readonly string[];
}
