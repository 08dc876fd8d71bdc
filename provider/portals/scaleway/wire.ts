import { z } from "zod";
import { pathOf, type PortalError, type ResponseError } from "../../http";
import { PortalRefusal, type RefusalReason } from "../refusal";
import { type BodyOf, type Call, MOST_PAGES, PortalWire, withoutRepeats } from "../wire";
import { type ContractOperation, PAGE_LIMIT } from "./contract";

export { type Answer, orAbsent } from "../wire";

/** How often a list is read anew that has changed while it was read. */
const MOST_READINGS = 3;

/** Speaks Scaleway's contract, whose lists go on by page numbers. */
export class Wire extends PortalWire {
  /**
   * All pages of a list. A list by page numbers moves when something is deleted while it is read, and an item may slip between two pages:
   * what comes in must be as many as the portal counts.
   * @throws PortalRefusal where that can't be had, or a page is malformed: a part of a list proves nothing.
   */
  async list<Operation extends ContractOperation & { list: string; response: z.ZodType }>(
    operation: Operation,
    call: Call = {},
  ): Promise<BodyOf<Operation>[]> {
    for (let reading = 1; reading <= MOST_READINGS; reading += 1) {
      const { items, total } = await this.pages(operation, call);
      if (items.length >= total) return items as BodyOf<Operation>[];
    }
    throw new PortalRefusal(
      `GET ${pathOf(operation.path, { ...call.params })}: the list changes as fast as it is read. Nothing was concluded from it; run again`,
    );
  }

  private async pages(
    operation: ContractOperation & { list: string; response: z.ZodType },
    call: Call,
  ): Promise<{ readonly items: unknown[]; readonly total: number }> {
    const schema = z.looseObject({ [operation.list]: z.array(operation.response), total_count: z.number() });
    const items: unknown[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { page_size: PAGE_LIMIT, ...call.query, page };
      const body = (await this.send(operation, schema, { ...call, query })).body as Record<string, unknown>;
      const some = body[operation.list] as unknown[];
      const total = body["total_count"] as number;
      items.push(...some);
      if (some.length === 0 || items.length >= total) return { items: withoutRepeats(items), total };
    }
    return { items: [], total: 1 };
  }

  protected override isNameTaken({ code }: ResponseError): boolean {
    return code === "already_exists";
  }

  /** Nothing here has a revision: what isn't in the state that a change asks for is refused like anything else. */
  protected override reasonOf(error: PortalError): RefusalReason {
    const reason = super.reasonOf(error);
    return reason === "stale" ? "refused" : reason;
  }
}
