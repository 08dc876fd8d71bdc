import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import type { Answer } from "./answer";
import {
  BUDGET_VERSION,
  type BudgetSettings,
  type Frame,
  frameOf,
  FrameReader,
  type FromBudget,
  type ToBudget,
  type TurnEnd,
} from "./budgetProtocol";
import type { HttpRequest } from "./request";
import type { RateLimit } from "./requestWindow";

/** A process that doesn't answer for so long is gone. Whoever waits hears from it every ten seconds. */
const LONGEST_SILENCE_MS = 30_000;

/** A GET that all processes may need: its answer, or the duty to get it. */
export interface SharedReading {
  /** Undefined: whoever asked reads it, and others wait for it. */
  readonly answer?: Answer;
  share(answer: Answer): void;
  /** To be called in any case: without an answer, the next one that waits reads. */
  end(): void;
}

/**
 * A connection's end of the budget that the process of a fleet has for all providers of the machine. Where that process is gone, or never
 * was there, every turn is given at once: the connection goes on with its own limits.
 */
export class Budget {
  private socket: Socket | undefined;
  private isGone = false;
  private readonly turns: (() => void)[] = [];
  private readonly readings = new Map<number, (answer: Answer | undefined) => void>();
  private readonly asked = new Set<string>();
  private readsItself = false;
  private lastId = 0;
  private isWelcome = false;
  private welcome: (sharesAnswers: boolean) => void = () => undefined;
  private readonly welcomed = new Promise<boolean>((resolve) => (this.welcome = resolve));

  constructor(
    private readonly settings: BudgetSettings,
    private readonly limits: { readonly rateLimit: RateLimit | undefined; readonly maxConcurrency: number },
  ) {}

  /** Whether the process that has the budget is there, as far as is known. */
  get isShared(): boolean {
    return !this.isGone;
  }

  /** Resolves when a request may be sent, which then has to be `over`. */
  turn(writes: boolean): Promise<void> {
    if (writes) this.readAnew();
    if (!this.open()) return Promise.resolve();
    const turn = new Promise<void>((resolve) => this.turns.push(resolve));
    this.send({ is: "turn", writes });
    return turn;
  }

  over(end: TurnEnd): void {
    this.send({ is: "over", ...end });
  }

  /** From now on nothing counts that another process has read: what is asked for must be true now. */
  readAnew(): void {
    this.readsItself = true;
  }

  /** Whether other processes read the same, and nothing that this one must know is newer. */
  async sharesReadings(): Promise<boolean> {
    return !this.readsItself && this.open() && (await this.welcomed) && !this.isGone;
  }

  /**
   * A reading that is shared with other processes; undefined where the connection reads alone. Who asks for the same again wants to know what is
   * true now, and shares nothing from then on: pages of one list must not be of different times.
   */
  async reading(request: HttpRequest): Promise<SharedReading | undefined> {
    const name = nameOf(request);
    if (name === undefined || this.readsItself) return undefined;
    if (this.asked.has(name)) {
      this.readAnew();
      return undefined;
    }
    this.asked.add(name);
    if (!(await this.sharesReadings())) return undefined;
    const id = (this.lastId += 1);
    const came = new Promise<Answer | undefined>((resolve) => this.readings.set(id, resolve));
    this.send({ is: "read", id, request: name });
    const answer = await came;
    let isOpen = answer === undefined;
    const end = (message: ToBudget, body?: Buffer) => {
      if (isOpen) this.send(message, body);
      isOpen = false;
    };
    return {
      ...(answer === undefined ? {} : { answer }),
      share: ({ status, headers, text }) => end({ is: "answer", id, status, headers }, Buffer.from(text)),
      end: () => end({ is: "no-answer", id }),
    };
  }

  close(): void {
    this.leave();
  }

  private open(): boolean {
    if (this.isGone || this.socket !== undefined) return !this.isGone;
    const socket = connect(this.settings.address);
    this.socket = socket;
    const frames = new FrameReader<FromBudget>();
    socket.on("data", (piece: Buffer) => {
      try {
        for (const frame of frames.read(piece)) this.take(frame);
      } catch {
        this.leave();
      }
    });
    socket.on("error", () => this.leave());
    socket.on("close", () => this.leave());
    socket.setTimeout(LONGEST_SILENCE_MS, () => {
      if (this.isWaiting()) this.leave();
    });
    const { stack, connection } = this.settings;
    this.send({ is: "hello", version: BUDGET_VERSION, stack, connection, ...this.limits });
    return true;
  }

  private take({ message, body }: Frame<FromBudget>): void {
    if (message.is === "welcome") {
      this.isWelcome = true;
      this.welcome(message.sharesAnswers);
    } else if (message.is === "go") this.turns.shift()?.();
    else if (message.is === "answer") {
      const { status, headers } = message;
      this.give(message.id, { status, headers, text: body.toString("utf8") });
    } else if (message.is === "read-yourself") this.give(message.id, undefined);
    this.hold();
  }

  private give(id: number, answer: Answer | undefined): void {
    this.readings.get(id)?.(answer);
    this.readings.delete(id);
  }

  private send(message: ToBudget, body?: Buffer): void {
    if (this.isGone || this.socket === undefined) return;
    for (const part of frameOf(message, body)) this.socket.write(part);
    this.hold();
  }

  private isWaiting(): boolean {
    return this.turns.length > 0 || this.readings.size > 0;
  }

  /** The socket keeps a process alive only as long as somebody waits for it. */
  private hold(): void {
    // Before it is connected, a socket only notes what is asked last.
    if (!this.isWelcome) return;
    if (this.isWaiting()) this.socket?.ref();
    else this.socket?.unref();
  }

  private leave(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.socket?.destroy();
    this.welcome(false);
    for (const go of this.turns.splice(0)) go();
    for (const id of [...this.readings.keys()]) this.give(id, undefined);
  }
}

/** What a shared answer is known by; undefined where it is nobody else's: it is no plain GET, or depends on a token that says not for what. */
function nameOf({
  method,
  path,
  query,
  body,
  headers,
  ifMatch,
  token,
  signIn,
  service,
}: HttpRequest): string | undefined {
  if (method !== "GET" || signIn === true || body !== undefined || ifMatch !== undefined) return undefined;
  const scope = typeof token === "object" ? token.scope : token;
  if (token !== undefined && scope === undefined) return undefined;
  const sorted = (values: object = {}) =>
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = [service?.endpoint, path, sorted(query), sorted(headers), typeof token, scope];
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
