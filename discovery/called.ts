import type { Called } from "../realm/resourceWords";
import { slug } from "./keys";
import type { LiveObject, LiveObjects } from "./objects";

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
