/** A look comes a little before the time that the quickest work of its sort took, so that quicker work is noticed. */
const EARLIER = 0.9;
/** With each work that ends, the quickest one counts for a little longer: a portal may become slower. */
const FADING = 1.1;
/** Shorter work is over with the first looks. */
const SHORTEST_MS = 1_000;

/** How long work at a portal takes, by its sort: as long as the quickest that this run has seen end. */
export class UsualTime {
  private readonly quickest = new Map<string, number>();

  /** For how many milliseconds from its beginning it isn't worth to look at work of a sort; none where none has ended. */
  of(sort: string | undefined): number {
    const quickest = (sort === undefined ? undefined : this.quickest.get(sort)) ?? 0;
    return quickest < SHORTEST_MS ? 0 : EARLIER * quickest;
  }

  /** Work has ended after so many milliseconds. */
  ended(sort: string | undefined, tookMs: number): void {
    if (sort !== undefined) this.quickest.set(sort, Math.min(tookMs, (this.quickest.get(sort) ?? tookMs) * FADING));
  }
}
