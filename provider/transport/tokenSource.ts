/** Where the tokens of a portal come from that end while a connection is open. */
export interface TokenSource {
  /** What the tokens are for, where the same credentials get tokens for several things. Without it, no answer to a token of this source is shared. */
  readonly scope?: string;
  /** The token as of now. Gets one where there is none, or where the last one ends soon. */
  current(): Promise<string>;
  /**
   * The portal has refused this token with 401: `current` gives another one from now on. Answers how many milliseconds to wait for that,
   * or undefined where another one would be refused as well.
   */
  refused(token: string): number | undefined;
}

/** A token as a header carries it; where it comes from a source, with the source. */
export interface UsedToken {
  readonly text: string;
  readonly source?: TokenSource;
}

export async function tokenNow(token: string | TokenSource): Promise<UsedToken> {
  return typeof token === "string" ? { text: token } : { text: await token.current(), source: token };
}
