import type { Paging, VendorPortal } from "./form";
import { at, isObject, type Json } from "./places";

/** An error, whoever's words it is in. */
export interface StatedError {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly requestId?: string | undefined;
  readonly requiredPermission?: string | undefined;
  readonly fields: readonly StatedField[];
}

export interface StatedField {
  /** In the request's body. */
  readonly field: string;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** What a portal's contract has that a vendor may have another way. */
export interface ContractWays {
  /** Headers of the credential, as `contract.yaml` writes them. */
  readonly credential: Readonly<Record<string, string>>;
  /** The member of a page that has its items, unless the operation names one. */
  readonly items: string;
  readonly paging: Paging;
  readonly error: (body: Json) => StatedError;
  /** The operation that tells of several asynchronous works, and the one that tells of one. */
  readonly works?: { readonly several: string; readonly one: string };
  /** The operation that reads an object on which work was done, by the type of the object, with the parameter that takes its id. */
  readonly read?: Readonly<Record<string, readonly [operation: string, parameter: string]>>;
}

export const contractWays: Readonly<Record<VendorPortal, ContractWays>> = {
  csp: {
    credential: { authorization: "Bearer {token}" },
    items: "items",
    paging: {
      by: "cursor",
      parameter: "cursor",
      next: "nextCursor",
      required: true,
      size: { parameter: "limit", most: 200 },
    },
    error: (body) => ({
      code: text(body["code"]),
      message: text(body["detail"] ?? body["message"]),
      requestId: text(body["requestId"]),
      requiredPermission: text(body["requiredPermission"]),
      fields: objects(body["errors"]).map(({ field, code, message }) => ({
        field: String(field),
        code: text(code),
        message: text(message),
      })),
    }),
    works: { several: "listOperations", one: "getOperation" },
    read: { client: ["getClient", "clientId"], project: ["getProject", "projectId"] },
  },
  gridscale: {
    credential: { "x-auth-userid": "{userUuid}", "x-auth-token": "{token}" },
    items: "items",
    paging: {
      by: "page",
      parameter: "page[number]",
      first: 1,
      size: { parameter: "page[size]", most: 50 },
      total: "_meta.total",
      next: "_links.next.href",
    },
    error: (body) => {
      const errors = objects(body["errors"]);
      const all = errors.length === 0 ? [body] : errors;
      return {
        code: lastSegment(all[0]?.["type"] ?? all[0]?.["id"]),
        message: all.map((error) => text(error["detail"] ?? error["message"]) ?? "").join("; "),
        fields: errors.flatMap((error) => {
          const field = text(at(error, "data.field"));
          return field === undefined
            ? []
            : [{ field, code: lastSegment(error["type"]), message: text(error["detail"]) }];
        }),
      };
    },
  },
};

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function lastSegment(type: unknown): string | undefined {
  return text(type)?.split("/").at(-1);
}
