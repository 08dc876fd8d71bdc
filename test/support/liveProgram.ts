import type { RealmEntry } from "../../realm/entry";
import { withReferences } from "../../realm/fieldPaths";
import { type ProgramResource, Reference } from "./miniEngine";

/** The entries as the SDK hands them to the engine. */
export function programOf(entries: readonly RealmEntry[]): ProgramResource[] {
  const label = (kind: string, name: string) => `${kind} ${name}`;
  return entries.map(({ kind, name, within, values }) => ({
    kind,
    label: label(kind, name),
    inputs: {
      ...withReferences(kind, values, (reference) =>
        "existing" in reference ? reference.existing : new Reference(label(reference.entry.kind, reference.entry.name)),
      ),
      ...(within === undefined ? {} : { account: new Reference(label("Account", within)) }),
    },
    dependsOn: neededFirst(entries, kind, within, values).map((entry) => label(entry.kind, entry.name)),
  }));
}

/** What the SDK puts first by itself: activations that others need, and quotas that projects need room in. */
function neededFirst(
  entries: readonly RealmEntry[],
  kind: string,
  within: string | undefined,
  values: RealmEntry["values"],
): RealmEntry[] {
  const own = entries.filter((entry) => within !== undefined && entry.within === within);
  const openstack = own.filter(
    (entry) => entry.kind === "ServiceActivation" && entry.values["service"] === "openstack",
  );
  if (kind === "ServiceActivation") return values["service"] === "openstack" ? [] : openstack;
  if (kind !== "Project") return [];
  return [...openstack, ...own.filter((entry) => entry.kind === "Quota" && entry.values["project"] === undefined)];
}
