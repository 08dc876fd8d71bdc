/** `npm run rules`: writes the pages of docs/ that are made from the code, or with --check says whether they are true. */
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import { ruleTable } from "../provider/model/ruleTable";
import { markdownFile } from "./docsFile";
import { fieldReference } from "./fieldReference";
import { findingsTable } from "./findingsTable";
import { supportTable } from "./supportTable";

const PAGES: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(PORTAL_NAMES.map((name) => [`${name}-rules.md`, () => ruleTable(portalNamed(name))])),
  "review-findings.md": findingsTable,
  "portals.md": () => supportTable(PORTAL_NAMES.map(portalNamed)),
  "reference.md": () => fieldReference(PORTAL_NAMES.map(portalNamed)),
};

async function main(): Promise<void> {
  for (const [name, page] of Object.entries(PAGES)) await markdownFile(name, page());
}

void main();
