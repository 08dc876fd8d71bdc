/** `npm run rules`: writes the pages of docs/ that are made from the code, or with --check says whether they are true. */
import * as path from "node:path";
import { cspRules } from "../provider/portals/csp/ruleBook";
import { gridscaleRules } from "../provider/portals/gridscale/ruleBook";
import { portalFacts } from "../provider/portals/facts";
import { PORTAL_NAMES } from "../provider/model/portal";
import { ruleTable } from "../provider/model/ruleTable";
import { scalewayRules } from "../provider/portals/scaleway/ruleBook";
import { markdownFile } from "./docsFile";
import { fieldReference } from "./fieldReference";
import { findingsTable } from "./findingsTable";
import { supportTable } from "./supportTable";

const ROOT = path.resolve(__dirname, "..", "..");

const PAGES: Readonly<Record<string, () => string>> = {
  "csp-rules.md": () =>
    ruleTable(cspRules, {
      title: "the Cloud Service Portal",
      file: "provider/portals/csp/ruleBook.ts",
      notes:
        "A source with § is a chapter of the reseller manual; the others are pages of the portal's help. _Derived_ stands where no source says it in so many words.",
    }),
  "scaleway-rules.md": () =>
    ruleTable(scalewayRules, {
      title: "Scaleway",
      file: "provider/portals/scaleway/ruleBook.ts",
      notes:
        "Sources are the published APIs and the vendor's documentation. _Recorded_ stands where it rests on recorded answers, _derived_ where no source says it in so many words.",
    }),
  "gridscale-rules.md": () =>
    ruleTable(gridscaleRules, {
      title: "gridscale Partner",
      file: "provider/portals/gridscale/ruleBook.ts",
      notes:
        "The contract is derived and unverified. Sources are pages of the vendor's documentation of gridscale Partner, and of its public API where they say so; rules of _this project_ keep the provider on the safe side of what nobody knows.",
    }),
  "review-findings.md": findingsTable,
  "portals.md": () => supportTable(PORTAL_NAMES.map(portalFacts)),
  "reference.md": () => fieldReference(PORTAL_NAMES.map(portalFacts), path.join(ROOT, "provider", "portals")),
};

async function main(): Promise<void> {
  for (const [name, page] of Object.entries(PAGES)) await markdownFile(name, page());
}

void main();
