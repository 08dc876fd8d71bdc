/** Random choices that follow from one number, so that a sequence can be told again (mulberry32). */
export class Draw {
  constructor(private seed: number) {}

  /** A whole number from `least` to `most`. */
  int(least: number, most: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return least + (((mixed ^ (mixed >>> 14)) >>> 0) % (most - least + 1));
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error("nothing to pick from");
    return items[this.int(0, items.length - 1)]!;
  }

  pickAny<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : this.pick(items);
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const rest = [...items];
    return items.map(() => rest.splice(this.int(0, rest.length - 1), 1)[0]!);
  }

  /** Some of the items, in any order. */
  some<Item>(items: readonly Item[], least: number, most: number): Item[] {
    return this.shuffled(items).slice(0, this.int(Math.min(least, items.length), Math.min(most, items.length)));
  }
}
