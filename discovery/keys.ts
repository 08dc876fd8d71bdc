import { createHash } from "node:crypto";
import { KEY } from "../realm/entry";
import type { LiveObject } from "../provider/model/liveObjects";
import { slug } from "../text/slug";

const SHORT_ID = 12;
const SUFFIX_DIGITS = 8;

/**
 * Keys for objects, the same whatever order they come in. Objects that would have the same key in the same place all get an ending that
 * follows from their ids; so do those of an account whose key stands at the top, where a reference could mean either.
 */
export function keysFor(
  objects: readonly LiveObject[],
  isAtTop: (object: LiveObject) => boolean,
  wordOf: (object: LiveObject) => string,
): ReadonlyMap<LiveObject, string> {
  const placed = (object: LiveObject, key: string) => `${object.kind} ${isAtTop(object) ? "" : object.account} ${key}`;
  const sorted = [...objects].sort((one, other) => (one.found.id < other.found.id ? -1 : 1));
  const keys = new Map<LiveObject, string>();
  const taken = new Set<string>();
  for (const isTop of [true, false]) {
    const wished = sorted
      .filter((object) => isAtTop(object) === isTop)
      .map((object) => [object, slug(wordOf(object)) || object.kind.toLowerCase()] as const);
    const count = new Map<string, number>();
    for (const [object, key] of wished) {
      const place = placed(object, key);
      count.set(place, (count.get(place) ?? 0) + 1);
    }
    const isFree = (object: LiveObject, key: string) =>
      KEY.test(key) && !taken.has(placed(object, key)) && (isTop || !taken.has(`${object.kind}  ${key}`));
    const give = (object: LiveObject, key: string) => {
      keys.set(object, key);
      taken.add(placed(object, key));
    };
    for (const [object, key] of wished)
      if (count.get(placed(object, key)) === 1 && isFree(object, key)) give(object, key);
    for (const [object, key] of wished) {
      if (keys.has(object)) continue;
      const [short, long] = endings(object.found.id).map((ending) => `${key}-${ending}`) as [string, string];
      give(object, isFree(object, short) ? short : long);
    }
  }
  return keys;
}

/** A short ending, and one that nobody else has. */
function endings(id: string): [string, string] {
  const digest = createHash("sha256").update(id).digest("hex");
  const own = slug(id);
  return [own !== "" && own.length <= SHORT_ID ? own : digest.slice(0, SUFFIX_DIGITS), digest];
}
