import { QUOTA_NUMBERS, type QuotaNumber } from "./contract";

export type Limits = Record<QuotaNumber, number>;

/** The ten numbers among other members. */
export function limitsIn(holder: Limits): Limits {
  return Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, holder[name]])) as Limits;
}

export const NO_LIMITS = Object.fromEntries(QUOTA_NUMBERS.map((name) => [name, 0])) as Limits;
