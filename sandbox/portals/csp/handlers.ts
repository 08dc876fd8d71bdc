import { clients } from "./clients";
import type { Handler, OperationName } from "./handler";
import { profiles } from "./profiles";
import { projects } from "./projects";
import { users } from "./users";

export type { Handler } from "./handler";

/** Every operation of the contract is served: the compiler sees to it. */
export const handlers = { ...clients, ...users, ...profiles, ...projects } as unknown as Readonly<
  Record<OperationName, Handler>
>;

/** Fails to compile where an operation has no handler. */
const complete: Readonly<Record<OperationName, unknown>> = { ...clients, ...users, ...profiles, ...projects };
void complete;
