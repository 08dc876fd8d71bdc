import { z } from "zod";
import { pathOf, type PortalError, ResponseError } from "../../transport";
import { PortalRefusal, type RefusalReason } from "../../model/refusal";
import { type Answer, type Call, MOST_PAGES, PortalWire, withoutRepeats, type WireOperation } from "../wire";
import { type ContractOperation, PAGE_LIMIT } from "./contract";

export { orAbsent } from "../wire";

/** How often a list is read anew that has changed while it was read. */
const MOST_READINGS = 3;

/** An operation whose answer is one page of a list. */
export type ListOperation = ContractOperation & { readonly list: string; readonly response: z.ZodType };

interface Page<Item> {
  readonly items: Item[];
  readonly total: number;
}

/** Speaks Scaleway's contract, whose lists go on by page numbers. */
export class Wire extends PortalWire {
  /** For callers whose calls have been held against the types of the operation already. */
  override send<Body>(
    operation: WireOperation,
    schema: z.ZodType<Body> | undefined,
    call: Call,
  ): Promise<Answer<Body>> {
    return super.send(operation, schema, call);
  }

  /**
   * All pages of a list. A list by page numbers moves when something is deleted while it is read, and an item may slip between two pages:
   * what comes in must be as many as the portal counts.
   * @throws PortalRefusal where that can't be had, or a page is malformed: a part of a list proves nothing.
   */
  async list<Operation extends ListOperation>(
    operation: Operation,
    call: Call = {},
  ): Promise<z.output<Operation["response"]>[]> {
    for (let reading = 1; reading <= MOST_READINGS; reading += 1) {
      const { items, total } = await this.pages(operation, call);
      if (items.length >= total) return items;
    }
    throw new PortalRefusal(
      `GET ${pathOf(operation.path, { ...call.params })}: the list changes as fast as it is read. The response is ignored; run again`,
    );
  }

  /** The first page says how many there are; the others are read side by side. */
  private async pages<Operation extends ListOperation>(
    operation: Operation,
    call: Call,
  ): Promise<Page<z.output<Operation["response"]>>> {
    const first = await this.page(operation, call, 1);
    const pages = Math.min(Math.ceil(first.total / Math.max(1, first.items.length)), MOST_PAGES);
    const further = Array.from({ length: Math.max(0, pages - 1) }, (_, index) => this.page(operation, call, index + 2));
    const all = [first, ...(await Promise.all(further))];
    return { items: withoutRepeats(all.flatMap(({ items }) => items)), total: all[all.length - 1]!.total };
  }

  private async page<Operation extends ListOperation>(
    operation: Operation,
    call: Call,
    page: number,
  ): Promise<Page<z.output<Operation["response"]>>> {
    const schema = z.looseObject({ total_count: z.number(), ...{ [operation.list]: z.array(operation.response) } });
    const query = { page_size: PAGE_LIMIT, ...call.query, page };
    const { body } = await this.send(operation, schema, { ...call, query });
    // By a name that TypeScript doesn't know the schema has it.
    return { items: body[operation.list] as z.output<Operation["response"]>[], total: body.total_count };
  }

  protected override isNameTaken({ code }: ResponseError): boolean {
    return code === "already_exists";
  }

  /**
   * Nothing here has a revision: what isn't in the state that a change asks for is refused like anything else. And what is full has the
   * status of what isn't permitted.
   */
  protected override reasonOf(error: PortalError): RefusalReason {
    const reason = super.reasonOf(error);
    const isFull = error instanceof ResponseError && error.code === "quotas_exceeded";
    return reason === "stale" || isFull ? "refused" : reason;
  }
}
