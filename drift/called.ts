import type { PlannedResource } from "../engine/plannedResource";
import type { Called } from "../realm/resourceWords";
import { accountsOf, accountsOfFound } from "./accounts";
import type { Drift, Undeclared } from "./drift";
import { connectionOf } from "./liveSide";
import { nameOfObject } from "./names";

/** What an object of a drift is called: in the program, at the portal, by its id. */
export function calledIn({ plan, accountName }: Drift, one: PlannedResource | Undeclared): Called {
  const connection = "found" in one ? one.connection : connectionOf(one);
  const accounts = one.kind === "Account" ? [] : "found" in one ? accountsOfFound(one) : accountsOf(plan, one);
  const own = "found" in one ? [one.name, one.found.id] : namesOfDeclared(one);
  // A quota of an account as a whole has no name but its account's.
  const borrowed = one.kind === "Quota" ? accounts.map((id) => accountName(connection, id)) : [];
  return {
    kind: one.kind,
    names: own.filter((word) => word !== "" && !borrowed.includes(word)),
    borrowed,
    accounts: accounts.flatMap((id) => [accountName(connection, id), id, ...labelsOf(plan.resources, id)]),
  };
}

function namesOfDeclared({ kind, key, label, before, after }: PlannedResource): string[] {
  const states = [before, after].flatMap((state) => (state === undefined ? [] : [state]));
  return [
    key.slice(kind.length + 1),
    label,
    ...states.flatMap(({ id, values }) => [nameOfObject([], values), id ?? ""]),
  ];
}

function labelsOf(resources: readonly PlannedResource[], account: string): string[] {
  return resources.flatMap(({ kind, label, before }) => (kind === "Account" && before?.id === account ? [label] : []));
}
