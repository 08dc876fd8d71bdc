/**
 * Names, descriptions and addresses in a report come from strangers: whoever may call a customer `<img …>` or `@everyone` writes into
 * somebody's pull request, terminal or build. Here is the one encoder of each output, and every text of a report goes through one. What they
 * share: what can't be seen is shown by its number, such as `⟨U+202E⟩`, and what is very long is cut, at no place where half a character
 * would be left.
 */

/** Controls, what turns the direction of writing, what has no width, spaces that look like another, what is no character, halves of one. */
const HIDDEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|[^\P{Zs} ]/u;
const EVERY_HIDDEN_BUT_LINE_FEED = new RegExp(`(?!\\n)(?:${HIDDEN.source})`, "gu");

const LONGEST_NAME = 64;
const LONGEST_TEXT = 600;
/** More accents than any language puts on one letter, which then reach into the lines above and below. */
const MOST_MARKS = 3;
const EMOJI_STYLE = "\uFE0F";

function numbered(character: string): string {
  return `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** A text character by character, each as it is shown: itself, or its number. */
function shownCharacters(text: string): string[] {
  const characters = [...text];
  let marks = 0;
  return characters.map((character, index) => {
    const before = characters[index - 1];
    if (/\p{M}/u.test(character) && !HIDDEN.test(character)) {
      marks += 1;
      const carried = before !== undefined && /[\p{L}\p{N}\p{M}]/u.test(before) && !HIDDEN.test(before);
      return carried && marks <= MOST_MARKS ? character : numbered(character);
    }
    marks = 0;
    if (character === EMOJI_STYLE && before !== undefined && /\p{Extended_Pictographic}/u.test(before))
      return character;
    // Two names that differ in a space at the end, or in two for one, would look the same.
    const spaceUnseen = before === undefined || before === " " || index === characters.length - 1;
    return HIDDEN.test(character) || (character === " " && spaceUnseen) ? numbered(character) : character;
  });
}

function lengthOf(characters: readonly string[]): number {
  return characters.reduce((sum, { length }) => sum + length, 0);
}

/** As many of the characters as have room. */
function fitting(characters: readonly string[], room: number): string[] {
  let used = 0;
  const end = characters.findIndex(({ length }) => (used += length) > room);
  return end < 0 ? [...characters] : characters.slice(0, end);
}

/** The middle is what goes: names that belong together begin alike, and addresses end in what tells them apart. */
function cutInTheMiddle(characters: readonly string[], most: number): string[] {
  if (lengthOf(characters) <= most) return [...characters];
  const start = fitting(characters, Math.ceil(((most - 1) * 5) / 8));
  const end = fitting([...characters].reverse(), most - 1 - lengthOf(start)).reverse();
  while (/^\p{M}/u.test(end[0] ?? "")) end.shift();
  return [...start, "…", ...end];
}

/** A name as people may see it anywhere: nothing hidden in it, and no longer than `most`. */
export function shownName(name: string, most = LONGEST_NAME): string {
  if (name === "") return "⟨no name⟩";
  // Only the two ends of something endless are looked at: each character that is shown is at most two of the string.
  const ends = name.length <= most * 8 ? name : `${name.slice(0, most * 3)}…${name.slice(-most * 3)}`;
  return cutInTheMiddle(shownCharacters(ends), most).join("");
}

/** A sentence word by word, with long words cut, and the end of a long sentence. */
function shownWords(text: string, most = LONGEST_TEXT): string[] {
  // Nothing at the end of a line means something in Markdown, and looks like a mistake elsewhere.
  if (text === "") return ["⟨no", "text⟩"];
  // Of something endless only what can be shown is looked at, and never half a character at its end.
  const looked = text.length <= most * 8 ? text : text.slice(0, most * 4).replace(/[\uD800-\uDBFF ]+$/, "");
  const words: string[] = [];
  let [length, read] = [0, 0];
  for (const word of splitAtSpaces(shownCharacters(looked))) {
    const shown = cutInTheMiddle(word, LONGEST_NAME).join("");
    if (length + shown.length > most) break;
    words.push(shown);
    length += shown.length + 1;
    read += word.length + 1;
  }
  const left = [...text].length - Math.min(read, [...looked].length);
  return left === 0 ? words : [...words, "…", "and", grouped(left), "more", left === 1 ? "character" : "characters"];
}

function splitAtSpaces(characters: readonly string[]): string[][] {
  const words: string[][] = [[]];
  for (const character of characters) {
    if (character === " ") words.push([]);
    else words[words.length - 1]!.push(character);
  }
  return words;
}

/** A sentence as people may see it anywhere. */
export function shownText(text: string, most = LONGEST_TEXT): string {
  return shownWords(text, most).join(" ");
}

/** A number as people write it: `12,000`. */
export function grouped(number: number): string {
  // Digits in a long row would be taken for the number of a commit.
  const text = Math.abs(number) < 1e15 ? String(Number(number.toFixed(3))) : number.toExponential(3);
  const [whole = "", fraction] = text.split(".");
  const groups = text.includes("e") ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

// Markdown, as GitHub, GitLab and others read it.

/**
 * Code is the one place where all of them leave everything as it is: links, mentions, numbers of issues, commits and emoji are looked for after
 * Markdown is rendered, where escaped characters are plain again, but never in code. The fence is longer than any within.
 */
function inCode(shown: string): string {
  const runs: readonly string[] = shown.match(/`+/g) ?? [];
  let fence = "`";
  while (runs.includes(fence)) fence += "`";
  const padding = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** A name, a key or an id in a line of Markdown. */
export function markdownName(name: string, most = LONGEST_NAME): string {
  return inCode(shownName(name, most));
}

/** A name in a cell of a table, where a bar ends the cell even in code, and parsers don't agree on how it is escaped. */
export function markdownCell(name: string): string {
  return inCode(shownName(name).replaceAll("|", numbered("|")));
}

const PLAIN_WORD = /^[\p{L}\p{N}\p{M}]+(?:['’–—-][\p{L}\p{N}\p{M}]+)*$/u;
const PLAIN_NUMBER = /^\d{1,6}(?:[.,]\d{1,6})*$/;
const PLAIN_SIGN = /^[%–—…→·]?$/;
const LIKE_A_COMMIT = /(?<![A-Za-z0-9_])[0-9a-f]{7,}(?![A-Za-z0-9_])/i;
const LIKE_AN_ISSUE = /\p{L}-\d/u;
const OPENS_A_LIST = /^\d+[.)]/;
const AROUND = /^([("“‘']*)(.*?)([)"”’'.,;:!?]*)$/su;

/** Whether nothing that reads Markdown can take a word for anything but a word. */
function isPlain(word: string, opensLine: boolean): boolean {
  if (word === "-") return !opensLine;
  if (PLAIN_NUMBER.test(word) || PLAIN_SIGN.test(word)) return true;
  return PLAIN_WORD.test(word) && !LIKE_A_COMMIT.test(word) && !LIKE_AN_ISSUE.test(word);
}

/** A sentence in a line of Markdown: words of letters stand as they are, every other one in code. */
export function markdownText(text: string, most = LONGEST_TEXT): string {
  const parts: { before: string; text: string; after: string; code: boolean }[] = [];
  shownWords(text, most).forEach((word, index) => {
    const opensList = index === 0 && OPENS_A_LIST.test(word);
    const [before = "", core = "", after = ""] = opensList ? ["", word] : (AROUND.exec(word)?.slice(1) ?? []);
    const last = parts[parts.length - 1];
    if (!opensList && isPlain(core, index === 0)) {
      parts.push({ before: "", text: word, after: "", code: false });
    } else if (last?.code === true && last.after === "" && before === "") {
      // One piece of code for words that follow each other: a name of several is read as one.
      Object.assign(last, { text: `${last.text} ${core}`, after });
    } else {
      parts.push({ before, text: core, after, code: true });
    }
  });
  return parts.map((part) => (part.code ? `${part.before}${inCode(part.text)}${part.after}` : part.text)).join(" ");
}

/** Lines that stand as they are in a block of code of Markdown. Each begins with something of ours. */
export function markdownBlock(lines: readonly string[], language: string): string[] {
  const longest = Math.max(0, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...lines, fence];
}

/** What a hidden comment may hold, such that two texts never become the same one. */
export function markdownComment(text: string): string {
  return [...text]
    .map((character) => {
      if (/[A-Za-z0-9._/ -]/.test(character)) return character;
      if (/\p{Cs}/u.test(character)) return `%u${character.charCodeAt(0).toString(16).toUpperCase()}`;
      return encodeURIComponent(character).replace(/[!'()*~]/g, percent);
    })
    .join("")
    .replace(/-(?=-)|-$|^-/g, percent);
}

// Terminals, and the logs of pipelines, which look for commands in them.

/** `##[…]` and `##vso[…]` are commands anywhere in a line of a pipeline's log. */
function withoutCommands(shown: string): string {
  return shown.replaceAll("##", `#${numbered("#")}`);
}

/** A line as it is laid out in the end: `::…` at its start is a command, wherever the words of a name have come to stand. */
export function terminalLine(line: string): string {
  return /^ *(?:\u001b\[[\d;]*m)?::/.test(line) ? line.replace(":", numbered(":")) : line;
}

/** A name in a terminal. */
export function terminalName(name: string): string {
  return withoutCommands(shownName(name));
}

/** The same as a whole, for what takes care of its length itself. */
export function terminalCell(text: string): string {
  return withoutCommands(shownName(text, Infinity));
}

/** A sentence in a terminal. */
export function terminalText(text: string): string {
  return withoutCommands(shownText(text));
}

// Annotations of GitHub, and SARIF, which pages show and may make links of.

/** An address is one no longer. */
function withoutAddresses(shown: string): string {
  return shown
    .replaceAll("://", `:${numbered("/")}/`)
    .replace(/www\./gi, (found) => `${found.slice(0, 3)}${numbered(".")}`);
}

/** The message of an annotation; lines of ours are put together with `\n`. */
export function annotationMessage(lines: readonly string[]): string {
  return lines.join("\n").replace(/[%\r\n]/g, percent);
}

/** A property of an annotation, such as its title. */
export function annotationProperty(value: string): string {
  return value.replace(/[%\r\n:,]/g, percent);
}

export function annotationName(name: string): string {
  return withoutAddresses(withoutCommands(shownName(name)));
}

export function annotationText(text: string): string {
  return withoutAddresses(withoutCommands(shownText(text)));
}

/** In a message of SARIF `[text](address)` is a link, and `{0}` stands for an argument. */
function withoutSarifMarks(shown: string): string {
  return withoutAddresses(shown)
    .replaceAll("](", `]${numbered("(")}`)
    .replace(/\{(?=\d)/g, numbered("{"));
}

export function sarifName(name: string): string {
  return withoutSarifMarks(shownName(name));
}

export function sarifText(text: string): string {
  return withoutSarifMarks(shownText(text));
}

/**
 * The path of a file as part of an address, from the top of the repository; undefined where it leads out of it, and would be no file of the
 * change.
 */
export function relativePath(folder: string, file: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${file}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  const isFolder = ["", ".", ".."].includes(file.slice(file.lastIndexOf("/") + 1));
  return parts.length === 0 || isFolder || file.startsWith("/") ? undefined : parts.join("/");
}

/** A path as an address: no part of it is taken for a scheme, a host or a query. */
export function sarifAddress(path: string): string {
  return wellFormed(path)
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/[!'()*]/g, percent);
}

// XML and JSON.

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text and values of attributes. What XML 1.0 has no way to write is among what is shown by its number. */
export function xmlText(shown: string): string {
  return shown.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** The same data in every byte, but nothing that a terminal acts on: what is hidden is written by its number. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replace(EVERY_HIDDEN_BUT_LINE_FEED, escapedForJson)}\n`;
}

function escapedForJson(character: string): string {
  return character
    .split("")
    .map((half) => `\\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\uFFFD");
}
