import { looksLikeCredential } from "./credentialShape";

const MASK = "[redacted]";
/** Shorter words would black out half of every message and are no credentials. */
const SHORTEST_SECRET = 4;
/** Fewer characters of base64 are found in too many innocent words. */
const SHORTEST_BASE64 = 6;

const SECRET_NAME =
  "(?:pass(?:word|wd|phrase)|pwd|secret|token|credential|api_?-?key|private_?-?key|authorization|cookie)";
/** An authorization header with what stands after its scheme: one value, or (Digest) members of which each may give it away. */
const AUTHORIZATION = `\\bauthorization\\\\*["']?\\s*[:=]\\s*\\\\*["']?`;
const WITH_VALUE = `(?:bearer|basic|token|api-?key|negotiate|ntlm|dpop)(?:\\s|%20)+(?!<\\w+>)`;
const VALUE = `[^\\s"'\\\\,;}]+`;
const WITH_MEMBERS = `(?:digest|hawk|hmac|oauth|scram-[\\w-]+|aws4-[\\w-]+)(?:\\s|%20)+`;
const MEMBER = `(?:[\\w-]+=\\\\*"[^"\\r\\n,]*"|[^\\s"'\\\\,}]+)`;
const QUOTED = `\\\\+"(?:(?!\\\\+").)*\\\\+"|"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'`;
/** So much of a text around a value says what it stands in. */
const AROUND = 100;
/** What is said of a credential in one word. */
const SAID_OF_CREDENTIALS =
  /^(?:missing|required|invalid|expired|unknown|denied|revoked|wrong|forbidden|unauthorized|empty|optional|null|undefined|none|true|false|\d{1,4})[.!]?$/i;

/** What a credential looks like where nobody was told of it; each says of a match what is shown in its place. */
const PATTERNS: readonly [RegExp, (found: Found) => string][] = [
  // After a scheme stands a credential, however short.
  [new RegExp(`(?<key>${AUTHORIZATION}${WITH_VALUE})(?<value>${VALUE})`, "gi"), ({ key }) => `${key}${MASK}`],
  [
    new RegExp(`(?<key>${AUTHORIZATION}${WITH_MEMBERS})(?<value>${MEMBER}(?:,\\s*${MEMBER})*)`, "gi"),
    ({ key }) => `${key}${MASK}`,
  ],
  // Without the header's name, or with a scheme that isn't known, it may be a word of a sentence, or follow somebody's name.
  [
    /(?<key>\b(?:bearer|basic|authorization\s*[:=]\s*[\w-]+)(?:\s+|%20|\+))(?<value>[\w\-.~+/=]+)/gi,
    ({ key, value, all }) => (looksLikeCredential(value) ? `${key}${MASK}` : all),
  ],
  [
    /(?<key>\bcookie\s*[:=]\s*)(?<value>[^\s;,"'=]+=[^\s;,"']*(?:;\s*[^\s;,"'=]+(?:=[^\s;,"']*)?)*)/gi,
    ({ key }) => `${key}${MASK}`,
  ],
  [/(?<key>\b[a-z][a-z0-9+.-]{0,20}:\/\/)(?<value>[^\s/@?#"'<>]+)@/gi, ({ key }) => `${key}${MASK}@`],
  [
    new RegExp(
      `(?<key>(?:\\\\*["'])?[\\w-]{0,40}${SECRET_NAME}[\\w-]{0,40}(?:\\\\*["'])?\\s*[:=]\\s*)(?<value>${QUOTED}|[^\\s,;}&]+)`,
      "gi",
    ),
    (found) => (isWordOfSentence(found) ? found.all : `${found.key}${MASK}`),
  ],
];

interface Found {
  readonly all: string;
  /** What stands before the value, and stays. */
  readonly key: string;
  readonly value: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What follows `token: ` is a value in data (quoted, after an equals sign, or alone in its line or its member), and may be a word in a
 * sentence, which is shown where it can't be a credential.
 */
function isWordOfSentence({ key, value, before, after }: Found): boolean {
  if (SAID_OF_CREDENTIALS.test(value)) return true;
  if (/["'\\]/.test(key) || /^["'\\]/.test(value) || !/:\s+$/.test(key)) return false;
  const standsAlone = /(?:^|[\r\n{,])[\s>-]*$/.test(before) && /^[ \t]*(?:$|[\r\n},])/.test(after);
  return !standsAlone && !looksLikeCredential(value);
}

/** Takes secrets out of texts: those it was told of, in every common spelling, and what looks like one. */
export class Redactor {
  private readonly secrets = new Map<string, KnownSecret>();
  private longestFirst: KnownSecret[] | undefined;

  /** From now on the secret never stands in a redacted text. Fewer than four characters are not taken for a secret. */
  add(secret: string): void {
    if (secret.length < SHORTEST_SECRET || this.secrets.has(secret)) return;
    this.secrets.set(secret, new KnownSecret(secret));
    this.longestFirst = undefined;
  }

  redact(text: string): string {
    // A secret that is part of another must not leave the rest of the other one behind.
    this.longestFirst ??= [...this.secrets.values()].sort((one, other) => other.text.length - one.text.length);
    const clean = this.longestFirst.reduce((result, secret) => secret.maskedIn(result), text);
    return PATTERNS.reduce(
      (result, [pattern, shown]) => result.replace(pattern, (...match) => shown(foundIn(match))),
      clean,
    );
  }
}

/** A secret with its spellings. Their pattern takes long to compile, so it is made for the first text that may hold one of them. */
class KnownSecret {
  private traces: readonly string[] | undefined;
  private pattern: RegExp | undefined;

  constructor(readonly text: string) {}

  maskedIn(text: string): string {
    if (!this.mayStandIn(text)) return text;
    this.pattern ??= spellingsOf(this.text);
    return text.replace(this.pattern, MASK);
  }

  /** Where nothing is escaped, a spelling holds a part of the secret, or of its base64, as it is. */
  private mayStandIn(text: string): boolean {
    if (/[%\\]/.test(text)) return true;
    // A space may be a plus sign, and base64 has two spellings of its last two digits.
    this.traces ??= [
      longestPart(this.text, " "),
      ...base64Of(this.text).map((encoded) => longestPart(encoded, /[+/]/)),
    ];
    return this.traces.some((trace) => text.includes(trace));
  }
}

function longestPart(text: string, separator: string | RegExp): string {
  return text.split(separator).reduce((longest, part) => (part.length > longest.length ? part : longest));
}

/** What a replacer is called with: the match, its groups, its place, the whole text, and the groups by name. */
function foundIn(match: readonly unknown[]): Found {
  const [place, text, groups] = match.slice(-3) as [number, string, { readonly key: string; readonly value: string }];
  const all = String(match[0]);
  const end = place + all.length;
  return {
    all,
    ...groups,
    before: text.slice(Math.max(0, place - AROUND), place),
    after: text.slice(end, end + AROUND),
  };
}

/** Plain, escaped for JSON (once, or within JSON), encoded for a URL in whole or in part, or in base64 at any offset. */
function spellingsOf(secret: string): RegExp {
  const characters = [...secret];
  const quoted = [0, 1, 2].map((depth) => characters.map((character) => spellingsAt(depth, character)).join(""));
  return new RegExp([...quoted, ...base64Of(secret).map(spellingsOfBase64)].join("|"), "g");
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f" };

/**
 * What may stand for a character that has been quoted so many times. Backslashes are counted exactly: a pattern that took
 * any number of them could take hours over a text that has many.
 */
function spellingsAt(depth: number, character: string): string {
  const spellings = [
    [...Buffer.from(character)].map((byte) => `%(?:25){0,2}${hexadecimal(byte, 2)}`).join(""),
    character === "\\" ? backslashes(2 ** depth) : escapeForPattern(character),
  ];
  if (character === " ") spellings.push("\\+");
  if (character === '"') spellings.unshift(`${backslashes(2 ** depth - 1)}"`);
  if (depth > 0) {
    const escape = backslashes(2 ** (depth - 1));
    const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
    const short = SHORT_ESCAPES[character];
    spellings.unshift(units.map((unit) => `${escape}u${hexadecimal(unit, 4)}`).join(""));
    if (short !== undefined) spellings.unshift(`${escape}${short}`);
    if (character === "/" || character === "'") spellings.unshift(`${escape}${character}`);
  }
  return `(?:${spellings.join("|")})`;
}

function backslashes(count: number): string {
  return "\\\\".repeat(count);
}

/** A secret within a longer text that is encoded as a whole begins at any of three offsets; its edges mix with the rest. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const first = Math.ceil((offset * 8) / 6);
    const own = encoded.slice(first, Math.floor(((offset + bytes.length) * 8) / 6));
    return own.length < SHORTEST_BASE64 ? [] : [own];
  });
}

function spellingsOfBase64(encoded: string): string {
  return escapeForPattern(encoded).replace(/\\\+/g, "(?:[+-]|%2[Bb])").replace(/\\?\//g, "(?:[/_]|%2[Ff])");
}

function hexadecimal(value: number, digits: number): string {
  return value
    .toString(16)
    .padStart(digits, "0")
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
