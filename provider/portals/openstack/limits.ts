import type { LimitNumbers } from "../../model/limitNumbers";
import { isOneOf } from "../../model/shapes";
import { UNLIMITED } from "./contract";

/** Services that keep the quotas of projects themselves, as the names of their limits begin: `compute.cores`. */
export const QUOTA_SERVICES = ["compute", "volume", "network"] as const;
export type QuotaService = (typeof QUOTA_SERVICES)[number];

export function isQuotaService(word: string): word is QuotaService {
  return isOneOf(QUOTA_SERVICES, word);
}

/** A limit's name in its two parts: the service, and the service's own name of the limit. */
export function partsOf(name: string): { readonly service: string; readonly resource: string } {
  const point = name.indexOf(".");
  return { service: name.slice(0, Math.max(point, 0)), resource: name.slice(point + 1) };
}

/** Numbers under the names that declarations have for them. */
export function named(service: string, numbers: LimitNumbers): LimitNumbers {
  return Object.fromEntries(Object.entries(numbers).map(([resource, number]) => [`${service}.${resource}`, number]));
}

/** Of some limits, those of one service, by the service's own names. */
export function ofService(service: string, limits: LimitNumbers): LimitNumbers {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([name, number]) => {
      const parts = partsOf(name);
      return parts.service === service ? [[parts.resource, number] as const] : [];
    }),
  );
}

/** Whether a limit allows a number: -1 is no limit. */
export function allows(limit: number, number: number): boolean {
  return limit === UNLIMITED || (number !== UNLIMITED && number <= limit);
}
