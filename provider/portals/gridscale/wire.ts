import { type PortalError, pathOf, ResponseError } from "../../transport";
import { PortalRefusal, type RefusalReason } from "../../model/refusal";
import { ContractWire } from "../contractWire";
import { type Answer, type BodyOf, type CallArguments, responseOf } from "../wire";
import type { ContractOperation, Scope } from "./contract";
import { L12 } from "./rules/people";

export { orAbsent } from "../wire";

/** The role in the Partner Panel that a scope comes with. */
const PANEL_ROLES: Readonly<Partial<Record<Scope, string>>> = {
  PARTNER_READ: "Read Only",
  PARTNER_WRITE: "Write",
  PARTNER_ADMIN: "Admin",
};

/** Speaks the derived contract of gridscale Partner. */
export class Wire extends ContractWire<ContractOperation> {
  override async call<Operation extends ContractOperation>(
    operation: Operation,
    ...call: CallArguments<Operation>
  ): Promise<Answer<BodyOf<Operation>>> {
    const answer = await super.call(operation, ...call);
    // What is made must be known by its id, which the lifecycle looks up where the answer has none.
    if (answer.body === undefined && operation.response?.safeParse(undefined).success === false)
      throw new PortalRefusal(
        `${operation.method} ${pathOf(operation.path, { ...call[0]?.params })}: the portal answered with status ${answer.status} and no body`,
        "refused",
        operation.method === "POST",
      );
    return answer;
  }

  /** A change that goes on after its answer has nothing to show yet. */
  async change<Operation extends ContractOperation>(
    operation: Operation,
    ...[call]: CallArguments<Operation>
  ): Promise<BodyOf<Operation> | undefined> {
    return (await this.send(operation, responseOf(operation)?.optional(), call ?? {})).body;
  }

  protected override isNameTaken({ code, status }: ResponseError): boolean {
    return code === "user-exists" || code === "contract-exists" || (status === 409 && code === undefined);
  }

  /** Nothing here has a revision. */
  protected override reasonOf(error: PortalError): RefusalReason {
    const reason = super.reasonOf(error);
    return reason === "stale" ? "refused" : reason;
  }

  /** In whatever shape the portal puts it, 403 is about what the token may do. */
  protected override refusalFor(error: unknown, operation: ContractOperation): unknown {
    const refusal = super.refusalFor(error, operation);
    const isForbidden = error instanceof ResponseError && error.status === 403 && refusal instanceof PortalRefusal;
    return isForbidden ? withScope(refusal, operation) : refusal;
  }
}

/** A token lacks a scope: which one, and who has it. */
function withScope(error: PortalRefusal, { scopes }: ContractOperation): PortalRefusal {
  const [scope] = scopes;
  const role = scope === undefined ? undefined : PANEL_ROLES[scope];
  return new PortalRefusal(
    `${error.message}. It takes the scope ${scope}${role === undefined ? "" : `, which an API key of somebody with the role ${role} in the Partner Panel has`}; a project's token is not sufficient${scope === "PARTNER_ADMIN" ? ` ${L12.mark}` : ""}`,
    error.reason,
    error.uncertain,
    error.code,
    error.fields,
  );
}
