import { QUOTA_NUMBERS, type QuotaNumber } from "../../../provider/portals/csp/contract";
import type { LimitNumbers } from "./records";

/** Ten numbers, each made by a function of its name. */
export function limitsOf(number: (name: QuotaNumber) => number): LimitNumbers {
  return Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, number(name)])) as LimitNumbers;
}

export const NO_LIMITS: LimitNumbers = limitsOf(() => 0);

export function sumOf(all: Iterable<LimitNumbers>): LimitNumbers {
  let sum = NO_LIMITS;
  for (const one of all) sum = added(sum, one);
  return sum;
}

export function added(first: LimitNumbers, second: LimitNumbers): LimitNumbers {
  return limitsOf((name) => first[name] + second[name]);
}

export function subtracted(first: LimitNumbers, second: LimitNumbers): LimitNumbers {
  return limitsOf((name) => first[name] - second[name]);
}

/** The first number that is larger than it may be. */
export function firstAbove(numbers: LimitNumbers, most: LimitNumbers): QuotaNumber | undefined {
  return QUOTA_NUMBERS.find((name) => numbers[name] > most[name]);
}
