import type { KindName } from ".";
import type { Found } from "./portal";

/** An object at the portal, and what it is of. */
export interface LiveObject {
  readonly kind: KindName;
  readonly found: Found;
  /** Id of the account that it is of; undefined for the reseller's own part. An account is of itself. */
  readonly account: string | undefined;
  /** What the portal calls it. */
  readonly name: string;
}

export function liveObject(kind: KindName, found: Found): LiveObject {
  const { account } = found.inputs;
  return {
    kind,
    found,
    account: kind === "Account" ? found.id : typeof account === "string" ? account : undefined,
    name: nameOf(kind, found),
  };
}

/** Whether a program can declare it: it is somebody's, it stays, and it can be said what it is. */
export function isDeclarable({ found }: LiveObject): boolean {
  return (
    found.builtIn === undefined &&
    found.deleting === undefined &&
    found.undeclarable === undefined &&
    found.untouched !== true
  );
}

function nameOf(kind: KindName, { id, inputs }: Found): string {
  const word = (name: string) => (typeof inputs[name] === "string" ? (inputs[name] as string) : undefined);
  switch (kind) {
    case "User":
      return word("username") ?? word("email") ?? id;
    case "ServiceActivation":
      return word("service") ?? id;
    case "Quota":
      return word("region") ?? "limits";
    default:
      return word("name") ?? id;
  }
}

/** All objects by kind and id. */
export class LiveObjects {
  private readonly byId = new Map<string, LiveObject>();

  constructor(readonly all: readonly LiveObject[]) {
    for (const object of all) this.byId.set(`${object.kind} ${object.found.id}`, object);
  }

  withId(kind: KindName, id: string): LiveObject | undefined {
    return this.byId.get(`${kind} ${id}`);
  }

  /** For people: with the name of the account that it is of. */
  shownName({ kind, account, name }: LiveObject): string {
    if (kind === "Account" || account === undefined) return name;
    return `${this.withId("Account", account)?.name ?? account}/${name}`;
  }
}

/** Only profiles can be referred to by their names, and only where a name is one profile's in its place. */
export class UsableNames {
  private readonly count = new Map<string, number>();

  constructor({ all }: LiveObjects) {
    for (const object of all) {
      const name = placedName(object);
      this.count.set(name, (this.count.get(name) ?? 0) + 1);
    }
  }

  has(object: LiveObject): boolean {
    const isNamed = object.kind === "Profile" && (object.found.builtIn !== undefined || isDeclarable(object));
    return isNamed && this.count.get(placedName(object)) === 1;
  }
}

function placedName({ kind, account, name }: LiveObject): string {
  return JSON.stringify([kind, account ?? null, name]);
}
