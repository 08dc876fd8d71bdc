const EVERY_MILLISECONDS = 10_000;

/** Says what begins and how long it is expected to take, every ten seconds that it goes on, and how long it took. */
export async function whileTelling<T>(
  what: string,
  expected: string,
  log: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const start = Date.now();
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  log(`${what} (expected: ${expected})`);
  const timer = setInterval(() => log(`${what}: ${elapsed()} so far`), EVERY_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    log(`${what}: ended after ${elapsed()}`);
  }
}
