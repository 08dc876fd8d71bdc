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
  const near = nearest(word, known, most);
  return near.length === 0 ? "" : `; did you mean ${near.join(" or ")}?`;
}
