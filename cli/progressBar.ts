const WIDTH = 24;
const CLEAR = "\r\u001b[K";

/** One line that says how far something is, where somebody is looking; nothing anywhere else. */
export class ProgressBar {
  private shown = "";

  constructor(private readonly stream: NodeJS.WriteStream) {}

  update(what: string, done: number, all: number): void {
    if (!this.stream.isTTY) return;
    const full = all === 0 ? WIDTH : Math.floor((WIDTH * done) / all);
    const line = `${what} [${"#".repeat(full)}${"-".repeat(WIDTH - full)}] ${done} of ${all}`;
    if (line === this.shown) return;
    this.shown = line;
    this.stream.write(`${CLEAR}${line}`);
  }

  /** A line of its own, above the bar. */
  say(message: string): void {
    this.stream.write(`${this.shown === "" ? "" : CLEAR}${message}\n${this.shown}`);
  }

  end(): void {
    if (this.shown !== "") this.stream.write(CLEAR);
    this.shown = "";
  }
}
