/** An error is not kept: the next one who asks asks the portal. */
export async function once<Result>(ask: () => Promise<Result>, forget: () => void): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    forget();
    throw error;
  }
}

/** A question about something, put to the portal once for each key. */
export function askedOnceFor<Key, Result>(
  answers: Map<Key, Promise<Result>>,
  key: Key,
  ask: () => Promise<Result>,
): Promise<Result> {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const asked = once(ask, () => void answers.delete(key));
  answers.set(key, asked);
  return asked;
}

/** A question that is put to the portal once in a run, whoever asks. */
export function askedOnce<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let answer: Promise<Result> | undefined;
  return () => (answer ??= once(ask, () => (answer = undefined)));
}
