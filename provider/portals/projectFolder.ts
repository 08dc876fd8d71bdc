import * as fs from "node:fs";
import * as path from "node:path";

export const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The nearest folder, from `start` upwards, that holds a Pulumi project. */
export function projectFolder(start: string): string | undefined {
  const folder = path.resolve(start);
  if (PROJECT_FILES.some((file) => fs.existsSync(path.join(folder, file)))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : projectFolder(above);
}
