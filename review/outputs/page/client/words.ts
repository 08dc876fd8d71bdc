import { EVERYWHERE, type MatrixData, type Person, type Permission, type Right, type Step } from "./data";
import { element } from "./elements";
import { markOf } from "./marks";

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** An account with its lock, as far as it has one: for whoever looks at a row and not at the account. */
export function scopeWithLock(data: MatrixData, scope: number): string {
  const lock = scope === EVERYWHERE ? undefined : data.accounts[scope]?.lock;
  return lock === undefined ? scopeName(data, scope) : `${scopeName(data, scope)} (${lock})`;
}

/** Where somebody may do something, in a sentence. */
export function inScope(data: MatrixData, scope: number): string {
  return scope === EVERYWHERE ? "everywhere" : `in ${scopeWithLock(data, scope)}`;
}

export function scopeName({ accounts }: MatrixData, scope: number): string {
  return scope === EVERYWHERE ? "Everywhere" : (accounts[scope]?.name ?? "");
}

/** Where somebody belongs, and what the account is in for. */
export function belonging(data: MatrixData, person: Person | undefined): string {
  if (person?.account === undefined) return "reseller";
  return scopeName(data, person.account);
}

export function becomes({ before, after, change }: Right): string {
  const word = markOf({ change, after }).word;
  return change === "none" ? word : `${word} (before: ${before}, after: ${after})`;
}

/** From the person to the permission. The path of a right has what is in between, and may have its ends. */
export function wholePath(person: string, permission: Permission | undefined, { path }: Right): readonly Step[] {
  const start: readonly Step[] = path[0]?.kind === "person" ? [] : [{ kind: "person", name: person }];
  const isEnded = path[path.length - 1]?.kind === "permission";
  return [...start, ...path, ...(isEnded ? [] : [{ kind: "permission", name: permission?.name ?? "" }])];
}

export function chain(steps: readonly Step[]): HTMLElement {
  return element(
    "ol",
    { class: "chain", "aria-label": "Comes by" },
    ...steps.map(({ kind, name }) =>
      element("li", {}, element("span", { class: "kind" }, kind), " ", element("bdi", {}, name)),
    ),
  );
}
