import { distance } from "fastest-levenshtein";

/** The known words nearest to one that is not known, nearest first. */
export function nearest(word: string, known: readonly string[], most = 3): string[] {
  return known
    .map((candidate) => ({ candidate, far: apart(word, candidate) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.ceil(longer(word, candidate) / 2)))
    .sort((one, other) => one.far - other.far || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function apart(one: string, other: string): number {
  return distance(one.toLowerCase(), other.toLowerCase());
}

function longer(one: string, other: string): number {
  return Math.max(one.length, other.length);
}

/** So many words are listed also where one of them is near. */
const FEW = 12;
/** No error lists more words than these. */
const MOST_LISTED = 200;

/**
 * What could stand in the place of a word that isn't known: `; did you mean …?` with the nearest, and `; there are …` with all known words,
 * unless it is a mere slip, or one of many words is near.
 *
 * @param listed the same words as they are listed, where that is another way.
 */
export function alternatives(word: string, known: readonly string[], listed: readonly string[] = known): string {
  const [first, ...others] = nearest(word, [...new Set(known)]);
  const near = didYouMean(first === undefined ? [] : [first, ...others]);
  const isSlip = first !== undefined && apart(word, first) <= Math.max(1, longer(word, first) / 5);
  if (isSlip || (first !== undefined && listed.length > FEW)) return near;
  if (listed.length === 0) return "; there are none";
  const more = listed.length > MOST_LISTED ? ` and ${listed.length - MOST_LISTED} more` : "";
  return `; there ${listed.length === 1 ? "is" : "are"} ${listed.slice(0, MOST_LISTED).join(", ")}${more}${near}`;
}

/** `; did you mean …?` with the nearest of the known words, or nothing where none is near. */
export function suggestion(word: string, known: readonly string[], most = 3): string {
  return didYouMean(nearest(word, known, most));
}

/** `; did you mean …?`, or nothing where there is nothing to offer. */
export function didYouMean(offered: readonly string[]): string {
  return offered.length === 0 ? "" : `; did you mean ${offered.join(" or ")}?`;
}
