import { isDeepStrictEqual } from "node:util";
import { type Passage, pulledTriggers } from "./expectations";
import type { Item, ModelPortal } from "./model";
import { resourceOf, resourcesOf } from "./realm";

/** The passwords in the state of a user. */
export interface Passwords {
  readonly initialPassword?: string;
  readonly newPassword?: string;
}

/** Users whose state has another password than their history gives them, or one that doesn't open the portal. */
export async function wrongPasswords(
  passage: Passage,
  earlier: ReadonlyMap<string, Passwords>,
  now: ReadonlyMap<string, Passwords>,
  signsIn: ModelPortal["signsIn"],
): Promise<string[]> {
  const pulled = pulledTriggers(passage);
  const problems: string[] = [];
  for (const user of resourcesOf(passage.realm, "User")) {
    const { label } = user;
    const id = passage.ids.get(label)!;
    const isNew = passage.before.User?.some((before) => before.id === id) !== true;
    const passwords = now.get(label) ?? {};
    const source = pulled.includes(`resetPassword of ${label}`)
      ? "newPassword"
      : isNew
        ? passage.model.firstPassword(user)
        : undefined;
    if (source === undefined) {
      const kept = passage.appliedIds.get(label) === id ? earlier.get(label) : {};
      const declared = user.values["password"];
      const isSet = isNew || resourceOf(passage.applied, label)?.values["password"] !== declared;
      if (typeof declared === "string" && isSet && !(await signsIn(itemOf(passage, id), declared)))
        problems.push(`${label}: the declared password is not the user's`);
      if (!isDeepStrictEqual(passwords, kept))
        problems.push(`${label}: the passwords of the state are not those of before`);
    } else if (!isDeepStrictEqual(Object.keys(passwords), [source])) {
      problems.push(
        `${label}: the state has ${Object.keys(passwords).join(", ") || "no password"}, expected ${source}`,
      );
    } else if (!(await signsIn(itemOf(passage, id), passwords[source]!))) {
      problems.push(`${label}: ${source} is not the user's password`);
    }
  }
  return problems;
}

function itemOf({ after }: Passage, id: string): Item {
  return after.User!.find((user) => user.id === id)!;
}
