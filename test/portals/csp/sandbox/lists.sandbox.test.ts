import * as fc from "fast-check";
import {
  ListQueryError,
  type ListPage,
  pageOf,
  parseListQuery,
  type ListRow,
  type ListRules,
} from "../../../../sandbox/lists";
import { TestPortal } from "../../../sandbox/portalClient";

interface Fruit {
  readonly name: string;
  readonly weight: number | null;
}

const RULES: ListRules = {
  filters: ["name"],
  sortable: ["name", "weight"],
  defaultLimit: 50,
  maximumLimit: 200,
  several: {},
};

const fruits = fc
  .array(
    fc.record({ name: fc.constantFrom("apple", "pear", "plum"), weight: fc.option(fc.integer({ min: 0, max: 3 })) }),
  )
  .map((all) => all.map((fields, place): ListRow<Fruit> => ({ sequence: place, fields })));
const orders = fc.constantFrom("", "name", "-name", "weight", "-weight,name", "name,-weight");

function parse(parameters: Record<string, string>) {
  return parseListQuery(new URLSearchParams(parameters), RULES);
}

/** Follows the cursors to the end; `between` may change the rows before the next page. */
function walk(
  rows: ListRow<Fruit>[],
  parameters: Record<string, string>,
  between: (page: number) => void = () => undefined,
): ListRow<Fruit>[] {
  const seen: ListRow<Fruit>[] = [];
  let cursor: string | null = null;
  let page = 0;
  do {
    const answer: ListPage<Fruit> = pageOf(rows, parse({ ...parameters, ...(cursor === null ? {} : { cursor }) }));
    expect(answer.rows.length).toBeLessThanOrEqual(Number(parameters["limit"]));
    seen.push(...answer.rows);
    cursor = answer.nextCursor;
    between(++page);
  } while (cursor !== null);
  return seen;
}

describe("lists", () => {
  it("give every row exactly once over all pages, in the same order as in one", () => {
    fc.assert(
      fc.property(fruits, orders, fc.integer({ min: 1, max: 7 }), (rows, sort, limit) => {
        const whole = pageOf(rows, parse({ sort, limit: "200" })).rows;
        expect(walk([...rows].reverse(), { sort, limit: String(limit) })).toEqual(whole);
        expect(new Set(whole)).toEqual(new Set(rows));
      }),
    );
  });

  it("neither skip nor repeat a row that stays, while others come and go between the pages", () => {
    fc.assert(
      fc.property(
        fruits,
        orders,
        fc.integer({ min: 1, max: 4 }),
        fc.infiniteStream(fc.nat()),
        (rows, sort, limit, choices) => {
          const living = [...rows];
          const removed = new Set<number>();
          const seen = walk(living, { sort, limit: String(limit) }, (page) => {
            const [choice = 0] = [...choices.take(1)];
            const gone = living.splice(choice % (living.length + 1), 1)[0];
            if (gone !== undefined) removed.add(gone.sequence);
            if (page < 5) living.push({ sequence: 1000 + page, fields: { name: "quince", weight: null } });
          }).map(({ sequence }) => sequence);
          expect(new Set(seen).size).toBe(seen.length);
          for (const { sequence } of rows) if (!removed.has(sequence)) expect(seen).toContain(sequence);
        },
      ),
    );
  });

  it("sort by value and direction, with what has none first", () => {
    const row = (sequence: number, name: string, weight: number | null) => ({ sequence, fields: { name, weight } });
    const rows = [row(1, "pear", 2), row(2, "apple", null), row(3, "plum", 10), row(4, "apple", 2)];
    const order = (sort: string) => pageOf(rows, parse({ sort })).rows.map(({ sequence }) => sequence);
    expect(order("weight")).toEqual([2, 1, 4, 3]);
    expect(order("-weight")).toEqual([3, 1, 4, 2]);
    expect(order("name,-weight")).toEqual([4, 2, 1, 3]);
  });

  it("take a name with a comma as one value", () => {
    const rows = [{ sequence: 1, fields: { name: "Muster, Sohn & Co", weight: null } }];
    expect(pageOf(rows, parse({ "filter[name]": "Muster, Sohn & Co" })).rows).toEqual(rows);
  });

  it("refuse a cursor under another order or other filters, and one that was made up", () => {
    const rows = [1, 2, 3].map((sequence) => ({ sequence, fields: { name: "apple", weight: sequence } }));
    const cursor = pageOf(rows, parse({ sort: "weight", limit: "1" })).nextCursor ?? "";
    expect(() => parse({ sort: "weight", cursor })).not.toThrow();
    expect(() => parse({ sort: "-weight", cursor })).toThrow(ListQueryError);
    expect(() => parse({ sort: "weight", cursor, "filter[name]": "apple" })).toThrow(ListQueryError);
    fc.assert(fc.property(fc.string(), (text) => expect(() => parse({ cursor: text })).toThrow(ListQueryError)));
    fc.assert(
      fc.property(fc.json(), (json) =>
        expect(() => parse({ cursor: Buffer.from(json).toString("base64url") })).toThrow(ListQueryError),
      ),
    );
  });

  it("over HTTP: pages of 50 unless told otherwise, all objects over the pages", async () => {
    const portal = await TestPortal.start();
    try {
      for (let made = 0; made < 60; made++) await portal.newProfile(`Profile ${made}`, "client", []);
      const first = await portal.done("listProfiles");
      const second = await portal.done("listProfiles", { query: { cursor: first.nextCursor } });
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([50, 13, null]);
      expect(new Set([...first.items, ...second.items].map(({ id }: { id: string }) => id)).size).toBe(63);
      const last = await portal.done("listProfiles", { query: { sort: "-name", limit: "1" } });
      expect(last.items[0].name).toBe("User-Adm");
    } finally {
      await portal.close();
    }
  });
});
