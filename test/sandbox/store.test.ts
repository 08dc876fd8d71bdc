import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import type { StoredRecord } from "../../sandbox/store/collection";
import { Store } from "../../sandbox/store/store";
import { runs } from "../support/runs";

interface Fruit extends StoredRecord {
  readonly colour: string;
}

type Step =
  | { readonly kind: "put"; readonly id: string; readonly colour: string }
  | { readonly kind: "remove"; readonly id: string };

const ids = fc.constantFrom("a", "b", "c", "d");
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("put" as const), id: ids, colour: fc.constantFrom("red", "green") }),
    fc.record({ kind: fc.constant("remove" as const), id: ids }),
  ) satisfies fc.Arbitrary<Step>,
);
const transactions = fc.array(fc.record({ steps, fails: fc.boolean() }));

class Basket {
  readonly store: Store;
  readonly fruits;
  /** Kept up by observing, as sums are. */
  reds = 0;

  constructor(folder?: string) {
    this.store = new Store(folder);
    this.fruits = this.store.portal("test").collection("fruits", { colour: (fruit: Fruit) => [fruit.colour] });
    this.fruits.observe((before, after) => {
      this.reds += Number(after?.colour === "red") - Number(before?.colour === "red");
    });
  }

  take(step: Step): void {
    if (step.kind === "remove") return this.fruits.remove(step.id);
    const current = this.fruits.get(step.id);
    if (current === undefined) this.fruits.insert({ id: step.id, colour: step.colour });
    else this.fruits.replace({ ...current, colour: step.colour });
  }

  /** Runs the transaction; one that fails throws after its last step. */
  run({ steps: all, fails }: { readonly steps: readonly Step[]; readonly fails: boolean }): void {
    const run = () =>
      this.store.transaction(() => {
        all.forEach((step) => this.take(step));
        if (fails) throw new Error("changed my mind");
      });
    if (fails) expect(run).toThrow("changed my mind");
    else run();
  }

  colours(): Map<string, string> {
    return new Map([...this.fruits.values()].map(({ id, colour }) => [id, colour]));
  }

  expectConsistent(): void {
    const colours = this.colours();
    for (const colour of ["red", "green"]) {
      const expected = [...colours].filter(([, value]) => value === colour).map(([id]) => id);
      expect([...this.fruits.find("colour", colour)].map(({ id }) => id).sort()).toEqual(expected.sort());
      expect(this.fruits.count("colour", colour)).toBe(expected.length);
    }
    expect(this.reds).toBe(this.fruits.count("colour", "red"));
  }
}

describe("the store", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-store-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("keeps transactions whole: in memory, in the indexes, in sums, and on disk", () => {
    fc.assert(
      fc.property(transactions, (all) => {
        const own = fs.mkdtempSync(path.join(folder, "run-"));
        const basket = new Basket(own);
        const model = new Map<string, string>();
        for (const transaction of all) {
          basket.run(transaction);
          if (!transaction.fails)
            for (const step of transaction.steps)
              if (step.kind === "put") model.set(step.id, step.colour);
              else model.delete(step.id);
          expect(basket.colours()).toEqual(model);
          basket.expectConsistent();
        }
        basket.store.close();
        const again = new Basket(own);
        expect(again.colours()).toEqual(model);
        again.expectConsistent();
        again.store.close();
      }),
      { numRuns: runs(40) },
    );
  });

  it("keeps the order of creation over a restart", () => {
    const basket = new Basket(folder);
    const put = (target: Basket, id: string) =>
      target.store.transaction(() => target.take({ kind: "put", id, colour: "red" }));
    ["c", "a", "b"].forEach((id) => put(basket, id));
    basket.store.close();
    const again = new Basket(folder);
    put(again, "d");
    put(again, "a");
    expect(again.store.contents()["test"]?.["fruits"]?.map(({ id }) => id)).toEqual(["c", "a", "b", "d"]);
    again.store.close();
  });

  it("refuses a change outside a transaction", () => {
    const basket = new Basket();
    expect(() => basket.take({ kind: "put", id: "a", colour: "red" })).toThrow("outside a transaction");
    basket.store.close();
  });

  it("refuses a folder that another store uses, and says what to do", () => {
    const basket = new Basket(folder);
    expect(() => new Store(folder)).toThrow(/sandbox\.db is in use by another sandbox; stop that one/);
    basket.store.close();
    new Store(folder).close();
  });

  it("refuses a file that is no database, and says what to do", () => {
    fs.writeFileSync(
      path.join(folder, "sandbox.db"),
      "these are not the records that you are looking for, ".repeat(100),
    );
    expect(() => new Store(folder)).toThrow(/can't be opened: .*; give --data a folder/);
  });
});
