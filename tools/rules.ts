/**
 * `npm run rules`: writes what is made from the code: pages and JSON Schemas in docs/, the classes in sdk/, and templates/. With --check says
 * whether what is there is true.
 */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import * as path from "node:path";
import { PROJECT_FORMATS } from "../cli/newProject/projectFiles";
import { template, templateName } from "../cli/newProject/template";
import { commandsSchema } from "../cli/reports";
import { driftSchema } from "../drift/outputs";
import { KIND_NAMES } from "../provider/model";
import { ruleTable } from "../provider/model/ruleTable";
import { PORTAL_NAMES, portalNamed } from "../provider/portals/list";
import { overlaySchemas } from "../provider/contract/overlay";
import { cspContract } from "../provider/portals/csp/contractFacts";
import { gridscaleContract } from "../provider/portals/gridscale/contractFacts";
import { fleetSchema } from "../fleet/schema";
import { realmSchema } from "../realm/schema";
import { reportSchema } from "../review";
import { fieldReference } from "./fieldReference";
import { findingsTable } from "./findingsTable";
import { isChecking, madeFile, markdownFile, schemaFile, sourceFile } from "./madeFiles";
import { pluginSchema } from "./pluginSchema";
import { providerArgsFile } from "./providerArgs";
import { classFile, fileOf } from "./sdkClasses";
import { supportTable } from "./supportTable";
import { versionsPage } from "./versions/page";

const TEMPLATES = path.resolve(__dirname, "..", "..", "templates");
const portals = PORTAL_NAMES.map(portalNamed);

const PAGES: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(portals.map((portal) => [`${portal.name}-rules.md`, () => ruleTable(portal)])),
  "review-findings.md": findingsTable,
  "portals.md": () => supportTable(portals),
  "reference.md": () => fieldReference(portals),
  "versions.md": versionsPage,
};

const { version } = require("pulumi-reseller/package.json") as { readonly version: string };

const SCHEMAS = {
  "plugin.schema.json": () => pluginSchema(portals, version),
  "review.schema.json": reportSchema,
  "realm.schema.json": realmSchema,
  "fleet.schema.json": fleetSchema,
  "drift.schema.json": driftSchema,
  "commands.schema.json": commandsSchema,
  "contract.schema.json": () => overlaySchemas([cspContract, gridscaleContract]),
};

async function main(): Promise<void> {
  for (const [name, page] of Object.entries(PAGES)) await markdownFile(name, page());
  for (const [name, schema] of Object.entries(SCHEMAS)) await schemaFile(name, schema());
  for (const kind of KIND_NAMES) await sourceFile(fileOf(kind), classFile(kind, portals));
  await sourceFile("providerArgs.ts", providerArgsFile(portals));
  makeTemplates();
}

function makeTemplates(): void {
  const made = PORTAL_NAMES.flatMap((portal) =>
    PROJECT_FORMATS.flatMap((format) =>
      template(portal, format).map(({ path: file, text }) => ({
        path: path.join(templateName(portal, format), file),
        text,
      })),
    ),
  );
  for (const file of made) madeFile(path.join("templates", file.path), file.text);
  const own = new Set(made.map((file) => file.path));
  for (const file of filesIn(TEMPLATES).filter((name) => !own.has(name))) {
    if (isChecking()) {
      console.error(`templates/${file} is in no template: run npm run rules and commit it`);
      process.exitCode = 1;
    } else rmSync(path.join(TEMPLATES, file));
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => statSync(path.join(folder, name)).isFile());
}

void main();
