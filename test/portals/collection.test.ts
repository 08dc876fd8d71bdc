import fc from "fast-check";
import { Collection } from "../../provider/portals/collection";

interface Item {
  readonly id: string;
  readonly group: string;
  readonly name: string;
}

/** A portal with lists of all and of one group, each of which answers after some turns of the event loop. */
class Portal {
  readonly items = new Map<string, Item>();
  readonly calls: string[] = [];
  shares = false;
  hasGroups = true;
  turns: () => number = () => 1;
  readonly collection = new Collection<Item>({
    list: () => this.answer("all", () => true),
    listGroup: async (group) => (this.hasGroups ? this.answer(group, (item) => item.group === group) : undefined),
    isShared: async () => this.shares,
    idOf: ({ id }) => id,
    keyOf: ({ group, name }) => `${group}/${name}`,
    groupOf: ({ group }) => group,
  });

  constructor(items: readonly Item[] = []) {
    for (const item of items) this.items.set(item.id, item);
  }

  private async answer(call: string, isMeant: (item: Item) => boolean): Promise<Item[]> {
    this.calls.push(call);
    const items = [...this.items.values()].filter(isMeant);
    for (let turn = this.turns(); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
    return items;
  }
}

const GROUPS = ["a", "b", "c", "d", "e"];
const item = (group: string, number = 1): Item => ({ id: `${group}${number}`, group, name: `name ${number}` });
const ITEMS = GROUPS.map((group) => item(group));

describe("a list of which a few groups are asked for", () => {
  it("is read by groups up to three, and then as a whole", async () => {
    const { collection, calls } = new Portal(ITEMS);
    expect(await collection.inGroup("a")).toEqual([item("a")]);
    expect(await collection.withId("b1", "b")).toEqual(item("b"));
    expect(await collection.withId("b2", "b")).toBeUndefined();
    expect(await collection.withKey("c/name 1", "c")).toEqual(item("c"));
    expect(await collection.ofDeclared("a/NAME 1", "a")).toEqual(item("a"));
    expect(calls).toEqual(["a", "b", "c"]);
    expect(await collection.inGroup("d")).toEqual([item("d")]);
    expect(await collection.inGroup("a")).toEqual([item("a")]);
    expect(await collection.all()).toEqual(ITEMS);
    expect(calls).toEqual(["a", "b", "c", "all"]);
  });

  it("is read as a whole by whoever asks without a group, and where other processes share it", async () => {
    const { collection, calls } = new Portal(ITEMS);
    await collection.inGroup("a");
    expect(await collection.withId("b1")).toEqual(item("b"));
    await collection.inGroup("c");
    expect(calls).toEqual(["a", "all"]);
    const shared = new Portal(ITEMS);
    shared.shares = true;
    expect(await shared.collection.inGroup("a")).toEqual([item("a")]);
    expect(shared.calls).toEqual(["all"]);
  });

  it("is read as a whole where the portal has no list of the group", async () => {
    const portal = new Portal(ITEMS);
    portal.hasGroups = false;
    expect(await portal.collection.inGroup("a")).toEqual([item("a")]);
    portal.items.delete("a1");
    await portal.collection.load("fresh", "a");
    expect(await portal.collection.inGroup("a")).toEqual([]);
    expect(portal.calls).toEqual(["all", "all"]);
  });

  it("is looked through for an item of another group", async () => {
    const { collection, calls } = new Portal(ITEMS);
    expect(await collection.withIdNear("a1", "a")).toEqual(item("a"));
    expect(calls).toEqual(["a"]);
    expect(await collection.withIdNear("b1", "a")).toEqual(item("b"));
    expect(calls).toEqual(["a", "all"]);
  });

  it("is read afresh for the group alone that is asked for", async () => {
    const { collection, calls, items } = new Portal(ITEMS);
    await collection.all();
    items.delete("a1");
    items.delete("b1");
    items.set("a2", item("a", 2));
    await collection.load("fresh", "a");
    expect(await collection.inGroup("a")).toEqual([item("a", 2)]);
    expect(await collection.withId("b1")).toEqual(item("b"));
    expect(calls).toEqual(["all", "a"]);
  });

  it("keeps what was written after the whole list was read, where the list of a group comes later still", async () => {
    const portal = new Portal(ITEMS);
    const { collection, items } = portal;
    portal.turns = () => 5;
    const slow = collection.load("known", "a");
    await Promise.resolve();
    await Promise.resolve();
    portal.turns = () => 0;
    await collection.all();
    items.set("a2", item("a", 2));
    await collection.putIfLoaded(item("a", 2));
    await slow;
    expect(portal.calls).toEqual(["a", "all"]);
    expect(await collection.inGroup("a")).toEqual([item("a"), item("a", 2)]);
  });

  it("answers nothing where it can't be read, and is read again", async () => {
    const portal = new Portal(ITEMS);
    portal.turns = () => {
      throw new Error("the portal is away");
    };
    await expect(portal.collection.inGroup("a")).rejects.toThrow("the portal is away");
    portal.turns = () => 1;
    expect(await portal.collection.inGroup("a")).toEqual([item("a")]);
  });

  it("shows what the portal has, and what this run has written, in whatever order both come", async () => {
    const group = fc.constantFrom(...GROUPS);
    const read = fc.oneof(
      fc.record({ is: fc.constant("group" as const), group }),
      fc.record({ is: fc.constant("id" as const), group, number: fc.integer({ min: 1, max: 3 }), alone: fc.boolean() }),
      fc.record({ is: fc.constant("all" as const), group }),
      fc.record({ is: fc.constant("fresh" as const), group }),
    );
    const write = fc.record({
      is: fc.constantFrom("put" as const, "drop" as const),
      group,
      number: fc.integer({ min: 1, max: 3 }),
    });
    const step = fc.record({
      underWay: fc.array(fc.option(group, { nil: undefined }), { maxLength: 3 }),
      writes: fc.array(write, { maxLength: 2 }),
      reads: fc.array(read, { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.infiniteStream(fc.nat(3)), async (steps, turns) => {
        const portal = new Portal(ITEMS);
        portal.turns = () => turns.next().value as number;
        const { collection, items } = portal;
        const sorted = (all: readonly Item[]) => all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
        for (const { underWay, writes, reads } of steps) {
          // What is deleted was read before, by the run that deletes it.
          const isDropped = writes.some(({ is }) => is === "drop");
          const loads = isDropped ? [] : underWay.map((of) => collection.load("known", of));
          for (const { is, group: of, number } of writes) {
            const written = item(of, number);
            if (is === "drop") {
              items.delete(written.id);
              collection.drop(written.id);
            } else {
              items.set(written.id, written);
              await collection.putIfLoaded(written);
            }
          }
          await Promise.all(loads);
          const truth = sorted([...items.values()]);
          await Promise.all(
            reads.map(async (asked) => {
              const inGroup = truth.filter((one) => one.group === asked.group);
              if (asked.is === "group") expect(sorted(await collection.inGroup(asked.group))).toEqual(inGroup);
              else if (asked.is === "all") expect(sorted(await collection.all())).toEqual(truth);
              else if (asked.is === "fresh") await collection.load("fresh", asked.group);
              else {
                const { id } = item(asked.group, asked.number);
                const found = await collection.withId(id, asked.alone ? asked.group : undefined);
                expect(found).toEqual(inGroup.find((one) => one.id === id));
              }
            }),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
