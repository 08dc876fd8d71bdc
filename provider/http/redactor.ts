const MASK = "[redacted]";
/** Shorter words would black out half of every message and are no credentials. */
const SHORTEST_SECRET = 4;

const PATTERNS: readonly [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w\-.~+/=]+/gi, `$1 ${MASK}`],
  [/(\bhttps?:\/\/)[^\s/@:]+:[^\s/@]+@/gi, `$1${MASK}@`],
  [
    /((?:"|')?[\w-]*(?:password|secret|token|apikey|api_key)[\w-]*(?:"|')?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}&]+)/gi,
    `$1${MASK}`,
  ],
];

/** Takes secrets out of texts: those it was told of, in every common spelling, and what looks like one. */
export class Redactor {
  private readonly spellings = new Set<string>();

  add(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return;
    const bytes = Buffer.from(secret);
    const json = JSON.stringify(secret).slice(1, -1);
    for (const spelling of [
      secret,
      json,
      encodeURIComponent(secret),
      bytes.toString("base64"),
      bytes.toString("base64url"),
    ]) {
      if (spelling.length >= SHORTEST_SECRET) this.spellings.add(spelling);
    }
  }

  redact(text: string): string {
    let clean = text;
    for (const spelling of [...this.spellings].sort((one, other) => other.length - one.length))
      clean = clean.split(spelling).join(MASK);
    return PATTERNS.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), clean);
  }
}
