const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|[^\P{Zs} ]|(?![\t\r])\p{Cc}/gu;
const MARK = /\p{M}/gu;
const MOST_NAMED = 3;

/**
 * What nobody sees in a line that has something wrong: blanks that YAML doesn't take for one, what has no width, letters that are written in
 * two characters. Empty where there is nothing of the kind.
 */
export function unseenIn(line: string): string {
  const unseen = named(line, UNSEEN);
  const composes = line.normalize("NFC") === line ? "" : named(line, MARK);
  return [
    ...(unseen === "" ? [] : [`; the line has ${unseen}, which is invisible: remove it, or type a regular space`]),
    ...(composes === ""
      ? []
      : [`; the line has ${composes}, which forms one letter with the character before it: write it as one character`]),
  ].join("");
}

function named(line: string, pattern: RegExp): string {
  const all = [...line.matchAll(pattern)].map(({ 0: character, index }) => {
    const number = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    return `U+${number} in column ${index + 1}`;
  });
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : "";
  return `${all.slice(0, MOST_NAMED).join(", ")}${more}`;
}
