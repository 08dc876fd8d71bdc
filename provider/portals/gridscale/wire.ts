import { z } from "zod";
import { type PortalError, pathOf, ResponseError } from "../../transport";
import { PortalRefusal, type RefusalReason } from "../../model/refusal";
import {
  type Answer,
  type BodyOf,
  type Call,
  MOST_PAGES,
  PortalWire,
  withoutRepeats,
  type WireOperation,
} from "../wire";
import { type ContractOperation, PAGE_LIMIT, type Scope } from "./contract";

export { orAbsent } from "../wire";

/** The role in the Partner Panel that a scope comes with. */
const PANEL_ROLES: Readonly<Partial<Record<Scope, string>>> = {
  PARTNER_READ: "Read Only",
  PARTNER_WRITE: "Write",
  PARTNER_ADMIN: "Admin",
};

/** Speaks the derived contract of gridscale Partner. */
export class Wire extends PortalWire {
  constructor(
    http: ConstructorParameters<typeof PortalWire>[0],
    /** Why nothing may be written; undefined where it may. */
    private readonly writesRefused: string | undefined,
  ) {
    super(http);
  }

  override async call<Operation extends WireOperation>(
    operation: Operation,
    call: Call = {},
  ): Promise<Answer<BodyOf<Operation>>> {
    if (operation.method !== "GET" && this.writesRefused !== undefined) throw new PortalRefusal(this.writesRefused);
    const answer = await super.call(operation, call);
    // What is made must be known by its id, which the lifecycle looks up where the answer has none.
    if (answer.body === undefined && operation.response?.safeParse(undefined).success === false)
      throw new PortalRefusal(
        `${operation.method} ${pathOf(operation.path, { ...call.params })}: the portal answered with status ${answer.status} and nothing else`,
        "refused",
        operation.method === "POST",
      );
    return answer;
  }

  /** A change that goes on after its answer has nothing to show yet. */
  async change<Operation extends WireOperation>(
    operation: Operation,
    call: Call,
  ): Promise<BodyOf<Operation> | undefined> {
    const { response, ...bare } = operation;
    return (await this.call({ ...bare, response: response?.optional() }, call)).body as BodyOf<Operation> | undefined;
  }

  /**
   * All pages of a list: as long as the portal names a next one, and where it names none, as long as pages are full. A page that comes
   * again is one of a portal that knows no pages.
   */
  async list<Operation extends ContractOperation & { list: string; response: z.ZodType }>(
    operation: Operation,
    call: Call = {},
  ): Promise<BodyOf<Operation>[]> {
    const schema = z.looseObject({
      [operation.list]: z.array(operation.response),
      _links: z.looseObject({ next: z.looseObject({ href: z.string() }).nullish() }).optional(),
      _meta: z.looseObject({ total: z.number() }).optional(),
    });
    const items: unknown[] = [];
    let first: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { ...call.query, "page[number]": page, "page[size]": PAGE_LIMIT };
      const body = (await this.send(operation, schema, { ...call, query })).body as Record<string, unknown> | undefined;
      if (body === undefined) break;
      const some = body[operation.list] as unknown[];
      const key = JSON.stringify(some[0]);
      if (page > 1 && key === first) return withoutRepeats(items) as BodyOf<Operation>[];
      first ??= key;
      items.push(...some);
      const total = (body["_meta"] as { total?: number } | undefined)?.total;
      const next = (body["_links"] as { next?: unknown } | undefined)?.next ?? undefined;
      const hasNext = next !== undefined;
      const isShort = some.length < PAGE_LIMIT;
      if (some.length === 0 || (!hasNext && (isShort || (total !== undefined && items.length >= total)))) {
        if (total !== undefined && items.length < total) break;
        return withoutRepeats(items) as BodyOf<Operation>[];
      }
    }
    throw new PortalRefusal(
      `GET ${pathOf(operation.path, { ...call.params })}: the list is not whole. Nothing was concluded from it; run again`,
    );
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
  protected override refusalFor(error: unknown, operation: WireOperation): unknown {
    const refusal = super.refusalFor(error, operation);
    const isForbidden = error instanceof ResponseError && error.status === 403 && refusal instanceof PortalRefusal;
    return isForbidden ? withScope(refusal, operation as unknown as ContractOperation) : refusal;
  }
}

/** A token lacks a scope: which one, and who has it. */
function withScope(error: PortalRefusal, { scopes }: ContractOperation): PortalRefusal {
  const [scope] = scopes;
  const role = scope === undefined ? undefined : PANEL_ROLES[scope];
  return new PortalRefusal(
    `${error.message}. It takes the scope ${scope}${role === undefined ? "" : `, which an API key of somebody with the role ${role} in the Partner Panel has`}; a token of a project doesn't do`,
    error.reason,
    error.uncertain,
    error.code,
    error.fields,
  );
}
