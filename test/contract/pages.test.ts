import * as fc from "fast-check";
import { allPages, type Page, type Paging, type Query } from "../../provider/contract/pages";
import { runs } from "../support/runs";

const ITEMS = Array.from({ length: 23 }, (_, index) => ({ id: index }));
const size = (most: number) => ({ parameter: "n", most });

/** A portal that has these items, and pages of this size. */
function served(paging: Paging, items: readonly unknown[], length: number): (query: Query) => Promise<Page> {
  return async (query) => {
    const at = (name: string) => Number(query[name] ?? 0);
    if (paging.by === "none") return { items, body: {}, headers: {} };
    const from =
      paging.by === "page"
        ? (at(paging.parameter) - (paging.first ?? 1)) * length
        : paging.by === "offset"
          ? at(paging.parameter)
          : at("from");
    const page = items.slice(from, from + length);
    const isLast = from + length >= items.length;
    const address = isLast ? undefined : `https://elsewhere.example/other?from=${from + length}`;
    const headers =
      paging.by === "link" && paging.next === undefined && address !== undefined
        ? { link: `<${address}>; rel="next"` }
        : {};
    const next = paging.by === "cursor" ? (isLast ? null : String(from + length)) : (address ?? null);
    return { items: page, body: { meta: { total: items.length, next } }, headers: headers as Record<string, string> };
  };
}

const ways: [string, Paging][] = [
  ["a cursor", { by: "cursor", parameter: "from", next: "meta.next" }],
  ["page numbers", { by: "page", parameter: "p", size: size(5) }],
  ["page numbers from 0, with a total", { by: "page", parameter: "p", first: 0, size: size(5), total: "meta.total" }],
  ["an offset", { by: "offset", parameter: "o", size: size(5) }],
  ["the Link header", { by: "link" }],
  ["the address of the next page", { by: "link", next: "meta.next" }],
];

describe.each(ways)("a list that goes on by %s", (_, paging) => {
  it("is read whole, however many items there are", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 23 }), async (count) => {
        const items = ITEMS.slice(0, count);
        expect(await allPages(paging, served(paging, items, 5), "GET /x")).toEqual(items);
      }),
      { numRuns: runs(24) },
    ));
});

describe("a list", () => {
  it.each([
    ["a cursor that repeats", { by: "cursor", parameter: "from", next: "next" }, { next: "same" }, /infinite/],
    ["a link that repeats", { by: "link", next: "next" }, { next: "/x?from=same" }, /infinite/],
    [
      "fewer items than its total",
      { by: "page", parameter: "p", size: size(5), total: "total" },
      { total: 9 },
      /incomplete/,
    ],
    [
      "no cursor although one is due",
      { by: "cursor", parameter: "from", next: "next", required: true },
      {},
      /next must be a text or null/,
    ],
  ] as [string, Paging, unknown, RegExp][])("with %s is refused", async (_, paging, body, said) => {
    const page = { items: [{ id: 1 }], body, headers: {} };
    await expect(allPages(paging, async () => page, "GET /x")).rejects.toThrow(said);
  });

  it("of a portal that ignores page numbers ends where its first page comes again", async () => {
    const page = { items: ITEMS.slice(0, 5), body: {}, headers: {} };
    const paging: Paging = { by: "page", parameter: "p", size: size(5) };
    expect(await allPages(paging, async () => page, "GET /x")).toEqual(ITEMS.slice(0, 5));
  });

  it("that goes on by no pages is one answer", async () => {
    expect(await allPages({ by: "none" }, served({ by: "none" }, ITEMS, 5), "GET /x")).toEqual(ITEMS);
  });
});
