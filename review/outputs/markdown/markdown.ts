import { grouped } from "../../../text/escape";
import type { Report } from "../../report";
import { Comment } from "./comment";
import { GIVEN_UP } from "./detail";
import { markdownMarker } from "./marker";

export interface MarkdownOptions {
  /** The most characters, as JavaScript counts them. Never more than GitHub takes. */
  readonly limit?: number;
  /** What tells this comment from others of the same pull request; otherwise the project and the stack. */
  readonly key?: string;
}

const DEFAULT_LIMIT = 60_000;
/** GitHub takes 65,536 characters at most in a comment. */
const GITHUB_LIMIT = 65_535;
/** The verdict, what is missing, and the hashes; with less there would be nothing to decide by. */
const LEAST_LIMIT = 4_000;

/** A comment for a pull request. Whoever reads the first screen knows the verdict and why; the rest is for looking things up. */
export function toMarkdown(report: Report, { limit = DEFAULT_LIMIT, key }: MarkdownOptions = {}): string {
  if (!(limit >= LEAST_LIMIT)) {
    throw new RangeError(`A comment needs room for ${grouped(LEAST_LIMIT)} characters at least; the limit is ${limit}`);
  }
  const most = Math.min(limit, GITHUB_LIMIT);
  const comment = new Comment(report, markdownMarker(report, key));
  const detail = comment.everything();
  let text = comment.text(detail);
  for (const [part, least] of GIVEN_UP) {
    if (text.length <= most) break;
    let [fits, tooMuch] = [Math.min(least, detail[part]), detail[part]];
    text = comment.text({ ...detail, [part]: fits });
    detail[part] = fits;
    if (text.length > most) continue;
    while (tooMuch - fits > 1) {
      const middle = Math.floor((fits + tooMuch) / 2);
      const longer = comment.text({ ...detail, [part]: middle });
      if (longer.length <= most) [fits, text] = [middle, longer];
      else tooMuch = middle;
    }
  }
  return text;
}
