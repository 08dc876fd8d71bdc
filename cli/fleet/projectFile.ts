import * as fs from "node:fs";
import * as path from "node:path";
import { isRecord } from "../../provider/model/shapes";
import { PROJECT_FILES } from "../../provider/portals/projectFolder";
import { parseText } from "../../realm/read/text";

/** A member of `Pulumi.yaml`; undefined where it has none. What is wrong with the file, the engine says. */
export function ofProject(folder: string, member: string): unknown {
  const file = PROJECT_FILES.map((name) => path.join(folder, name)).find((name) => fs.existsSync(name));
  const { value } = file === undefined ? { value: undefined } : parseText(fs.readFileSync(file, "utf8"), file);
  return isRecord(value) ? value[member] : undefined;
}
