import type { z } from "zod";
import type { Answer, BodyOf, Call } from "../wire";
import type { ContractOperation } from "./contract";
import type { WireOrganization } from "./reading";
import type { ListOperation } from "./wire";

/** An API key of one Organization. */
export interface Key {
  readonly accessKey?: string;
  readonly secretKey: string;
}

/** That something is not permitted is an answer, and not worth another try. */
export const AT_ONCE = { untilConsistent: [], passing: [] } satisfies Partial<Call>;

/** What an Organization needs of the realm that it is in. */
export interface Surrounding {
  /** Id of the partner's own Organization. */
  readonly id: string;
  send<Operation extends ContractOperation>(
    operation: Operation,
    call: Call,
    token: string,
  ): Promise<Answer<BodyOf<Operation>>>;
  list<Operation extends ListOperation>(
    operation: Operation,
    call: Call,
    token: string,
  ): Promise<z.output<Operation["response"]>[]>;
  client(id: string): Promise<WireOrganization | undefined>;
  noteGranted(): void;
}
