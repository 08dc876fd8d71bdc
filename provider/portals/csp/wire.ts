import type { z } from "zod";
import { pathOf, type ResponseError } from "../../transport";
import { PortalRefusal } from "../../model/refusal";
import { type BodyOf, type Call, MOST_PAGES, PortalWire, withoutRepeats } from "../wire";
import { type ContractOperation, PAGE_LIMIT, page } from "./contract";

export { type Answer, orAbsent } from "../wire";

/** Speaks the contract of this portal, whose lists go on by cursors. */
export class Wire extends PortalWire {
  /** All pages of a list. @throws PortalRefusal where a page is missing, repeats or is malformed: a part of a list proves nothing. */
  async list<Operation extends ContractOperation & { list: true; response: z.ZodType }>(
    operation: Operation,
    call: Call = {},
  ): Promise<BodyOf<Operation>[]> {
    const schema = page(operation.response);
    const items: unknown[] = [];
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const { body } = await this.send(operation, schema, {
        ...call,
        query: { limit: PAGE_LIMIT, ...call.query, cursor },
      });
      const { items: some, nextCursor } = body as { items: unknown[]; nextCursor: string | null };
      items.push(...some);
      if (nextCursor === null) return withoutRepeats(items) as BodyOf<Operation>[];
      if (cursors.has(nextCursor)) break;
      cursors.add(nextCursor);
      cursor = nextCursor;
    }
    throw new PortalRefusal(
      `GET ${pathOf(operation.path, { ...call.params })}: the portal's list never ends (its cursor comes round again). Nothing was concluded from it; tell the portal's provider`,
    );
  }

  protected override isNameTaken({ code }: ResponseError): boolean {
    return code === "name_taken";
  }
}
