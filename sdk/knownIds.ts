import * as fs from "node:fs";
import * as pulumi from "./pulumi";
import { KNOWN_IDS_VARIABLE } from "../provider/portals/settings";

type Ids = Readonly<Record<string, string>>;

const files = new Map<string, Ids>();

/**
 * In a preview for which a file of known ids is named: what refers to the resource sees its id, although it is not in the state yet. The
 * reference stays a dependency. In every other run nothing happens here.
 */
export function knowId(resource: pulumi.CustomResource): void {
  const file = process.env[KNOWN_IDS_VARIABLE];
  if (file === undefined || !pulumi.runtime.isDryRun()) return;
  const { id, urn } = resource;
  (resource as { id: pulumi.Output<pulumi.ID> }).id = urn.apply((itself) => pulumi.output(idsIn(file)[itself] ?? id));
}

function idsIn(file: string): Ids {
  const read = files.get(file) ?? (JSON.parse(fs.readFileSync(file, "utf8")) as Ids);
  files.set(file, read);
  return read;
}
