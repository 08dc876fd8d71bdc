import type { Draw } from "../../random/draw";
import { Reference } from "../../support/miniEngine";
import { type Declared, type Fields, namesIn } from "./program";

/** How likely it is, in percent, that something of one realm is in the next one, and is the same there. */
const STAYS = 85;
const UNTOUCHED = 45;
const KEPT = 55;

/** Random realms of one portal. Each but the first is an edit of the one before: most names stay, and some of what is behind them. */
export abstract class Realms {
  private earlier: ReadonlyMap<string, Declared> = new Map();
  private present = new Map<string, Declared>();
  private untouched = new Map<string, boolean>();
  private highest = 0;

  constructor(protected readonly draw: Draw) {}

  /** @param isLast whether no realm comes after it */
  next(isLast = false): readonly Declared[] {
    this.present = new Map();
    this.untouched = new Map();
    this.compose(isLast);
    this.earlier = this.present;
    return [...this.present.values()];
  }

  /** Declares everything that the realm has, in an order in which nothing refers to what comes later. */
  protected abstract compose(isLast: boolean): void;

  protected declare(kind: Declared["kind"], name: string, fields: Fields): void {
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    this.present.set(name, { kind, name, fields: Object.fromEntries(given) });
  }

  /** What has been declared of a resource by now. */
  protected declaredFields(name: string): Fields | undefined {
    return this.present.get(name)?.fields;
  }

  protected areThere(names: readonly string[]): boolean {
    return names.every((name) => this.present.has(name));
  }

  /** What a resource was in the realm before. */
  protected before(name: string): Fields | undefined {
    return this.earlier.get(name)?.fields;
  }

  protected namesBefore(stem: string): string[] {
    return [...this.earlier.keys()].filter((name) => isOf(stem, name));
  }

  /** Names out of a few: who is gone may come back later. */
  protected someNames(stem: string, least: number, most: number): string[] {
    const stay = this.namesBefore(stem).filter(() => this.draw.chance(STAYS));
    const others = Array.from({ length: most + 3 }, (_, place) => `${stem}${place}`).filter(
      (name) => !stay.includes(name),
    );
    const wanted = this.draw.int(least, most);
    return [...stay.slice(0, most), ...this.draw.shuffled(others).slice(0, Math.max(0, wanted - stay.length))].sort(
      byNumber,
    );
  }

  /** Names that never come back: what had them stays at the portal, or nobody knows what becomes of it. */
  protected freshNames(stem: string, least: number, most: number): string[] {
    const names = this.namesBefore(stem).filter(() => this.draw.chance(STAYS));
    const wanted = this.draw.int(least, most);
    while (names.length < wanted) names.push(`${stem}${(this.highest += 1)}`);
    return names.sort(byNumber);
  }

  /** The value that a field had, as long as it is right and everything that it refers to is there; or another one. */
  protected field<Value>(
    name: string,
    field: string,
    fresh: () => Value,
    isRight: (value: Value) => boolean = () => true,
  ): Value {
    const values = this.fields(
      name,
      [field],
      () => ({ [field]: fresh() }),
      (held) => isRight(held[field] as Value),
    );
    return values[field] as Value;
  }

  /** The same for fields that only make sense together. */
  protected fields(
    name: string,
    fields: readonly string[],
    fresh: () => Fields,
    isRight: (values: Fields) => boolean = () => true,
  ): Fields {
    const before = this.before(name);
    const values = Object.fromEntries(fields.map((field) => [field, before?.[field]]));
    const isThere = namesIn(values).every((other) => this.present.has(other));
    const isKept = before !== undefined && isThere && isRight(values);
    return isKept && (this.isUntouched(name) || this.draw.chance(KEPT)) ? values : fresh();
  }

  /** Declares a resource as it was; everything that it refers to must be there. */
  protected declareAgain(name: string): void {
    const before = this.earlier.get(name);
    if (before !== undefined) this.declare(before.kind, name, before.fields);
  }

  protected maybe<Value>(percent: number, fresh: () => Value): Value | undefined {
    return this.draw.chance(percent) ? fresh() : undefined;
  }

  private isUntouched(name: string): boolean {
    const known = this.untouched.get(name) ?? this.draw.chance(UNTOUCHED);
    this.untouched.set(name, known);
    return known;
  }
}

export function references(names: readonly string[]): Reference[] {
  return names.map((name) => new Reference(name));
}

/** Another spelling of a name, so that there are two to change between. */
export function eitherName(draw: Draw, name: string): string {
  return draw.chance(80) ? name : `${name} b`;
}

function isOf(stem: string, name: string): boolean {
  return name.startsWith(stem) && /^\d+$/.test(name.slice(stem.length));
}

/** In the order of their numbers, which are what names end in. */
function byNumber(one: string, other: string): number {
  return numberOf(one) - numberOf(other);
}

export function numberOf(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}
