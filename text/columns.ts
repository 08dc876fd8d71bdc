const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

/** Columns that a text takes on a screen: letters of East Asia and emoji take two, accents none. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += /[\p{Mn}\p{Me}\uFE0F]/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return sum;
}

/** A text in no more columns than that: what is too long ends in an ellipsis. */
export function cut(text: string, most: number): string {
  if (columns(text) <= most) return text;
  let [shown, used] = ["", 0];
  for (const character of text) {
    used += columns(character);
    if (used > most - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
