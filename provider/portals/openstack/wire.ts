import { z } from "zod";
import { type HttpConnection, pathOf, type PortalError, ResponseError } from "../../transport";
import { PortalRefusal, type RefusalReason } from "../../model/refusal";
import { type Answer, type Call, MOST_PAGES, PortalWire, withoutRepeats, type WireOperation } from "../wire";
import {
  COMPUTE_MICROVERSION,
  type ContractOperation,
  MICROVERSION_HEADER,
  operations,
  PAGE_LIMIT,
  TASKS_PER_PAGE,
} from "./contract";
import { NOT_AUTHORIZED, TOKEN_DISABLED } from "./dialect";

export { orAbsent } from "../wire";

/** How often a list is read anew that has changed while it was read. */
const MOST_READINGS = 3;

/** An operation whose answer is a list, or a page of one. */
export type ListOperation = ContractOperation & { readonly list: string; readonly response: z.ZodType };

interface Page<Item> {
  readonly items: Item[];
  /** Query of the next page; undefined after the last one. */
  readonly next: Readonly<Record<string, string | number>> | undefined;
}

/** What says how a list goes on, in the words of each service. */
const Links = z.looseObject({ links: z.looseObject({ next: z.string().nullish() }).nullish() });
const Cut = z.looseObject({ truncated: z.literal(true) });
const FurtherLinks = z.array(z.looseObject({ rel: z.string(), href: z.string() }));

/** Speaks the contract of OpenStack, whose lists go on by markers. */
export class Wire extends PortalWire<ContractOperation> {
  constructor(http: HttpConnection) {
    super(http);
  }

  /** For callers whose calls have been held against the types of the operation already. */
  override send<Body>(
    operation: ContractOperation,
    schema: z.ZodType<Body> | undefined,
    call: Call,
  ): Promise<Answer<Body>> {
    const sent: WireOperation = { ...operation, signIn: operation.id === operations.createToken.id };
    const headers = operation.service === "compute" ? { [MICROVERSION_HEADER]: COMPUTE_MICROVERSION } : undefined;
    return super.send(sent as ContractOperation, schema, { ...(headers && { headers }), ...call });
  }

  /**
   * A whole list. Without `limit` a server cuts its answer off in silence, so that each request for a page has one.
   * @throws PortalRefusal where the list can't be had whole: a part of a list proves nothing.
   */
  async list<Operation extends ListOperation>(
    operation: Operation,
    call: Call = {},
  ): Promise<z.output<Operation["response"]>[]> {
    for (let reading = 1; ; reading += 1) {
      try {
        return withoutRepeats(await this.pages(operation, call));
      } catch (error) {
        if (!isMarkerGone(error)) throw error;
        if (reading === MOST_READINGS)
          throw new PortalRefusal(`${nameOf(operation, call)}: the list changes as fast as it is read. Run again`);
      }
    }
  }

  private async pages<Operation extends ListOperation>(
    operation: Operation,
    call: Call,
  ): Promise<z.output<Operation["response"]>[]> {
    const items: z.output<Operation["response"]>[] = [];
    const seen = new Set<string>();
    let next: Page<unknown>["next"] = firstPage(operation);
    for (let pages = 0; next !== undefined && pages < MOST_PAGES; pages += 1) {
      const page: Page<z.output<Operation["response"]>> = await this.page(operation, call, next);
      items.push(...page.items);
      next = page.next;
      const place = JSON.stringify(next);
      if (seen.has(place))
        throw new PortalRefusal(
          `${nameOf(operation, call)}: the list repeats its pages without end. The response is ignored; check the server's paging`,
        );
      seen.add(place);
    }
    return items;
  }

  private async page<Operation extends ListOperation>(
    operation: Operation,
    call: Call,
    place: Readonly<Record<string, string | number>>,
  ): Promise<Page<z.output<Operation["response"]>>> {
    const schema = z.looseObject({ [operation.list]: z.array(operation.response) });
    const { body } = await this.send(operation, schema, { ...call, query: { ...call.query, ...place } });
    // By a name that TypeScript doesn't know the schema has it.
    const items = body[operation.list] as z.output<Operation["response"]>[];
    const next = nextPage(operation, body, place);
    if (next === undefined && Cut.safeParse(body).success)
      throw new PortalRefusal(
        `${nameOf(operation, call)}: the server cut the list off after ${items.length} entries. The response is ignored; increase max_db_limit of the server`,
      );
    return { items, next };
  }

  protected override isNameTaken({ status }: ResponseError): boolean {
    return status === 409;
  }

  /** A 404 about the token says nothing about the object, and many a 403 is about the object's state. Nothing here has a revision. */
  protected override reasonOf(error: PortalError): RefusalReason {
    const reason = super.reasonOf(error);
    const code = error instanceof ResponseError ? error.code : undefined;
    const isOther =
      reason === "stale" ||
      (reason === "not-found" && code === TOKEN_DISABLED) ||
      (reason === "not-allowed" && code !== NOT_AUTHORIZED);
    return isOther ? "refused" : reason;
  }
}

function firstPage({ paging }: ContractOperation): Readonly<Record<string, string | number>> {
  if (paging === "marker" || paging === "first page") return { limit: PAGE_LIMIT };
  return paging === "page" ? { page: 1, tasks_per_page: TASKS_PER_PAGE } : {};
}

function nextPage(
  { list = "", paging }: ContractOperation,
  body: Readonly<Record<string, unknown>>,
  place: Readonly<Record<string, string | number>>,
): Page<unknown>["next"] {
  if (paging === "page") return body["has_more"] === true ? { ...place, page: Number(place["page"]) + 1 } : undefined;
  const further = FurtherLinks.safeParse(body[`${list}_links`]);
  const address = further.success
    ? further.data.find(({ rel }) => rel === "next")?.href
    : (Links.safeParse(body).data?.links?.next ?? undefined);
  if (address === undefined || paging === "first page") return undefined;
  // Its address may be one of a proxy's: the marker is what counts.
  const marker = new URL(address, "http://localhost").searchParams.get("marker");
  return marker === null ? undefined : { ...place, marker };
}

function isMarkerGone(error: unknown): boolean {
  return (
    error instanceof PortalRefusal && ["not-found", "refused"].includes(error.reason) && /marker/i.test(error.message)
  );
}

function nameOf(operation: ContractOperation, call: Call): string {
  return `GET ${pathOf(operation.path, { ...call.params })}`;
}
