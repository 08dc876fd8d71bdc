import { kinds, type KindName, UNKNOWN } from "../provider/model";
import { MASK } from "../engine/values";

/** A value with what is secret masked, what isn't known said, and members in an order of their own. */
export function shownValue(kind: KindName, field: string, value: unknown): unknown {
  const { secret } = kinds[kind].fields[field] ?? {};
  if (secret === true) return MASK;
  const show = (part: unknown): unknown => {
    if (part === UNKNOWN) return "[unknown]";
    if (Array.isArray(part)) return part.map(show);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part)
        .filter(([, member]) => member !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, member]) => [name, secret?.includes(name) === true ? MASK : show(member)]),
    );
  };
  return show(value);
}
