const WIDTH = 24;
const CLEAR = "\r\u001b[K";
/** `off`: nothing of it where there is no terminal, for logs that are compared. */
const VARIABLE = "RESELLER_PROGRESS";
/** What is done before that needs no word where nobody is looking. */
const SILENCE_MILLISECONDS = 2_000;

/**
 * Says what is being done, and how far it is: on a terminal in one line that changes, elsewhere in lines of their own, once it takes long
 * enough for somebody to wonder.
 */
export class ProgressBar {
  private shown = "";
  /** What was last said in a line of its own. */
  private said: string | undefined;
  private latest: { readonly what: string; readonly line: string } | undefined;
  private silence: NodeJS.Timeout | undefined;

  constructor(private readonly stream: Pick<NodeJS.WriteStream, "isTTY" | "write">) {}

  /** @param all left out where nobody knows how much there is to do. */
  update(what: string, done = 0, all?: number): void {
    if (this.stream.isTTY) this.show(all === undefined ? `${what} …` : `${what} ${barOf(done, all)} ${done} of ${all}`);
    else this.tell(what, all === undefined ? `${what} …` : `${what}: ${done} of ${all}`);
  }

  /** A line of its own, above the bar. */
  say(message: string): void {
    this.stream.write(`${this.shown === "" ? "" : CLEAR}${message}\n${this.shown}`);
  }

  end(): void {
    if (this.shown !== "") this.stream.write(CLEAR);
    this.shown = "";
    clearTimeout(this.silence);
    this.silence = undefined;
    this.latest = undefined;
  }

  private show(line: string): void {
    if (line === this.shown) return;
    this.shown = line;
    this.stream.write(`${CLEAR}${line}`);
  }

  /** Once for each thing that is done: a log is no place for every step. */
  private tell(what: string, line: string): void {
    if (process.env[VARIABLE] === "off") return;
    this.latest = { what, line };
    this.silence ??= setTimeout(() => this.tellLatest(), SILENCE_MILLISECONDS).unref();
    if (this.said !== undefined && this.said !== what) this.tellLatest();
  }

  private tellLatest(): void {
    if (this.latest === undefined) return;
    this.said = this.latest.what;
    this.stream.write(`${this.latest.line}\n`);
  }
}

function barOf(done: number, all: number): string {
  const full = all === 0 ? WIDTH : Math.floor((WIDTH * done) / all);
  return `[${"#".repeat(full)}${"-".repeat(WIDTH - full)}]`;
}

/** Says on standard error what is being done, as long as it is. */
export async function whileSaying<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const bar = new ProgressBar(process.stderr);
  bar.update(what);
  try {
    return await work();
  } finally {
    bar.end();
  }
}
