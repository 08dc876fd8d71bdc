import type { Post } from "./forge";

/** The first line of a text that this package writes for a forge: hidden there, and the same in the next run. */
const MARKER = /^<!-- pulumi-reseller [a-z]+: [^\n]*? -->$/;
/** Whatever would end the comment, or break the line, or is longer than a name. */
const UNFIT = /--|[<>\p{Cc}\p{Zl}\p{Zp}]|^[\s-]|[\s-]$/u;
const LONGEST_NAME = 200;

/** What is wrong with a name to find a text by; undefined where it is sound. */
export function nameProblem(name: string): string | undefined {
  if (name === "" || name.length > LONGEST_NAME || UNFIT.test(name))
    return `must have 1 to ${LONGEST_NAME} characters, without <, > and --, such as realm/production`;
  return undefined;
}

export function markerOf(what: "comment" | "issue" | "approval", name: string): string {
  return `<!-- pulumi-reseller ${what}: ${name} -->`;
}

/** The marker that a text brings along as its first line. */
export function ownMarker(text: string): string | undefined {
  const line = firstLine(text);
  return MARKER.test(line) ? line : undefined;
}

/** Those of the token's own user that begin with the marker, the oldest first. */
export function markedWith(marker: string, posts: readonly Post[]): readonly Post[] {
  return posts.filter(({ isOwn, body }) => isOwn && firstLine(body) === marker);
}

function firstLine(text: string): string {
  return (text.split(/\r?\n/, 1)[0] ?? "").trim();
}
