import type { PropertyChange } from "../../model/differencePaths";
import { propertyPath } from "../../../engine/propertyPath";
import { messages, type providerTypes } from "./protocol";

/** What changes, property by property; `replaces` names the fields whose change makes a new object. */
export function detailedDiff(
  changes: readonly PropertyChange[],
  replaces: readonly string[],
): [path: string, diff: providerTypes.PropertyDiff][] {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  return changes.map(({ path, change }) => {
    const [inPlace, replacing] = kinds[change];
    const diff = new messages.PropertyDiff();
    diff.setKind(replaces.includes(path[0]) ? replacing : inPlace);
    // Places in sets are those of the declarations.
    diff.setInputdiff(true);
    return [propertyPath(path), diff];
  });
}
