import { jsonAnswer } from "../http/answer";
import type { ControlRoute } from "./portal";

/** What a person may do in one place. */
export interface AccessEntry {
  /** Id of the account; null: the reseller's own realm. */
  readonly account: string | null;
  /** Where it holds in one project of the account only. */
  readonly project?: string;
  /** Under which condition it holds; the sandbox doesn't weigh conditions. */
  readonly condition?: string;
  /** Sorted. */
  readonly permissions: readonly string[];
  /** Entries of the menu, sorted, where the portal has a menu that hangs on permissions. */
  readonly panels?: readonly string[];
}

/** What becomes of a person who comes to the portal now. */
export interface PersonAccess {
  readonly canLogIn: boolean;
  /** Why not. */
  readonly because: string | null;
  /** From where and when the person is let in, where that is bound: any one of each is enough. */
  readonly conditional?: { readonly addresses: readonly string[]; readonly times: readonly object[] };
  readonly access: readonly AccessEntry[];
}

/** Somebody whom the portal doesn't let in. */
export function shutOut(because: string): PersonAccess {
  return { canLogIn: false, because, access: [] };
}

/** The route by which a test learns what a person could do who logged in now. */
export function accessRoute(portal: string, accessOf: (personId: string) => PersonAccess): ControlRoute {
  return {
    method: "GET",
    path: `/${portal}/people/{personId}/access`,
    effect:
      "Answers whether a person can log in now, and what the person may do in the realm (account null) and in each " +
      "account, by the same rules that calls of that person are held against",
    handle: ({ personId = "" }) => jsonAnswer(200, accessOf(personId)),
  };
}
