import { distance } from "fastest-levenshtein";

/** The known words nearest to one that is not known, nearest first. */
export function nearest(word: string, known: readonly string[], most = 3): string[] {
  const plain = word.toLowerCase();
  return known
    .map((candidate) => ({ candidate, far: distance(plain, candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= Math.max(2, Math.ceil(Math.max(plain.length, candidate.length) / 2)))
    .sort((one, other) => one.far - other.far || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** `; did you mean …?` with the nearest of the known words, or nothing where none is near. */
export function suggestion(word: string, known: readonly string[], most = 3): string {
  return didYouMean(nearest(word, known, most));
}

/** `; did you mean …?`, or nothing where there is nothing to offer. */
export function didYouMean(offered: readonly string[]): string {
  return offered.length === 0 ? "" : `; did you mean ${offered.join(" or ")}?`;
}

const MOST_LISTED = 10;

/** `; did you mean …?`, or where no known word is near, `; there are …` with the first ten of them. */
export function alternatives(word: string, known: readonly string[]): string {
  const listed = known.slice(0, MOST_LISTED).join(", ") || "none";
  const rest = known.length - MOST_LISTED;
  return suggestion(word, known) || `; there are ${listed}${rest > 0 ? ` and ${rest} more` : ""}`;
}
