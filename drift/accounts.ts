import type { Plan, PlannedResource } from "../engine/plannedResource";
import { type Called, meant, nearMisses } from "../realm/resourceWords";
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
  const declared = plan.resources.flatMap((resource) => {
    if (resource.kind !== "Account") return [];
    const [id] = accountsOf(plan, resource);
    if (id === undefined) return [];
    const name = names.ofAccount(connectionOf(resource), id);
    return [{ id, called: { kind: "Account", names: [resource.label, name, id], accounts: [] } satisfies Called }];
  });
  const live = objects.flatMap(({ kind, name, found: { id } }) =>
    kind === "Account" ? [{ id, called: { kind, names: [name, id], accounts: [] } satisfies Called }] : [],
  );
  const known = [...declared, ...live];
  const chosen = accounts.map((account) => meant(account, known, ({ called }) => called, "Account"));
  const strangers = accounts.filter((_, index) => chosen[index]!.length === 0);
  if (strangers.length > 0)
    throw new DriftQuestionError(
      strangers
        .map(
          (account) =>
            `--account ${account}: there is no such account, neither in Git nor at the portal${nearMisses(
              account,
              known.map(({ called }) => called),
            )}`,
        )
        .join("\n"),
    );
  return new Set(chosen.flat().map(({ id }) => id));
}
