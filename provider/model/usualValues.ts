import type { KindName } from ".";

/**
 * Values that need not be said: a declaration without the field means the same to the portal, when it makes the object and when it takes
 * it over.
 */
const USUAL: Partial<Record<KindName, Readonly<Record<string, unknown>>>> = {
  Account: { locked: false },
  User: { locked: false },
  QuotaProfile: { inheritable: false, default: false },
  Quota: { approveRequests: true },
};

export function withoutUsual(
  kind: KindName,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const usual = USUAL[kind] ?? {};
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !(Object.hasOwn(usual, name) && usual[name] === value)),
  );
}
