import { PortalRefusal } from "../model/refusal";
import { valueAt } from "./paths";

/** More pages than any realm has: a list that goes on for longer never ends. */
export const MOST_PAGES = 5000;

interface PageSize {
  readonly parameter: string;
  readonly most: number;
}

/** How a list goes on after its first page. */
export type Paging =
  | {
      readonly by: "cursor";
      /** Parameter of the query. */
      readonly parameter: string;
      /** Path of the next cursor in the answer; null or missing at the end. */
      readonly next: string;
      /** Whether an answer without a text or null there is an error. */
      readonly required?: boolean | undefined;
      readonly size?: PageSize | undefined;
    }
  | {
      /** `page` counts pages, `offset` counts items. */
      readonly by: "page" | "offset";
      readonly parameter: string;
      /** Number of the first page. Default: 1 for `page`, 0 for `offset`. */
      readonly first?: number | undefined;
      readonly size: PageSize;
      /** Path of the number of all items in the answer, if the portal tells it. */
      readonly total?: string | undefined;
      /** Path of whatever says that there is a next page, if the portal tells it. */
      readonly next?: string | undefined;
    }
  | {
      /** The answer has the address of the next page: in its `Link` header, or at this path. */
      readonly by: "link";
      readonly next?: string | undefined;
      readonly size?: PageSize | undefined;
    }
  | { readonly by: "none" };

/** An answer with one page, as the portal sends it. */
export interface Page {
  readonly items: readonly unknown[];
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/**
 * All items of a list.
 *
 * @param ask one page; undefined: the answer has no body
 * @param what names the list in errors
 * @throws PortalRefusal if a page is missing or repeats: a part of a list proves nothing
 */
export async function allPages(
  paging: Paging,
  ask: (query: Query) => Promise<Page | undefined>,
  what: string,
): Promise<unknown[]> {
  if (paging.by === "none") return [...((await ask({}))?.items ?? [])];
  return paging.by === "cursor" || paging.by === "link" ? followed(paging, ask, what) : counted(paging, ask, what);
}

async function followed(
  paging: Extract<Paging, { by: "cursor" | "link" }>,
  ask: (query: Query) => Promise<Page | undefined>,
  what: string,
): Promise<unknown[]> {
  const items: unknown[] = [];
  const size = paging.size === undefined ? {} : { [paging.size.parameter]: paging.size.most };
  const seen = new Set<string>();
  let query: Query = size;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await ask(query);
    if (page === undefined) return items;
    items.push(...page.items);
    const next = paging.by === "cursor" ? cursorQuery(paging, page, what) : linkQuery(paging, page);
    if (next === undefined) return items;
    const key = JSON.stringify(next);
    if (seen.has(key)) break;
    seen.add(key);
    query = { ...size, ...next };
  }
  throw new PortalRefusal(
    `${what}: the portal's list is infinite (its cursor repeats). The response is ignored; contact the portal's provider`,
  );
}

function cursorQuery(paging: Extract<Paging, { by: "cursor" }>, page: Page, what: string): Query | undefined {
  const next = valueAt(page.body, paging.next);
  if (paging.required === true && next !== null && typeof next !== "string")
    throw new PortalRefusal(
      `${what}: the portal's response doesn't match its contract (${paging.next} must be a text or null). The response is ignored`,
    );
  if (next === undefined || next === null || next === "") return undefined;
  return { [paging.parameter]: String(next) };
}

/** Only the query of the address counts: the next page is on the same path of the same portal, whatever the address says. */
function linkQuery(paging: Extract<Paging, { by: "link" }>, page: Page): Query | undefined {
  const link =
    paging.next === undefined
      ? /<([^>]*)>\s*;[^,]*\brel="?next"?/i.exec(page.headers["link"] ?? "")?.[1]
      : valueAt(page.body, paging.next);
  if (typeof link !== "string" || link === "") return undefined;
  const from = link.indexOf("?");
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(from < 0 ? "" : link.slice(from + 1)))
    (query[name] ??= []).push(value);
  return query;
}

/** As long as the portal names a next page, and if it names none, as long as pages are full. A portal that knows no pages repeats the first. */
async function counted(
  paging: Extract<Paging, { by: "page" | "offset" }>,
  ask: (query: Query) => Promise<Page | undefined>,
  what: string,
): Promise<unknown[]> {
  const { parameter, size } = paging;
  const first = paging.first ?? (paging.by === "page" ? 1 : 0);
  const items: unknown[] = [];
  let beginning: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const at = first + (paging.by === "page" ? pages : items.length);
    const page = await ask({ [parameter]: at, [size.parameter]: size.most });
    if (page === undefined) break;
    const key = JSON.stringify(page.items[0]);
    if (pages > 0 && key === beginning) return items;
    beginning ??= key;
    items.push(...page.items);
    const total = paging.total === undefined ? undefined : Number(valueAt(page.body, paging.total));
    const next = paging.next === undefined ? undefined : valueAt(page.body, paging.next);
    const hasNext = next !== undefined && next !== null && next !== false && next !== "";
    const isTotal = total !== undefined && Number.isFinite(total);
    const isOver = page.items.length < size.most || (isTotal && items.length >= total);
    if (page.items.length > 0 && (hasNext || !isOver)) continue;
    if (isTotal && items.length < total) break;
    return items;
  }
  throw new PortalRefusal(`${what}: the list is incomplete. The response is ignored; run again`);
}
