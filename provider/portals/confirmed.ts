import type { Finding } from "../model";
import { PortalRefusal } from "../model/refusal";

/** What an author has not confirmed stops a change at its last moment. */
export function refuseUnlessConfirmed(
  findings: readonly Finding[],
  { confirm: confirmed = [] }: { readonly confirm?: readonly string[] | undefined },
): void {
  const open = findings.filter(
    ({ severity, rule }) => severity !== "warn" && (rule === undefined || !confirmed.includes(rule)),
  );
  if (open.length === 0) return;
  const ids = [...new Set(open.filter(({ severity }) => severity === "confirm").map(({ rule }) => rule))];
  const way =
    ids.length === 0
      ? ""
      : `. To confirm, add confirm: ${JSON.stringify(ids)} to this resource, run up, and then delete it`;
  throw new PortalRefusal(`${open.map(({ reason }) => reason).join("; ")}${way}`);
}
