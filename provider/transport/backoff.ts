const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 20_000;

/** Half to all of a time that doubles with every attempt, in milliseconds, so that those who failed together don't return together. */
export function backoff(attempts: number, random: () => number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1)) * (0.5 + random() / 2);
}
