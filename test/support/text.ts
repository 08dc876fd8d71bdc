import * as fc from "fast-check";

const SURROGATES = 0x800;
const FIRST_SURROGATE = 0xd800;
const LAST_CHARACTER = 0x10ffff;

/**
 * Any character of Unicode, as the unit of `fc.string`. fast-check's own "binary" keeps a table of all of them, which takes half a second
 * and some hundred megabytes in each file of tests.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: LAST_CHARACTER - SURROGATES }).map(
  (place) => String.fromCodePoint(place < FIRST_SURROGATE ? place : place + SURROGATES),
  (character) => {
    const code = typeof character === "string" ? (character.codePointAt(0) ?? -1) : -1;
    if (code === -1 || character !== String.fromCodePoint(code)) throw new Error("Not one character");
    return code < FIRST_SURROGATE ? code : code - SURROGATES;
  },
);
