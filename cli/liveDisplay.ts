/** Takes the line off a terminal in which the cursor is. */
export const CLEAR_LINE = "\r\u001b[K";

/** What a terminal shows of the progress, and is gone afterwards. There is one at a time, on standard error. */
let clear: (() => void) | undefined;

/** From now on something is shown, which `clearing` takes off the terminal, and which is drawn again by itself. */
export function beginLiveDisplay(clearing: () => void): void {
  clear = clearing;
}

export function endLiveDisplay(): void {
  clear = undefined;
}

/** Writes lines to standard error that stay: the progress goes on below them. */
export function writeAboveProgress(lines: string): void {
  if (clear !== undefined) clear();
  // Such as the ^C of the terminal itself.
  else if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  process.stderr.write(lines);
}
