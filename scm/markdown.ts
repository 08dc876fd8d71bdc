const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** What is open after the lines of a Markdown text that were read so far. */
class OpenParts {
  private fence: string | undefined;
  private folded = 0;

  get isCode(): boolean {
    return this.fence !== undefined;
  }

  read(line: string): void {
    const mark = FENCE.exec(line)?.[1];
    if (this.fence !== undefined) {
      if (mark?.startsWith(this.fence) === true) this.fence = undefined;
      return;
    }
    this.fence = mark;
    const count = (pattern: RegExp) => (line.match(pattern) ?? []).length;
    this.folded = Math.max(0, this.folded + count(/<details\b/gi) - count(/<\/details>/gi));
  }

  /** The lines that end what is open. */
  closing(): string {
    return `${this.fence === undefined ? "" : `\n${this.fence}`}${"\n\n</details>".repeat(this.folded)}`;
  }
}

/**
 * A Markdown text that a forge takes: whole where it fits; otherwise cut between two lines, with what is left open closed, and with a
 * sentence that says so.
 */
export function fitted(text: string, longest: number, whereAllIs: string): string {
  if (text.length <= longest) return text;
  const lines = text.split("\n");
  const ending = (left: number) => `\n\n_${left} more lines were omitted. ${whereAllIs}_\n`;
  const room = longest - ending(lines.length).length;
  const open = new OpenParts();
  let length = 0;
  let kept = 0;
  let closing = "";
  for (const line of lines) {
    length += line.length + 1;
    open.read(line);
    if (length + open.closing().length > room) break;
    kept += 1;
    closing = open.closing();
  }
  return `${lines.slice(0, kept).join("\n")}${closing}${ending(lines.length - kept)}`;
}

/** A line such as `/merge` is an order to GitLab, but in code. A text that is posted orders nothing. */
export function withoutOrders(text: string): string {
  const open = new OpenParts();
  return text
    .split("\n")
    .map((line) => {
      const isCode = open.isCode;
      open.read(line);
      return isCode ? line : line.replace(/^(\s*)\/(?=\w)/, "$1&#47;");
    })
    .join("\n");
}
