import { PAGE_LIMIT } from "../../../provider/portals/csp/contract";
import type { PortalReply } from "../../portal";
import { Problem } from "../../problem";

const DEFAULT_LIMIT = 50;

/** One page of items, filtered and sorted as the query asks, in an order that stays the same from page to page. */
export function pageOf(items: readonly object[], query: URLSearchParams, filters: readonly string[] = []): PortalReply {
  const chosen = sorted(filtered(items as Record<string, unknown>[], query, filters), query.get("sort"));
  const limit = limitOf(query.get("limit"));
  const start = startOf(query.get("cursor"));
  const end = start + limit;
  return {
    status: 200,
    body: {
      items: chosen.slice(start, end),
      nextCursor: end < chosen.length ? Buffer.from(`at:${end}`).toString("base64url") : null,
    },
  };
}

function filtered(
  items: readonly Record<string, unknown>[],
  query: URLSearchParams,
  filters: readonly string[],
): Record<string, unknown>[] {
  const wanted = [...query].flatMap(([name, value]) => {
    const field = /^filter\[(\w+)\]$/.exec(name)?.[1];
    if (field === undefined) return [];
    if (!filters.includes(field)) throw new Problem(400, "malformed", `This list can't be filtered by ${field}.`);
    return [{ field, values: field === "id" ? new Set(value.split(",")) : new Set([value]) }];
  });
  return items.filter((item) => wanted.every(({ field, values }) => values.has(String(item[field] ?? ""))));
}

function sorted(items: Record<string, unknown>[], sort: string | null): Record<string, unknown>[] {
  if (sort === null || sort === "") return items;
  const field = sort.replace(/^-/, "");
  const direction = sort.startsWith("-") ? -1 : 1;
  const value = (item: Record<string, unknown>) => String(item[field] ?? "");
  return [...items].sort(
    (one, other) => direction * (value(one) < value(other) ? -1 : value(one) > value(other) ? 1 : 0),
  );
}

function limitOf(text: string | null): number {
  if (text === null) return DEFAULT_LIMIT;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT)
    throw new Problem(400, "malformed", `limit must be a whole number from 1 to ${PAGE_LIMIT}.`);
  return limit;
}

function startOf(cursor: string | null): number {
  if (cursor === null || cursor === "") return 0;
  const position = /^at:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1];
  if (position === undefined) throw new Problem(400, "malformed", "The cursor is not one of this list.");
  return Number(position);
}
