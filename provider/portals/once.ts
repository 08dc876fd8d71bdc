/** An error is not kept: the next one who asks asks the portal. */
export async function once<Result>(ask: () => Promise<Result>, forget: () => void): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    forget();
    throw error;
  }
}
