import type { DeclaredInputs, Finding, KindName } from "../model";
import type { KindDriver, PortalSession, Surroundings } from "../model/portal";
import { liveFindings, type Rule } from "../model/rule";

/** All that the live portal says against what is declared: what must be there, and the portal's rules. */
export function verifier<Realm>(
  drivers: Readonly<Partial<Record<KindName, KindDriver>>>,
  rules: readonly Rule<Realm>[],
  realm: Realm,
): PortalSession["verify"] {
  return async (kind: KindName, inputs: DeclaredInputs, surroundings: Surroundings): Promise<Finding[]> => [
    ...((await drivers[kind]?.verify?.(inputs, surroundings)) ?? []),
    ...(await liveFindings(rules, kind, { ...surroundings, inputs, realm })),
  ];
}
