import { suggestion } from "../provider/model/nearest";
import type { Plan, PlannedResource } from "../engine/plannedResource";
import type { Undeclared } from "./drift";
import { connectionOf } from "./liveSide";
import type { Names } from "./names";
import { DriftQuestionError } from "./question";

/** Id of the account that a resource is, or belongs to; of one that is yet to be made its name in the program. */
export function accountsOf(plan: Plan, { kind, label, before, after }: PlannedResource): string[] {
  if (kind === "Account") return [before?.id ?? after?.id ?? label];
  return [before, after].flatMap((state) => {
    const account = state?.values["account"];
    if (typeof account === "string") return [account];
    const made = state?.dependencies["account"]?.flatMap((urn) =>
      plan.resources.filter((other) => other.urn === urn && other.kind === "Account"),
    );
    return (made ?? []).flatMap((other) => accountsOf(plan, other));
  });
}

/** The same of an object at the portal. */
export function accountsOfFound({ kind, found }: Undeclared): string[] {
  if (kind === "Account") return [found.id];
  const account = found.inputs["account"];
  return typeof account === "string" ? [account] : [];
}

/**
 * Ids of the accounts that are asked for by name, key or id; undefined where everything is looked at.
 *
 * @throws DriftQuestionError where there is no such account.
 */
export function chosenAccounts(
  accounts: readonly string[],
  plan: Plan,
  objects: readonly Undeclared[],
  names: Names,
): ReadonlySet<string> | undefined {
  if (accounts.length === 0) return undefined;
  const known = new Map<string, Set<string>>();
  const note = (word: string, id: string) => known.set(word, (known.get(word) ?? new Set()).add(id));
  for (const resource of plan.resources) {
    if (resource.kind !== "Account") continue;
    const [id] = accountsOf(plan, resource);
    for (const word of [resource.label, id, names.ofAccount(connectionOf(resource), id ?? "")])
      if (word !== undefined && id !== undefined) note(word, id);
  }
  for (const object of objects)
    if (object.kind === "Account") for (const word of [object.name, object.found.id]) note(word, object.found.id);
  const strangers = accounts.filter((account) => !known.has(account));
  if (strangers.length > 0)
    throw new DriftQuestionError(
      strangers
        .map(
          (account) =>
            `--account ${account}: there is no such account, neither in Git nor at the portal${suggestion(account, [...known.keys()])}`,
        )
        .join("\n"),
    );
  return new Set(accounts.flatMap((account) => [...known.get(account)!]));
}
