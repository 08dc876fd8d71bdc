import { type Command, Option } from "commander";
import type { Environment } from "../provider/model/portal";
import { cut } from "../text/columns";
import { terminalText } from "../text/escape";
import { beginLiveDisplay, CLEAR_LINE, endLiveDisplay } from "./liveDisplay";

const FRAMES = ["|", "/", "-", "\\"];
/** How often what is shown on a terminal changes, and how often a line is written where nobody looks at one. */
const FRAME_MILLISECONDS = 100;
const LINE_MILLISECONDS = 30_000;
/** What is done before that needs no word where nobody is looking. */
const SILENCE_MILLISECONDS = 2_000;
/** `off`: no lines where there is no terminal, for logs that are compared. */
const VARIABLE = "RESELLER_PROGRESS";
const USUAL_COLUMNS = 80;

/** A step of every command that reads what the portal has. */
export const READING_LISTS = "Reading the lists of the portal";

/** Where progress is shown: standard error, since standard output has the report. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Whether somebody looks: pipelines may offer a terminal that nobody looks at, and keep every line. */
export function isLive({ isTTY }: Screen, environment: Environment): boolean {
  return isTTY === true && environment["TERM"] !== "dumb" && (environment["CI"] ?? "") === "";
}

/** Whether lines are unwanted where there is no terminal. */
export function isOff(environment: Environment): boolean {
  return environment[VARIABLE] === "off";
}

/** What a run of the engine tells while it goes on. */
export type EngineProgress = Pick<Progress, "isQuiet" | "step" | "now">;

interface Step {
  readonly what: string;
  readonly since: number;
  timer: NodeJS.Timeout;
  now: string;
}

/**
 * Says what a command is doing while that goes on. On a terminal that is one line, with how long it has taken, which is gone afterwards;
 * anywhere else a line for each step that takes longer than two seconds, and one every 30 seconds.
 */
export class Progress {
  private current: Step | undefined;
  private frame = 0;
  private readonly isLive: boolean;
  /** Nothing is shown. */
  readonly isQuiet: boolean;

  constructor(
    private readonly screen: Screen,
    isQuiet: boolean,
    environment: Environment = process.env,
  ) {
    this.isLive = isLive(screen, environment);
    this.isQuiet = isQuiet || (!this.isLive && isOff(environment));
  }

  /** What is done from now on, such as "Running pulumi preview". The step before has ended. */
  step(what: string): void {
    this.end();
    if (this.isQuiet) return;
    const timer = this.isLive
      ? setInterval(() => this.show(), FRAME_MILLISECONDS)
      : setTimeout(() => this.tell(), SILENCE_MILLISECONDS);
    this.current = { what, since: Date.now(), timer: timer.unref(), now: "" };
    if (!this.isLive) return;
    beginLiveDisplay(() => this.screen.write(CLEAR_LINE));
    this.show();
  }

  /** How far the step is, or what it waits for. */
  now(how: string): void {
    if (this.current !== undefined) this.current.now = terminalText(how);
  }

  /** How many of how many are done. */
  readonly count = (done: number, all: number, what = ""): void =>
    this.now(`${done} of ${all}${what === "" ? "" : ` ${what}`}`);

  /** A line that stays. */
  say(message: string): void {
    if (this.isQuiet) return;
    const isShown = this.current !== undefined && this.isLive;
    this.screen.write(`${isShown ? CLEAR_LINE : ""}${message}\n`);
    if (isShown) this.show();
  }

  /** Nothing is left on the terminal. */
  end(): void {
    if (this.current === undefined) return;
    clearInterval(this.current.timer);
    this.current = undefined;
    if (!this.isLive) return;
    this.screen.write(CLEAR_LINE);
    endLiveDisplay();
  }

  private tell(): void {
    if (this.current === undefined) return;
    const { what, now, since } = this.current;
    const time = Date.now() - since;
    const isFirst = time < LINE_MILLISECONDS;
    this.screen.write(`${what}${now === "" ? "" : ` (${now})`}${isFirst ? " …" : `, ${elapsed(time)}`}\n`);
    this.current.timer = setTimeout(() => this.tell(), LINE_MILLISECONDS).unref();
  }

  private show(): void {
    if (this.current === undefined) return;
    const { what, now, since } = this.current;
    const text = now === "" ? what : `${what} (${now})`;
    const time = elapsed(Date.now() - since);
    const frame = FRAMES[(this.frame += 1) % FRAMES.length] ?? "";
    // The last column stays free: a line that fills it goes on in the next one.
    const room = (this.screen.columns ?? USUAL_COLUMNS) - frame.length - time.length - 3;
    this.screen.write(`${CLEAR_LINE}${frame} ${cut(text, Math.max(room, 1))} ${time}`);
  }
}

/** Such as `12 s` or `3 min 5 s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export interface QuietFlag {
  readonly quiet?: boolean;
}

export function withQuiet(command: Command): Command {
  return command.addOption(new Option("-q, --quiet", "don't print progress"));
}

/** Does work that says how far it is; what it throws is told when nothing is left of that on the terminal. */
export async function withProgress<Result>(
  { quiet = false }: QuietFlag,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const progress = new Progress(process.stderr, quiet);
  const end = () => progress.end();
  process.once("exit", end);
  try {
    return await work(progress);
  } finally {
    end();
    process.off("exit", end);
  }
}

/** Does work in one step. */
export function whileSaying<Result>(what: string, work: () => Promise<Result>, flags: QuietFlag = {}): Promise<Result> {
  return withProgress(flags, (progress) => {
    progress.step(what);
    return work();
  });
}
