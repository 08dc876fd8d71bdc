import type { ContractOperation } from "../../../provider/portals/openstack/contract";
import type { Row } from "../call";
import { errors, problem } from "./problem";

export interface PageContext {
  /** Address of the list, without a query. */
  readonly url: string;
  readonly query: URLSearchParams;
  /** How many items the server answers at most. */
  readonly most: number;
}

/** One answer of Keystone's to a list. What is beyond `most` is left out without a word where no `limit` was sent. */
export function pageOf(
  { list: member = "", paging, service }: ContractOperation,
  rows: readonly Row[],
  { url, query, most }: PageContext,
): Record<string, unknown> {
  if (paging === "limit refused" && query.has("limit"))
    throw problem(400, "Additional properties are not allowed ('limit' was unexpected)");
  const self = addressOf(url, query);
  const all = rows.map(({ fields }) => fields);
  if (service !== "identity")
    return service === "registration" ? numbered(member, all, query) : further(member, all, { url, query, most });
  if (member === "system") return { [member]: all, links: { self } };
  if (member === "role_inferences") return { [member]: all };
  if (paging !== "marker" && paging !== "first page")
    return { [member]: all, links: { next: null, self, previous: null } };
  const items = paging === "marker" ? afterMarker(all, query.get("marker")) : all;
  const limit = query.has("limit") ? Math.min(Number(query.get("limit")), most) : undefined;
  const page = items.slice(0, limit ?? most);
  const last = page.at(-1);
  // A page of lists that do go on is taken for a part where it is full, whether anything follows or not.
  const isCut = limit !== undefined && (paging === "marker" ? page.length === limit : items.length > limit);
  const next = isCut && last !== undefined ? addressOf(url, withMarker(query, String(last["id"]))) : null;
  return { [member]: page, links: { next, self, previous: null }, ...(isCut ? { truncated: true } : {}) };
}

type Fields = Readonly<Record<string, unknown>>;

/** A page of Nova, Cinder or Neutron: the address of the next one stands beside, where there may be one. */
function further(member: string, all: readonly Fields[], { url, query }: PageContext): Record<string, unknown> {
  const items = afterMarker(all, query.get("marker"));
  const limit = query.has("limit") ? Number(query.get("limit")) : Infinity;
  const page = items.slice(0, limit);
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return { [member]: page };
  const next = { rel: "next", href: addressOf(url, withMarker(query, String(last["id"]))) };
  return { [member]: page, [`${member}_links`]: [next] };
}

/** A page of Adjutant's; all, where no size of pages is asked for. */
function numbered(member: string, all: readonly Fields[], query: URLSearchParams): Record<string, unknown> {
  const size = Number(query.get("tasks_per_page") ?? 0);
  if (size === 0) return { [member]: all };
  const page = Number(query.get("page") ?? 1);
  const pages = Math.max(1, Math.ceil(all.length / size));
  if (page > pages) throw errors(400, "Empty page");
  const items = all.slice((page - 1) * size, page * size);
  return { [member]: items, pages, has_more: page < pages, has_prev: page > 1 };
}

function afterMarker(items: readonly Fields[], marker: string | null): readonly Fields[] {
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
