import { type DeclaredInputs, type Kind, type KindName, kinds, SECRETS_INPUT, specialised, UNKNOWN } from ".";
import type { PortalFacts } from "./portal";

const known = new WeakMap<PortalFacts, Map<KindName, Kind>>();

/** The kind of a resource that has these values, or had them: what the program gave as a secret is secret. */
export function withGivenSecrets(kind: Kind, values: readonly (DeclaredInputs | undefined)[]): Kind {
  const given = values.flatMap((some) => some?.[SECRETS_INPUT] ?? []);
  if (given.length === 0) return kind;
  // While it isn't known which values are secret, any may be.
  const isSecret = (name: string) => given.includes(UNKNOWN) || given.includes(name);
  const fields = Object.entries(kind.fields).map(([name, field]) => [
    name,
    isSecret(name) ? { ...field, secret: true as const } : field,
  ]);
  return { ...kind, fields: Object.fromEntries(fields) as Kind["fields"] };
}

/** A kind as a portal has it. */
export function kindAt(name: KindName, portal: PortalFacts): Kind {
  const ofPortal = known.get(portal) ?? new Map<KindName, Kind>();
  known.set(portal, ofPortal);
  const kind = ofPortal.get(name) ?? specialised(kinds[name], portal.kinds[name] ?? {});
  ofPortal.set(name, kind);
  return kind;
}
