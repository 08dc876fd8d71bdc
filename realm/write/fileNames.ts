import { createHash } from "node:crypto";

/** Names that Windows has for devices, whatever ending follows, in any letters. */
const OF_DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|$)/i;
/** File systems take 255 bytes; the ending, and what a file is called until it is whole, need some of them. */
const MOST_BYTES = 200;
const DIGITS = 8;

/**
 * Names of files for keys, without their endings: the key itself, wherever every file system can have it beside the others. Where one is a
 * device on Windows, is too long, or differs from another by nothing but capital letters, it gets an ending that follows from the key.
 */
export function fileNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const all = new Set(keys);
  const count = new Map<string, number>();
  for (const key of all) count.set(folded(key), (count.get(folded(key)) ?? 0) + 1);
  return new Map(
    [...all].map((key) => {
      const isLong = Buffer.byteLength(key) > MOST_BYTES;
      const isPlain = !isLong && !OF_DEVICES.test(key) && !/[. ]$/.test(key) && count.get(folded(key)) === 1;
      return [key, isPlain ? key : withEnding(key)];
    }),
  );
}

function folded(key: string): string {
  return key.normalize("NFKC").toLowerCase().toUpperCase().normalize("NFKC");
}

/** The ending stands before the first dot: `aux-1f3a5c7e.de` is no device. */
function withEnding(key: string): string {
  const ending = createHash("sha256").update(key).digest("hex").slice(0, DIGITS);
  const [start = "", ...rest] = key.split(".");
  const whole = [`${start}-${ending}`, ...rest].join(".").replace(/[. ]+$/, "");
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  let short = "";
  for (const character of key.replaceAll(".", "-")) {
    if (Buffer.byteLength(`${short}${character}-${ending}`) > MOST_BYTES) break;
    short += character;
  }
  return `${short}-${ending}`;
}
