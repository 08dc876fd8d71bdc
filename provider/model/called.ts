import { slug } from "../../text/slug";
import type { KindName } from ".";
import type { LiveObject, LiveObjects } from "./liveObjects";

/** By what an object is called. */
export interface Called {
  readonly kind: KindName;
  /** What it is called by itself: at the portal, in the program, by its id. */
  readonly names: readonly string[];
  /** What it is called by where nothing else is: the name of its account, for a quota of the whole of it. */
  readonly borrowed?: readonly string[];
  /** The same of the account that it belongs to. */
  readonly accounts: readonly string[];
}

/** What it is called by, its own names first. */
export function everyName({ names, borrowed = [] }: Called): string[] {
  return [...names, ...borrowed];
}

/** What an object at the portal is called: by its name, as a realm file that is imported would call it, by what else people know it, by its id. */
export function calledAt(objects: LiveObjects, object: LiveObject): Called {
  const { kind, found } = object;
  const account = kind === "Account" || object.account === undefined ? [] : namesOf(objects, object.account);
  const words = [found.inputs["username"], found.inputs["email"]].filter((word) => typeof word === "string");
  const key = slug(kind === "User" ? (object.name.split("@")[0] ?? "") : object.name);
  // A quota of an account as a whole has no name but its account's.
  const borrowed = kind === "Quota" ? account : [];
  const names = [object.name, key, ...words, found.id].filter((name) => !borrowed.includes(name));
  return { kind, names, borrowed, accounts: account };
}

function namesOf(objects: LiveObjects, account: string): string[] {
  const name = objects.withId("Account", account)?.name;
  return name === undefined ? [account] : [name, slug(name), account];
}
