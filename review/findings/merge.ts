import { compare } from "../../engine/plannedResource";
import { type Finding, LEVELS, moreSerious } from "../report";

/** The same finding about the same subject, found more than once, is one. */
export function merged(findings: readonly Finding[]): Finding[] {
  const known = new Map<string, Finding>();
  for (const entry of findings) {
    const key = JSON.stringify([entry.id, entry.subject]);
    const other = known.get(key);
    if (other === undefined) known.set(key, entry);
    else
      known.set(key, {
        ...other,
        level: moreSerious(other.level, entry.level),
        sentence: other.sentence === entry.sentence ? other.sentence : `${other.sentence} ${entry.sentence}`,
        certain: other.certain || entry.certain,
        people: [...new Set([...other.people, ...entry.people])].sort(compare),
        accounts: [...new Set([...other.accounts, ...entry.accounts])].sort(compare),
      });
  }
  return [...known.values()];
}

/** The most serious first. */
export function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) =>
      LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level) ||
      compare(one.id, other.id) ||
      compare(one.subject, other.subject),
  );
}
