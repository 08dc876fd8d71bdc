import type { Collection, StoredRecord } from "./store/collection";
import type { Store } from "./store/store";

const RECORD = "clock";

interface ClockRecord extends StoredRecord {
  readonly aheadMilliseconds: number;
  readonly maintenanceUntil: number;
}

/**
 * The one clock of the sandbox: the machine's, or the test's, plus what it was moved ahead. It is stored with the data,
 * whose times would otherwise lie in the future after a restart.
 */
export class Clock {
  private readonly stored: Collection<ClockRecord>;

  constructor(
    private readonly store: Store,
    private readonly base: () => number,
  ) {
    this.stored = store.portal("sandbox").collection<ClockRecord>("clock", {});
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => this.base() + this.record.aheadMilliseconds;

  /** Until when every portal is closed for maintenance; 0 where it never was. */
  get maintenanceUntil(): number {
    return this.record.maintenanceUntil;
  }

  /** How many whole seconds of maintenance are left; 0: none. */
  maintenanceSecondsLeft(): number {
    return Math.max(0, Math.ceil((this.maintenanceUntil - this.now()) / 1000));
  }

  advance(milliseconds: number): void {
    this.keep({ ...this.record, aheadMilliseconds: this.record.aheadMilliseconds + milliseconds });
  }

  closeFor(milliseconds: number): void {
    this.keep({ ...this.record, maintenanceUntil: this.now() + milliseconds });
  }

  private get record(): Pick<ClockRecord, "aheadMilliseconds" | "maintenanceUntil"> {
    return this.stored.get(RECORD) ?? { aheadMilliseconds: 0, maintenanceUntil: 0 };
  }

  private keep({ aheadMilliseconds, maintenanceUntil }: ClockRecord | Clock["record"]): void {
    this.store.transaction(() => this.stored.put({ id: RECORD, aheadMilliseconds, maintenanceUntil }));
  }
}
