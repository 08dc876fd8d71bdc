/**
 * How a vendor's portal differs from the contract, as `contract.yaml` says it: plain data that was checked before. The sandbox reads it on
 * its own, apart from the provider, so that what one of them understands wrong shows.
 */
export interface VendorContract {
  readonly portal: VendorPortal;
  readonly connection?: VendorConnection | undefined;
  /** By the name of a type; those of an object hold for its inputs, too. */
  readonly types?: Readonly<Record<string, Members>> | undefined;
  /** By the name of an operation. */
  readonly operations?: Readonly<Record<string, VendorOperation>> | undefined;
}

/** Portals that can be served in the words of a vendor: those whose contract is derived. */
export type VendorPortal = "csp" | "gridscale";

export interface VendorConnection {
  readonly prefix?: string | undefined;
  readonly credential?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Partial<Record<HeaderRole, string | undefined>>> | undefined;
  readonly lists?: VendorLists | undefined;
  readonly errors?: VendorErrors | undefined;
  readonly asynchronous?: "operations" | "one-by-one" | "none" | undefined;
}

export type HeaderRole = "etag" | "ifMatch" | "idempotencyKey" | "requestId";

export interface VendorLists {
  /** An empty text: the answer itself is the list. */
  readonly items?: string | undefined;
  readonly paging?: Paging | undefined;
}

export interface VendorErrors {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  readonly requiredPermission?: string | undefined;
  readonly fields?:
    | {
        readonly at: string;
        readonly field: string;
        readonly code?: string | undefined;
        readonly message?: string | undefined;
      }
    | undefined;
  /** The vendor's codes, by the contract's. */
  readonly codes?: Readonly<Record<string, string | number>> | undefined;
  /** By the vendor's codes: what the status would be, which is another one. */
  readonly statuses?: Readonly<Record<string, number>> | undefined;
  readonly inside?: string | undefined;
}

interface Size {
  readonly parameter: string;
  readonly most: number;
}

export interface CountedPaging {
  readonly by: "page" | "offset";
  readonly parameter: string;
  readonly first?: number | undefined;
  readonly size: Size;
  readonly total?: string | undefined;
  readonly next?: string | undefined;
}

export type Paging =
  | {
      readonly by: "cursor";
      readonly parameter: string;
      readonly next: string;
      readonly required?: boolean | undefined;
      readonly size?: Size | undefined;
    }
  | CountedPaging
  | { readonly by: "link"; readonly next?: string | undefined; readonly size?: Size | undefined }
  | { readonly by: "none" };

export interface Member {
  readonly at?: string | undefined;
  readonly words?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly as?: "text" | "number" | undefined;
  readonly absent?: unknown;
  readonly lacks?: string | undefined;
}

export type Members = Readonly<Record<string, Member>>;

export interface VendorBody {
  readonly at?: string | undefined;
  readonly members?: Members | undefined;
  readonly send?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

export interface VendorOperation extends VendorLists {
  readonly lacks?: string | undefined;
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | undefined;
  readonly path?: string | undefined;
  readonly query?: Readonly<Record<string, string | null>> | undefined;
  readonly add?: Readonly<Record<string, string>> | undefined;
  readonly request?: VendorBody | undefined;
  readonly response?: VendorBody | undefined;
}

/** A request that this vendor's portal doesn't understand; the message says why. */
export class NotUnderstood extends Error {}
