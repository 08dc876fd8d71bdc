import type { z } from "zod";
import type { ContractOperation, operations } from "../../../provider/portals/csp/contract";
import type { PortalReply } from "../../portal";
import { Problem } from "../../problem";
import type { Caller } from "./caller";
import type { OperationRecord } from "./model";
import type { CspState } from "./state";

export type OperationName = keyof typeof operations;

export interface HandlerRequest<Body = never> {
  readonly state: CspState;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Body;
  readonly ifMatch: string;
  readonly operation: ContractOperation;
}

type BodyOf<Name extends OperationName> = (typeof operations)[Name] extends { request: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** One function for each operation of the contract; its body has passed the contract's schema. */
export type Handlers<Names extends OperationName> = {
  readonly [Name in Names]: (request: HandlerRequest<BodyOf<Name>>) => PortalReply;
};
export type Handler = (request: HandlerRequest) => PortalReply;

/** @throws Problem 412 where somebody changed the object since it was read. */
export function mustMatch(ifMatch: string, etag: string): void {
  if (ifMatch !== "*" && ifMatch !== etag)
    throw new Problem(412, "etag_mismatch", "Somebody changed this object since it was read.");
}

export const ok = (body: unknown): PortalReply => ({ status: 200, body });
export const created = (body: unknown): PortalReply => ({ status: 201, body });
export const nothing = (): PortalReply => ({ status: 204 });

/** 202, and where to ask how the work goes on. */
export function accepted({ dueAt: _dueAt, ...operation }: OperationRecord): PortalReply {
  return { status: 202, body: operation, headers: { Location: `/csp/api/v1/operations/${operation.id}` } };
}
