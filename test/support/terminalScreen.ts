/** What somebody sees on a terminal after all of this was written: it knows the control sequences that progress is shown with. */
export function seenOnTerminal(written: string): string {
  const lines = [""];
  let row = 0;
  let column = 0;
  for (const [part, moves, name] of written.matchAll(/\u001b\[(\d*)([A-Z])|[^]/g)) {
    if (name === "A") row = Math.max(0, row - Number(moves || 1));
    else if (name === "J" || name === "K") {
      lines[row] = lines[row]!.slice(0, column);
      if (name === "J") lines.length = row + 1;
    } else if (name !== undefined) throw new Error(`the terminal doesn't know ${name}`);
    else if (part === "\r") column = 0;
    else if (part === "\n") {
      row += 1;
      column = 0;
      lines[row] ??= "";
    } else {
      lines[row] = lines[row]!.padEnd(column).slice(0, column) + part + lines[row]!.slice(column + 1);
      column += 1;
    }
  }
  return lines.join("\n");
}
