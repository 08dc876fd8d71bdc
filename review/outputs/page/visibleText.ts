/**
 * Names come from strangers. A character that is not seen, or that turns the order of others around, makes one name look like another:
 * it is written out (`⟨U+202E⟩`). Fillers are letters by their class and blank by their look.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u034F\u115F\u1160\u2800\u3164\uFFA0\u{E0100}-\u{E01EF}]/gu;

/** More marks than any language stacks on one letter run over the lines above and below. */
const STACKED_MARKS = /(?<=\p{M}{3})\p{M}/gu;

/** What is longer is no name that anybody reads, and would push everything else off the page. */
const LONGEST_NAME = 160;
const HEAD = 100;
const TAIL = 40;

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** The text with every character to be seen. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, written).replace(STACKED_MARKS, written);
}

/** A name with every character to be seen; one of absurd length is cut in its middle, and says so. */
export function visibleName(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= LONGEST_NAME) return visibleText(text);
  const part = (from: number, to?: number) => visibleText(characters.slice(from, to).join(""));
  return `${part(0, HEAD)} … (${characters.length} characters) … ${part(-TAIL)}`;
}
