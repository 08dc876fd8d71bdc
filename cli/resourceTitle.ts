import type { KindName } from "../provider/model";
import { terminalCell } from "../text/escape";

/** How commands print a resource, and take it again: `User · anna of Acme AG`. */
export function resourceTitle({
  kind,
  name,
  account,
}: {
  readonly kind: KindName;
  readonly name: string;
  readonly account?: { readonly id: string; readonly name?: string };
}): string {
  const of = account === undefined ? "" : ` of ${terminalCell(account.name ?? account.id)}`;
  return `${kind} · ${terminalCell(name)}${of}`;
}
