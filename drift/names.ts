import { type DeclaredInputs, KIND_NAMES, type KindName } from "../provider/model";
import type { Plan } from "../engine/plannedResource";
import type { Drift } from "./drift";
import { connectionOf, type KindListing, type LiveSide } from "./liveSide";

/** What people call objects, and accounts by their ids: as the portal calls them, otherwise as the stack does. */
export class Names {
  private readonly accounts = new Map<string, string>();

  constructor(
    { resources }: Plan,
    listings: readonly KindListing[],
    private readonly live: LiveSide,
  ) {
    for (const resource of resources) {
      const { kind, before } = resource;
      if (kind === "Account" && before?.id !== undefined)
        this.nameAccount(connectionOf(resource), before.id, before.values);
    }
    for (const { connection, kind, found } of listings)
      if (kind === "Account") for (const { id, inputs } of found) this.nameAccount(connection, id, inputs);
  }

  ofAccount(connection: string, id: string): string {
    const name = this.accounts.get(`${connection} ${id}`) ?? "";
    return name === "" ? id : name;
  }

  /** What names an object within its account, by the portal's natural key. */
  of(connection: string, kind: KindName, inputs: DeclaredInputs): string {
    return nameOfObject(this.live.kindAt(kind, connection)?.naturalKey ?? [], inputs);
  }

  private nameAccount(connection: string, id: string, inputs: DeclaredInputs): void {
    this.accounts.set(`${connection} ${id}`, this.of(connection, "Account", inputs));
  }
}

/** What Git calls the objects that it declares, and people those that it doesn't, by their ids. An object that is part of another may share its id. */
export function namesOfIds({ plan, objects }: Pick<Drift, "plan" | "objects">): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  const note = (id: string | undefined, name: string) => {
    if (id !== undefined && name !== "" && !known.has(id)) known.set(id, name);
  };
  const inOrder = <Object extends { readonly kind: KindName }>(all: readonly Object[]) =>
    [...all].sort((one, other) => KIND_NAMES.indexOf(one.kind) - KIND_NAMES.indexOf(other.kind));
  for (const { before, label } of inOrder(plan.resources)) note(before?.id, label);
  for (const { found, name } of inOrder(objects)) note(found.id, name);
  return known;
}

/** What people call an object: its name, or what else tells it from others of its account; empty where nothing does. */
export function nameOfObject(naturalKey: readonly string[], inputs: DeclaredInputs): string {
  const texts = (...fields: readonly string[]) =>
    fields
      .map((field) => inputs[field])
      .filter((value): value is string => typeof value === "string" && value.trim() !== "");
  const [name] = texts("name", "username", "email");
  return name ?? texts(...naturalKey.filter((field) => field !== "account")).join(" ");
}
