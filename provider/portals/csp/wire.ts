import type { z } from "zod";
import { pathOf, type ResponseError } from "../../transport";
import { PortalRefusal } from "../../model/refusal";
import { type Call, type CallArguments, MOST_PAGES, PortalWire, withoutRepeats } from "../wire";
import { type ContractOperation, PAGE_LIMIT, page } from "./contract";

export { orAbsent } from "../wire";

/** Speaks the contract of this portal, whose lists go on by cursors. */
export class Wire extends PortalWire {
  /** All pages of a list. @throws PortalRefusal where a page is missing, repeats or is malformed: a part of a list proves nothing. */
  async list<Operation extends ContractOperation & { list: true; response: z.ZodType }>(
    operation: Operation,
    ...[call]: CallArguments<Operation>
  ): Promise<z.output<Operation["response"]>[]> {
    const asked: Call = call ?? {};
    const schema = page<Operation["response"]>(operation.response);
    const items: z.output<Operation["response"]>[] = [];
    const cursors = new Set<string>();
    let cursor: string | undefined;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const query = { limit: PAGE_LIMIT, ...asked.query, cursor };
      const { body } = await this.send(operation, schema, { ...asked, query });
      items.push(...body.items);
      if (body.nextCursor === null) return withoutRepeats(items);
      if (cursors.has(body.nextCursor)) break;
      cursors.add(body.nextCursor);
      cursor = body.nextCursor;
    }
    throw new PortalRefusal(
      `GET ${pathOf(operation.path, { ...asked.params })}: the portal's list is infinite (its cursor repeats). The response is ignored; contact the portal's provider`,
    );
  }

  protected override isNameTaken({ code }: ResponseError): boolean {
    return code === "name_taken";
  }
}
