/** Part of `npm run rules`: writes the classes in sdk/, or with --check says whether they are true. */
import { KIND_NAMES } from "../provider/model";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import { sourceFile } from "./docsFile";
import { classFile, fileOf } from "./sdkClasses";

async function main(): Promise<void> {
  const portals = PORTAL_NAMES.map(portalNamed);
  for (const kind of KIND_NAMES) await sourceFile(fileOf(kind), classFile(kind, portals));
}

void main();
