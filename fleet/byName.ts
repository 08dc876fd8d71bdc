import { hasKind } from "../provider/model/definePortal";
import { kindAt } from "../provider/model/kindAt";
import type { Portal } from "../provider/model/portal";
import type { RealmEntry } from "../realm/entry";
import { accountOf } from "./divide";
import type { PartTarget } from "./partForm";

/**
 * The name by which a reference finds an entry of another stack at the portal, or why there is none.
 *
 * @param from the entry that refers to it
 */
export function nameAtPortal(
  portal: Portal,
  { kind, name, stack, title, account: itsAccount }: PartTarget,
  from: RealmEntry,
): { readonly name: string; readonly problem?: undefined } | { readonly name?: undefined; readonly problem: string } {
  const isFound = hasKind(portal, kind) && portal.foundByName?.includes(kind) === true;
  const { naturalKey } = kindAt(kind, portal);
  // A name leads to an object of the same account, or of the reseller.
  const isUnique = !naturalKey.includes("account") || accountOf(from) === itsAccount;
  if (isFound && isUnique && title !== undefined) return { name: title };
  const why = !isFound
    ? `${portal.title} doesn't find a ${kind} by its name`
    : title === undefined
      ? "it has no name in the realm files"
      : `names are unique in one account only`;
  return {
    problem: `refers to ${kind} ${name} of the stack ${stack} by its name, but ${why}; set references: stack in fleet.yaml`,
  };
}
