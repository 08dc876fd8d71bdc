import { cut } from "../../text/columns";
import { terminalText } from "../../text/escape";
import { counted } from "../../text/words";
import { beginLiveDisplay, endLiveDisplay } from "../liveDisplay";
import { elapsed, isLive, isOff, type Screen } from "../progress";
import { table } from "../table";

/** What a stack is doing, or how it ended. */
export const PHASES = [
  "waiting",
  "creating",
  "previewing",
  "updating",
  "refreshing",
  "destroying",
  "done",
  "failed",
  "skipped",
  "held",
  "stopped",
] as const;
export type Phase = (typeof PHASES)[number];

export interface Row {
  readonly stack: string;
  readonly phase: Phase;
  /** Changes, how far it is, or why it doesn't run. */
  readonly note: string;
  /** Requests to portals. */
  readonly calls?: number;
  /** When it began and ended, in milliseconds. */
  readonly since?: number;
  readonly until?: number;
}

const CLEAR_BELOW = "\u001b[J";
const FRAME_MILLISECONDS = 250;
const LINE_MILLISECONDS = 30_000;
const USUAL_COLUMNS = 80;
const USUAL_ROWS = 24;
/** The line of sums, the titles, and the line where the cursor is. */
const OTHER_LINES = 3;

const RUNNING: readonly Phase[] = ["creating", "previewing", "updating", "refreshing", "destroying"];
/** From what people look for to what they don't. */
const INTEREST: readonly (readonly Phase[])[] = [
  ["failed"],
  RUNNING,
  ["held", "skipped", "stopped"],
  ["done"],
  ["waiting"],
];

/** The lines of the table in so many rows: all, or those that are most interesting, and how many there are more. */
export function boardLines(
  rows: readonly Row[],
  { width, height, now }: { readonly width: number; readonly height: number; readonly now: number },
): string[] {
  const room = Math.max(height - OTHER_LINES, 1);
  const shown = rows.length <= room ? rows : mostInteresting(rows).slice(0, Math.max(room - 1, 1));
  const hidden = rows.length - shown.length;
  const cells = shown.map((row) => [
    row.stack,
    row.phase,
    row.note,
    row.calls ? String(row.calls) : "",
    timeOf(row, now),
  ]);
  // The last column stays free: a line that fills it goes on in the next one.
  const lines = table(["STACK", "PHASE", "CHANGES", "CALLS", "TIME"], cells, { width: width - 1 })
    .trimEnd()
    .split("\n");
  return [
    ...lines,
    ...(hidden === 0 ? [] : [cut(`and ${counted(hidden, "more stack")}`, width - 1)]),
    cut(sumsOf(rows), width - 1),
  ];
}

function mostInteresting(rows: readonly Row[]): Row[] {
  const rank = ({ phase, note }: Row) => {
    const group = INTEREST.findIndex((phases) => phases.includes(phase));
    // Of what is done, that which changed something.
    return phase === "done" && note === "" ? INTEREST.length : group;
  };
  const isRunning = ({ phase }: Row) => RUNNING.includes(phase);
  // What takes longest, and what ended last.
  const time = (row: Row) => (isRunning(row) ? (row.since ?? 0) : -(row.until ?? 0));
  return [...rows].sort((one, other) => rank(one) - rank(other) || time(one) - time(other));
}

/** Such as `12 of 40 stacks: 4 running, 1 failed`. */
export function sumsOf(rows: readonly Row[]): string {
  const over = rows.filter(({ phase }) => phase !== "waiting" && !RUNNING.includes(phase));
  const running = rows.length === over.length ? 0 : rows.filter(({ phase }) => RUNNING.includes(phase)).length;
  const others = (["failed", "skipped", "held", "stopped"] as const).map((phase) => ({
    phase,
    count: rows.filter((row) => row.phase === phase).length,
  }));
  const parts = [
    ...(running === 0 ? [] : [`${running} running`]),
    ...others.filter(({ count }) => count > 0).map(({ phase, count }) => `${count} ${phase}`),
  ];
  return `${over.length} of ${counted(rows.length, "stack")}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}

function timeOf({ since, until }: Row, now: number): string {
  return since === undefined ? "" : elapsed((until ?? now) - since);
}

/** A screen that may have rows. */
export interface BoardScreen extends Screen {
  readonly rows?: number;
}

interface BoardOptions {
  readonly screen: BoardScreen;
  readonly isQuiet: boolean;
  /** Requests that a stack has made so far. */
  readonly calls?: (stack: string) => number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Shows what all stacks do. On a terminal that is a table, which is gone afterwards; anywhere else a line for each stack that is over, and one
 * every 30 seconds.
 */
export class Board {
  private readonly rows: Map<string, Row>;
  private readonly isLive: boolean;
  private readonly isQuiet: boolean;
  private timer: NodeJS.Timeout | undefined;
  private shown = 0;

  private readonly screen: BoardScreen;
  private readonly calls: (stack: string) => number;

  constructor(
    stacks: readonly string[],
    { screen, isQuiet, calls = () => 0, environment = process.env }: BoardOptions,
  ) {
    this.screen = screen;
    this.calls = calls;
    this.rows = new Map(stacks.map((stack) => [stack, { stack, phase: "waiting", note: "" }]));
    this.isLive = isLive(screen, environment);
    this.isQuiet = isQuiet || (!this.isLive && isOff(environment));
  }

  start(): void {
    if (this.isQuiet) return;
    if (this.isLive) beginLiveDisplay(() => this.clear());
    this.timer = setInterval(
      () => (this.isLive ? this.draw() : this.screen.write(`${sumsOf(this.all())}\n`)),
      this.isLive ? FRAME_MILLISECONDS : LINE_MILLISECONDS,
    ).unref();
  }

  /** A stack has begun with something, or is over. */
  set(stack: string, phase: Phase, note = ""): void {
    const before = this.rows.get(stack);
    const now = Date.now();
    const isOver = phase !== "waiting" && !RUNNING.includes(phase);
    const since = before?.since ?? (RUNNING.includes(phase) ? now : undefined);
    // An error may have lines; here it is one.
    const line = note.replaceAll(/\s+/g, " ");
    this.rows.set(stack, { stack, phase, note: line, since, ...(isOver ? { until: now } : {}) });
    if (isOver && !this.isQuiet && !this.isLive) this.tell(stack);
  }

  /** How far it is. */
  note(stack: string, note: string): void {
    const before = this.rows.get(stack);
    if (before !== undefined) this.rows.set(stack, { ...before, note });
  }

  /** Seconds that a stack has taken so far. */
  secondsOf(stack: string): number {
    const { since, until = Date.now() } = this.rows.get(stack) ?? {};
    return since === undefined ? 0 : Math.round((until - since) / 1000);
  }

  /** Nothing is left on the terminal. */
  end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.clear();
    endLiveDisplay();
  }

  private clear(): void {
    if (this.shown > 0) this.screen.write(`${this.back()}${CLEAR_BELOW}`);
    this.shown = 0;
  }

  private tell(stack: string): void {
    const row = this.rows.get(stack)!;
    const parts = [row.note, timeOf(row, Date.now())].filter((part) => part !== "");
    this.screen.write(`${terminalText(`${stack}: ${[row.phase, ...parts].join(", ")}`)}\n`);
  }

  private draw(): void {
    // A terminal may not know its size: it says 0.
    const lines = boardLines(this.all(), {
      width: this.screen.columns || USUAL_COLUMNS,
      height: this.screen.rows || USUAL_ROWS,
      now: Date.now(),
    });
    this.screen.write(`${this.back()}${CLEAR_BELOW}${lines.join("\n")}\n`);
    this.shown = lines.length;
  }

  private back(): string {
    return this.shown === 0 ? "" : `\r\u001b[${this.shown}A`;
  }

  private all(): Row[] {
    return [...this.rows.values()].map((row) => ({ ...row, calls: this.calls(row.stack) }));
  }
}
