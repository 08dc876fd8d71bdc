import type { Socket } from "node:net";
import type { HttpRequest } from "./request";

/**
 * What is known of one call over all its tries; travels in the axios configuration. A class, because axios copies plain
 * objects from try to try.
 */
export class Call {
  tries = 0;
  /** An earlier try may have been carried out although its answer did not say so. */
  wasAmbiguous = false;
  /** The same of the try that failed last. */
  lastWasAmbiguous = false;
  /** Time limit of the try that was sent last, in milliseconds. */
  limitMs = 0;
  /** What the last try went over; undefined before it has one. */
  socket: Socket | undefined;
  /** How long to wait before the next try, in milliseconds. */
  waitMs = 0;
  /** What the last retry took from the shared budget. */
  retryCost: number | undefined;
  /** Why there is no further try, where the number of tries is not the reason. */
  gaveUp: string | undefined;

  constructor(
    readonly request: HttpRequest,
    /** When the call has to be over, all its waits included, in milliseconds since the epoch. */
    readonly deadline: number,
  ) {}

  begin(): void {
    this.tries += 1;
    this.wasAmbiguous ||= this.lastWasAmbiguous;
    this.lastWasAmbiguous = false;
    this.socket = undefined;
  }
}
