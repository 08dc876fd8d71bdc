import { UNKNOWN } from "../provider/model";
import { mapLeaves } from "../provider/model/unknown";

/** What the engine has for a text that is not known before the apply; plans have it for everything that isn't. */
export const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The same for booleans, numbers, lists, assets, archives and objects, as programs and policies meet them. */
export const OTHER_UNKNOWN_SIGNS: readonly unknown[] = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];

/** The member that marks an object as a value of a special sort: a secret, an asset. */
export const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";

/** The value of that member of a secret. */
export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine prints in place of a secret. */
export const MASK = "[secret]";

/** A value of the engine with `UNKNOWN` for what is not known. */
export function withUnknowns(value: unknown): unknown {
  return mapLeaves(value, (leaf) => (leaf === UNKNOWN_SIGN ? UNKNOWN : leaf));
}

/** The same with the signs of all types, as a plugin meets them. */
export function withAllUnknowns(value: unknown): unknown {
  return mapLeaves(value, (leaf) => (leaf === UNKNOWN_SIGN || OTHER_UNKNOWN_SIGNS.includes(leaf) ? UNKNOWN : leaf));
}

/** A value with the engine's sign for what is not known. */
export function withUnknownSigns(value: unknown): unknown {
  return mapLeaves(value, (leaf) => (leaf === UNKNOWN ? UNKNOWN_SIGN : leaf));
}

/** Whether an object of the engine is a secret, or another value of a special sort. */
export function isSigned(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, SIGNATURE_KEY);
}

/** Whether the engine shows a secret there, and not the value. */
export function isMasked(value: unknown): boolean {
  return value === MASK || isSigned(value);
}

/** Whether the engine has hidden a value, or a part of it. */
export function holdsMask(value: unknown): boolean {
  if (isMasked(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsMask);
}
