import { isDeepStrictEqual } from "node:util";
import type { PortalByHand } from "../support/portal";
import { type Passage, pulledTriggers } from "./expectations";
import { resourcesOf } from "./realm";

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
  portal: PortalByHand,
): Promise<string[]> {
  const pulled = pulledTriggers(passage);
  const problems: string[] = [];
  for (const { label } of resourcesOf(passage.realm, "User")) {
    const id = passage.ids.get(label)!;
    const passwords = now.get(label) ?? {};
    const source = pulled.includes(`resetPassword of ${label}`)
      ? "newPassword"
      : passage.before["/users"].some((user) => user.id === id)
        ? undefined
        : "initialPassword";
    if (source === undefined) {
      const kept = passage.appliedIds.get(label) === id ? earlier.get(label) : {};
      if (!isDeepStrictEqual(passwords, kept))
        problems.push(`${label}: the passwords of the state are not those of before`);
    } else if (!isDeepStrictEqual(Object.keys(passwords), [source])) {
      problems.push(
        `${label}: the state has ${Object.keys(passwords).join(", ") || "no password"}, expected ${source}`,
      );
    } else if (!(await portal.signsIn(id, passwords[source]!))) {
      problems.push(`${label}: ${source} is not the user's password`);
    }
  }
  return problems;
}
