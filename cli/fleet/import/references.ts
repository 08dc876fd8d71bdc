import { entryId } from "../../../fleet/divide";
import * as fs from "node:fs";
import * as path from "node:path";
import { FLEET_FILE, nameAtPortal, readFleet, targetOf } from "../../../fleet";
import type { Portal } from "../../../provider/model/portal";

/** Lets the stacks of a fleet that was just written refer to each other by StackReference, where the portal finds something by no name. */
export function settleReferences(folder: string, portal: Portal): void {
  const { realm, stacks } = readFleet(folder);
  const byName = new Map(realm.entries.map((entry) => [entryId(entry), entry]));
  const isFound = stacks.every(({ crossings }) =>
    crossings.every(({ from, to, stack }) => {
      const target = targetOf(byName.get(entryId(to))!, stack);
      return nameAtPortal(portal, target, byName.get(entryId(from))!).problem === undefined;
    }),
  );
  if (isFound) return;
  const file = path.join(folder, FLEET_FILE);
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/^files: .*$/m, "$&\nreferences: stack"));
}
