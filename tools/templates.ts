/** Part of `npm run rules`: writes the templates for `pulumi new`, or with --check says whether they are what the code says. */
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import * as path from "node:path";
import { PROJECT_FORMATS } from "../cli/newProject/projectFiles";
import { template, templateName } from "../cli/newProject/template";
import { PORTAL_NAMES } from "../provider/portals/list";
import { madeFile } from "./docsFile";

const FOLDER = path.resolve(__dirname, "..", "..", "templates");

function main(): void {
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
  for (const file of filesIn(FOLDER).filter((name) => !own.has(name))) {
    if (process.argv.includes("--check")) {
      console.error(`templates/${file} is in no template: run npm run rules and commit it`);
      process.exitCode = 1;
    } else rmSync(path.join(FOLDER, file));
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => statSync(path.join(folder, name)).isFile());
}

main();
