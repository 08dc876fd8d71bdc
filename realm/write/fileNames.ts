import { createHash } from "node:crypto";

/** Names that Windows has for devices, whatever ending follows, in any letters. */
const OF_DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9])(?:\.|$)/i;
/** What would make another file of a module: its declarations, or what an import of it leads to. */
const OF_MODULES = /\.(?:d|json|node|[cm]?[jt]sx?)$/i;
/** The whole name has at most a hundred characters, with its ending and what it is called until it is written. */
const LONGEST = 80;
const DIGITS = 8;
/** Letters that Unicode doesn't take apart. */
const SPELLED: Readonly<Record<string, string>> = {
  ...{ ß: "ss", ẞ: "SS", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", ø: "o", Ø: "O", ł: "l", Ł: "L" },
  ...{ đ: "d", Đ: "D", ð: "d", Ð: "D", þ: "th", Þ: "TH", ı: "i" },
};

/**
 * Names of files for keys, without their endings: in ASCII, and such as every file system can have beside the others. A key that is in ASCII
 * is its own name, accents are left out (`zürich` is `zurich`). Where that is a device on Windows, is too long, leaves out letters, or differs
 * from another by nothing but capital letters, the name ends with digits that follow from the key.
 */
export function fileNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const all = [...new Set(keys)].sort();
  const spelled = new Map(all.map((key) => [key, inAscii(key)]));
  const count = new Map<string, number>();
  for (const { name } of spelled.values()) count.set(name.toLowerCase(), (count.get(name.toLowerCase()) ?? 0) + 1);
  const isPlain = ({ name, isWhole }: Spelled) =>
    isWhole &&
    name.length <= LONGEST &&
    !OF_DEVICES.test(name) &&
    !OF_MODULES.test(name) &&
    !/[. ]$/.test(name) &&
    count.get(name.toLowerCase()) === 1;
  const names = new Map<string, string>();
  for (const [key, spelling] of spelled) if (isPlain(spelling)) names.set(key, spelling.name);
  const taken = new Set([...names.values()].map((name) => name.toLowerCase()));
  for (const [key, { name }] of spelled) {
    if (names.has(key)) continue;
    const own = withDigits(key, name, taken);
    names.set(key, own);
    taken.add(own.toLowerCase());
  }
  return names;
}

interface Spelled {
  readonly name: string;
  /** Nothing of the key is lost but accents. */
  readonly isWhole: boolean;
}

function inAscii(key: string): Spelled {
  const plain = [...key.normalize("NFKD").replace(/\p{M}/gu, "")].map((letter) => SPELLED[letter] ?? letter).join("");
  const name = plain.replace(/[^A-Za-z0-9._@+-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return { name, isWhole: name === plain };
}

/** With dots for dashes: what stands before the first dot of `aux.de` is a device all the same. */
function withDigits(key: string, name: string, taken: ReadonlySet<string>): string {
  const digest = createHash("sha256").update(key).digest("hex");
  const start = name.replaceAll(".", "-").slice(0, LONGEST - DIGITS - 1);
  const begun = start.replace(/-+$/, "") || "account";
  const wished = `${begun}-${digest.slice(0, DIGITS)}`;
  return taken.has(wished.toLowerCase()) ? `${begun.slice(0, LONGEST - digest.length - 1)}-${digest}` : wished;
}
