import type { Filter } from "./filter";

export const VIEWS = ["permissions", "accounts", "list"] as const;
export type View = (typeof VIEWS)[number];

export interface Address {
  readonly filter: Filter;
  readonly view?: View;
}

/** Sets the part of the address behind # that keeps a filter apart from the name of a section. */
const MARK = "filter";

/** The filter as it stands in the page's address, so that it can be sent to somebody. It is never more than text to look for. */
export function toHash({ person, account, permission, changedOnly, selection }: Filter, view: View): string {
  const parameters = new URLSearchParams({ [MARK]: "1", view });
  if (person !== "") parameters.set("person", person);
  if (account !== "") parameters.set("account", account);
  if (permission !== "") parameters.set("permission", permission);
  if (!changedOnly) parameters.set("all", "1");
  if (selection !== undefined) parameters.set("about", String(selection));
  return `#${parameters.toString()}`;
}

/** The filter of an address, or undefined where it has none. */
export function fromHash(hash: string, selections: number): Address | undefined {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  if (parameters.get(MARK) !== "1") return undefined;
  const text = (name: string) => (parameters.get(name) ?? "").slice(0, 200);
  const about = /^\d{1,6}$/.test(text("about")) ? Number(text("about")) : undefined;
  return {
    filter: {
      person: text("person"),
      account: text("account"),
      permission: text("permission"),
      changedOnly: text("all") !== "1",
      selection: about !== undefined && about < selections ? about : undefined,
    },
    view: VIEWS.find((view) => view === text("view")),
  };
}
