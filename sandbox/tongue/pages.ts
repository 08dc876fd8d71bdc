import { NotUnderstood, type Paging } from "./form";
import { type Json, put } from "./places";

/** Items of a page that nobody gave a size. */
const USUAL_SIZE = 50;
/** The parameter in the address of a next page, where that is all that a client has of it. */
const POSITION = "position";

/** One page of a list: which items, and what an answer says of the others. */
export interface Page {
  readonly from: number;
  readonly to: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Adds to the body what it says of other pages. */
  complete(body: Json): Json;
}

/** The parameters that ask for a page. */
export function pageParameters(paging: Paging): readonly string[] {
  const size = "size" in paging && paging.size !== undefined ? [paging.size.parameter] : [];
  if (paging.by === "none") return [];
  return [paging.by === "link" ? POSITION : paging.parameter, ...size];
}

/**
 * @param length of the whole list
 * @param url of the list, without its query
 * @throws {NotUnderstood}
 */
export function pageOf(paging: Paging, query: URLSearchParams, length: number, url: string): Page {
  const pageFrom = (from: number, to: number, complete: Page["complete"] = (body) => body, link?: string): Page => ({
    from,
    to,
    headers: link === undefined ? {} : { link: `<${link}>; rel="next"` },
    complete,
  });
  if (paging.by === "none") return pageFrom(0, length);
  const size = sizeOf(paging, query);
  const addressOf = (parameter: string, position: number) => {
    const next = new URLSearchParams(query);
    next.set(parameter, String(position));
    return `${url}?${next}`;
  };
  if (paging.by === "cursor") {
    const cursor = query.get(paging.parameter);
    const from = cursor === null ? 0 : numberIn(readCursor(cursor), paging.parameter, 0);
    const to = from + size;
    const isLast = to >= length;
    return pageFrom(from, to, (body) => {
      if (isLast && paging.required !== true) return body;
      return put(body, paging.next, isLast ? null : writeCursor(to));
    });
  }
  if (paging.by === "link") {
    const from = numberIn(query.get(POSITION) ?? "0", POSITION, 0);
    const next = from + size < length ? addressOf(POSITION, from + size) : undefined;
    if (paging.next === undefined) return pageFrom(from, from + size, undefined, next);
    const { next: place } = paging;
    return pageFrom(from, from + size, (body) => (next === undefined ? body : put(body, place, next)));
  }
  const { parameter, by, total, next: place } = paging;
  const first = paging.first ?? (by === "page" ? 1 : 0);
  const asked = numberIn(query.get(parameter) ?? String(first), parameter, first);
  const from = by === "page" ? (asked - first) * size : asked - first;
  return pageFrom(from, from + size, (body) => {
    const counted = total === undefined ? body : put(body, total, length);
    if (place === undefined || from + size >= length) return counted;
    return put(counted, place, addressOf(parameter, by === "page" ? asked + 1 : asked + size));
  });
}

function sizeOf({ size }: Exclude<Paging, { by: "none" }>, query: URLSearchParams): number {
  if (size === undefined) return USUAL_SIZE;
  const text = query.get(size.parameter);
  if (text === null) return Math.min(USUAL_SIZE, size.most);
  const asked = numberIn(text, size.parameter, 1);
  if (asked > size.most) throw new NotUnderstood(`${size.parameter} can't be more than ${size.most}`);
  return asked;
}

function numberIn(text: string, name: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least) throw new NotUnderstood(`${name} must be a whole number, ${least} or more`);
  return value;
}

function writeCursor(position: number): string {
  return Buffer.from(`after ${position}`).toString("base64url");
}

function readCursor(cursor: string): string {
  return /^after (\d+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1] ?? "";
}
