import { type Grant, type PermissionInfo, INDETERMINATE } from "../../provider/model/accessModel";
import type { ConnectionReview } from "../realm/connectionReview";
import type { Level } from "../report";
import { inSentence, listed, some } from "../../text/words";

/** How rights are said and weighed. */

export function unknownSentence(permission: string): string {
  return permission === INDETERMINATE
    ? "do something that the plan can't tell"
    : `do what ${inSentence(permission)} stands for, which this version doesn't know`;
}

/** What gives the most power comes first, so that it is what is named where there is room for a few. */
export function weightOf(meaning: PermissionInfo | undefined): number {
  if (meaning === undefined || meaning.power === "realm") return 0;
  if (meaning.raises === "always") return 1;
  return meaning.power === "administration" ? 2 : 3;
}

const LONGEST_LIMIT = 80;

/** A right as it is read after `may`: with what bounds it, cut where that is long. */
export function rightText(meaning: PermissionInfo | undefined, permission: string, limit?: string): string {
  const sentence = meaning?.sentence ?? unknownSentence(permission);
  return limit === undefined ? sentence : `${sentence} (${inSentence(limit, LONGEST_LIMIT)})`;
}

/** What somebody holds, for findings that weigh as much as that. */
export interface HeldRights {
  /** `escalation` where it is power over people, rights or accounts, or can't be told; `risk` for all else. */
  readonly level: Extract<Level, "escalation" | "risk">;
  /** To be read after `holds: `. */
  readonly text: string;
  readonly accounts: readonly string[];
  /** By what the weightiest of it comes. */
  readonly path: Grant["path"];
}

/**
 * What somebody holds before or after the change. A lock, of the person or of an account, doesn't count: whoever is let in again has it.
 *
 * @returns undefined where it is nothing.
 */
export function rightsHeld(review: ConnectionReview, ...keys: readonly string[]): HeldRights | undefined {
  const grants = keys.flatMap((key) => {
    const person = review.person(key);
    return [...(person?.after?.grants ?? []), ...(person?.before?.grants ?? [])];
  });
  const held = grants.flatMap((grant) =>
    grant.permissions.map((permission) => ({
      grant,
      permission,
      meaning: review.meaning.describePermission(permission),
    })),
  );
  // What somebody sees in the menu follows from what they may do.
  const rights = held.filter(({ meaning }) => meaning?.section !== "Menu");
  const [first] = [...rights].sort((one, other) => weightOf(one.meaning) - weightOf(other.meaning));
  if (first === undefined) return undefined;
  const isHeavy = (meaning: PermissionInfo | undefined) => weightOf(meaning) <= 2;
  const named = [...rights]
    .filter(({ meaning }) => isHeavy(meaning) === isHeavy(first.meaning))
    .sort((one, other) => weightOf(one.meaning) - weightOf(other.meaning))
    .map(({ permission, meaning, grant: { limits = [] } }) =>
      rightText(meaning, permission, limits.length === 0 ? undefined : limits.join(", ")),
    );
  const scopes = [...new Set(rights.map(({ grant }) => grant.scope))].sort();
  return {
    level: isHeavy(first.meaning) ? "escalation" : "risk",
    text: `${listed([...new Set(named)], 3)}, in ${some(
      scopes.map((scope) => review.accountName(scope)),
      2,
    )}`,
    accounts: scopes,
    path: [...first.grant.path, { kind: "permission", name: first.permission }],
  };
}
