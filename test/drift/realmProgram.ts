import { withReferences } from "../../realm/fieldPaths";
import { examineText, sound } from "../../realm/read";
import { type ProgramResource, Reference } from "../support/miniEngine";

export interface RealmProgram {
  readonly program: readonly ProgramResource[];
  /** Line of the file that each entry stands in, by label. */
  readonly lines: ReadonlyMap<string, number>;
}

/** A realm file as a program of the small engine; labels have the kind in front, since kinds have names of their own. */
export function realmProgram(text: string, file = "realm.yaml"): RealmProgram {
  const read = sound(examineText(text, file));
  const label = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;
  const program = read.entries.map((entry): ProgramResource => {
    const { kind, within } = entry;
    const values = withReferences(kind, entry.values, (reference) =>
      "entry" in reference ? new Reference(label(reference.entry)) : reference.existing,
    );
    const inputs = within === undefined ? values : { ...values, account: new Reference(`Account ${within}`) };
    // What the SDK finds by itself: what projects need of their account.
    const needed = read.entries.filter(
      (other) => kind === "Project" && other.within === within && ["ServiceActivation", "Quota"].includes(other.kind),
    );
    return { kind, label: label(entry), inputs, dependsOn: needed.map(label) };
  });
  const lines = new Map(read.entries.map((entry) => [label(entry), read.placeOf(entry)?.line ?? 1]));
  return { program, lines };
}
