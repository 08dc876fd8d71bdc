import { z } from "zod";
import { type PortalError, pathOf, ResponseError } from "../../transport";
import { PortalRefusal, type RefusalReason } from "../../model/refusal";
import {
  type Answer,
  type BodyOf,
  type Call,
  type CallArguments,
  MOST_PAGES,
  PortalWire,
  responseOf,
  withoutRepeats,
} from "../wire";
import { type ContractOperation, PAGE_LIMIT, type Scope } from "./contract";
import { L12 } from "./rules/people";

export { orAbsent } from "../wire";

/** The role in the Partner Panel that a scope comes with. */
const PANEL_ROLES: Readonly<Partial<Record<Scope, string>>> = {
  PARTNER_READ: "Read Only",
  PARTNER_WRITE: "Write",
  PARTNER_ADMIN: "Admin",
};

/** Speaks the derived contract of gridscale Partner. */
export class Wire extends PortalWire<ContractOperation> {
  constructor(
    http: ConstructorParameters<typeof PortalWire>[0],
    /** Why nothing may be written; undefined where it may. */
    private readonly writesRefused: string | undefined,
  ) {
    super(http);
  }

  protected override async send<Body>(
    operation: ContractOperation,
    schema: z.ZodType<Body> | undefined,
    call: Call,
  ): Promise<Answer<Body>> {
    if (operation.method !== "GET" && this.writesRefused !== undefined) throw new PortalRefusal(this.writesRefused);
    return super.send(operation, schema, call);
  }

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

  /**
   * All pages of a list: as long as the portal names a next one, and where it names none, as long as pages are full. A page that comes
   * again is one of a portal that knows no pages.
   */
  async list<Operation extends ContractOperation & { list: string; response: z.ZodType }>(
    operation: Operation,
  ): Promise<z.output<Operation["response"]>[]> {
    const schema = z.looseObject({
      _links: z.looseObject({ next: z.looseObject({ href: z.string() }).nullish() }).optional(),
      _meta: z.looseObject({ total: z.number() }).optional(),
      ...{ [operation.list]: z.array(operation.response) },
    });
    const items: z.output<Operation["response"]>[] = [];
    let first: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { "page[number]": page, "page[size]": PAGE_LIMIT };
      const { body } = await this.send(operation, schema.optional(), { query });
      if (body === undefined) break;
      // By a name that TypeScript doesn't know the schema has it.
      const some = body[operation.list] as typeof items;
      const key = JSON.stringify(some[0]);
      if (page > 1 && key === first) return withoutRepeats(items);
      first ??= key;
      items.push(...some);
      const { _meta: { total } = { total: undefined }, _links: links } = body;
      const hasNext = (links?.next ?? undefined) !== undefined;
      const isShort = some.length < PAGE_LIMIT;
      if (some.length === 0 || (!hasNext && (isShort || (total !== undefined && items.length >= total)))) {
        if (total !== undefined && items.length < total) break;
        return withoutRepeats(items);
      }
    }
    throw new PortalRefusal(`GET ${operation.path}: the list is incomplete. The response is ignored; run again`);
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
