import { PAGE_LIMIT } from "../../../provider/portals/gridscale/contract";
import type { Row } from "../call";
import { inOrder } from "./call";
import { type ProblemFacts, refuseAny } from "./problem";

const [NUMBER, SIZE] = ["page[number]", "page[size]"];

/** One page of a list, in the order of creation. @param url of the list, without its query */
export function pageOf(key: string, rows: Iterable<Row>, query: URLSearchParams, url: string): object {
  const problems: ProblemFacts[] = [];
  const page = numberIn(query, NUMBER, 1, Number.MAX_SAFE_INTEGER, problems);
  const limit = numberIn(query, SIZE, PAGE_LIMIT, PAGE_LIMIT, problems);
  refuseAny(problems);
  const all = inOrder(rows);
  const items = all.slice((page - 1) * limit, page * limit).map(({ fields }) => fields);
  const following = new URLSearchParams({ [NUMBER]: String(page + 1), [SIZE]: String(limit) });
  return {
    [key]: items,
    _meta: { count: items.length, total: all.length, limit, page },
    _links: page * limit < all.length ? { next: { href: `${url}?${following}` } } : {},
  };
}

function numberIn(query: URLSearchParams, name: string, usual: number, most: number, problems: ProblemFacts[]): number {
  const text = query.get(name);
  if (text === null) return usual;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
  const detail = `${name} must be a whole number from 1 to ${most}`;
  problems.push({ type: "bad-request", detail, data: { parameter: name, value: text } });
  return usual;
}
