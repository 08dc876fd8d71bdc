import type { ContractOperation } from "../../../provider/portals/openstack/contract";
import type { Row } from "../call";
import { problem } from "./problem";

export interface PageContext {
  /** Address of the list, without a query. */
  readonly url: string;
  readonly query: URLSearchParams;
  /** How many items the server answers at most. */
  readonly most: number;
}

/** One answer of Keystone's to a list. What is beyond `most` is left out without a word where no `limit` was sent. */
export function pageOf(
  { list: member = "", paging }: ContractOperation,
  rows: readonly Row[],
  { url, query, most }: PageContext,
): Record<string, unknown> {
  if (paging === "limit refused" && query.has("limit"))
    throw problem(400, "Additional properties are not allowed ('limit' was unexpected)");
  const self = addressOf(url, query);
  const all = rows.map(({ fields }) => fields);
  if (member === "system") return { [member]: all, links: { self } };
  if (member === "role_inferences") return { [member]: all };
  if (paging !== "marker") return { [member]: all, links: { next: null, self, previous: null } };
  const items = afterMarker(all, query.get("marker"));
  const limit = query.has("limit") ? Math.min(Number(query.get("limit")), most) : undefined;
  const page = items.slice(0, limit ?? most);
  const last = page.at(-1);
  const isCut = limit !== undefined && items.length > page.length;
  const next = isCut && last !== undefined ? addressOf(url, withMarker(query, String(last["id"]))) : null;
  return { [member]: page, links: { next, self, previous: null }, ...(isCut ? { truncated: true } : {}) };
}

function afterMarker<Item extends Readonly<Record<string, unknown>>>(items: Item[], marker: string | null): Item[] {
  if (marker === null) return items;
  const at = items.findIndex(({ id }) => id === marker);
  if (at < 0) throw problem(404, `Marker ${marker} could not be found.`);
  return items.slice(at + 1);
}

function withMarker(query: URLSearchParams, marker: string): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set("marker", marker);
  return next;
}

function addressOf(url: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === "" ? url : `${url}?${text}`;
}
