import { createHash } from "node:crypto";
import { markdownComment } from "../../../text/escape";
import type { Report } from "../../report";

const LONGEST_KEY = 200;

/** The hidden first line, by which a pipeline finds the comment it wrote the last time. */
export function markdownMarker({ project, stack }: Report, key?: string): string {
  const part = (text: string) => markdownComment(text).replaceAll("/", "%2F");
  const name = key === undefined ? `${part(project)}/${part(stack)}` : markdownComment(key);
  const sum = () => createHash("sha256").update(name).digest("hex");
  return `<!-- pulumi-reseller review: ${name.length <= LONGEST_KEY ? name : `sha256:${sum()}`} -->`;
}
