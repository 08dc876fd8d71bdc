import { type DeclaredInputs, type KindName, UNKNOWN } from "../provider/model";
import type { ProgramResource, SourcePlace } from "../provider/model/portal";
import type { RealmEntry } from "./entry";
import { withReferences, withSecrets } from "./fieldPaths";

interface Making {
  readonly kind: KindName;
  readonly label: string;
  inputs: DeclaredInputs;
  references: Record<string, ProgramResource[]>;
  placeOf?: (property: string) => SourcePlace | undefined;
}

/**
 * The entries as a program is looked at before it runs, in their order: what refers to another resource, and what is secret, is not known yet.
 *
 * @param placeOf where a property of an entry stands
 */
export function asProgram(
  entries: readonly RealmEntry[],
  placeOf?: (entry: RealmEntry, property: string) => SourcePlace | undefined,
): ProgramResource[] {
  const made = new Map<string, Making>();
  for (const { kind, name } of entries) made.set(`${kind} ${name}`, { kind, label: name, inputs: {}, references: {} });
  return entries.map((entry) => {
    const resource = made.get(`${entry.kind} ${entry.name}`)!;
    const refer = (field: string, target: string): void => {
      const found = made.get(target);
      if (found !== undefined) (resource.references[field] ??= []).push(found);
    };
    const values = withReferences(entry.kind, entry.values, (reference, _kind, path) => {
      if ("existing" in reference) return reference.existing;
      refer(String(path[0]), `${reference.entry.kind} ${reference.entry.name}`);
      return UNKNOWN;
    });
    if (entry.within !== undefined) refer("account", `Account ${entry.within}`);
    const inputs = withSecrets(entry.kind, values, () => UNKNOWN);
    resource.inputs = entry.within === undefined ? inputs : { ...inputs, account: UNKNOWN };
    if (placeOf !== undefined) resource.placeOf = (property) => placeOf(entry, property);
    return resource;
  });
}
