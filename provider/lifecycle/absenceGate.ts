import { CannotTell } from "../model/errors";

/** How long no read may come or end before the run counts as having asked for everything. */
const QUIET_MILLISECONDS = 1500;

interface Held {
  readonly what: string;
  release(): void;
  refuse(error: Error): void;
}

/**
 * Holds back the news that objects are gone until it is clear how many there are. A host asks for one object at a
 * time, and drops each from the state as soon as it hears that it is gone; by the time a hundred have vanished it is
 * too late to ask whether that can be true. So every missing object waits here until all other reads of the run are
 * done; when more than `limit` are missing, all of them get "cannot tell".
 */
export class AbsenceGate {
  private readonly held: Held[] = [];
  private gone = 0;
  private reading = 0;
  private tripped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limit: number,
    private readonly quietMilliseconds = QUIET_MILLISECONDS,
  ) {}

  /** Counts a read while it runs, so that the gate knows when all are done. */
  async during<Result>(read: () => Promise<Result>): Promise<Result> {
    this.reading += 1;
    this.restartTimer();
    try {
      return await read();
    } finally {
      this.reading -= 1;
      this.restartTimer();
    }
  }

  /** Resolves when the object may be reported as gone. @throws CannotTell where too many are missing at once. */
  async pass(what: string): Promise<void> {
    if (this.tripped) throw AbsenceGate.alike();
    const verdict = new Promise<void>((release, refuse) => this.held.push({ what, release, refuse }));
    if (this.gone + this.held.length > this.limit) this.trip();
    else this.restartTimer();
    return verdict;
  }

  private trip(): void {
    this.tripped = true;
    clearTimeout(this.timer);
    const [first, ...others] = this.held.splice(0);
    first?.refuse(this.refusal());
    for (const held of others) held.refuse(AbsenceGate.alike());
  }

  /** Hosts print every error several times: the reasons are given once. */
  private static alike(): CannotTell {
    return new CannotTell(
      "this one is missing, too; it stays in the state. See the error of the other resource for the reason",
    );
  }

  private refusal(): CannotTell {
    return new CannotTell(
      `more than ${this.limit} objects of the state are missing at the portal at once. This indicates a problem with the ` +
        "portal or the token rather than deletions, so nothing is removed from the state. Check the token's permissions and the endpoint. " +
        "If all of them really were deleted by hand, set the environment variable RESELLER_MAX_VANISHED to their number for one run",
    );
  }

  private restartTimer(): void {
    clearTimeout(this.timer);
    if (this.held.length === 0 || this.reading > 0) return;
    this.timer = setTimeout(() => {
      this.gone += this.held.length;
      for (const held of this.held.splice(0)) held.release();
    }, this.quietMilliseconds);
  }
}
