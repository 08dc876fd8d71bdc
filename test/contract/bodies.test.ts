import * as fc from "fast-check";
import { z } from "zod";
import { memberAt, translationOf, type TypeTerms } from "../../provider/contract/bodies";
import { Bodies } from "../../sandbox/tongue/bodies";
import { runs } from "../support/runs";

const Inner = z
  .object({ id: z.string(), state: z.string(), size: z.number(), open: z.boolean() })
  .meta({ id: "Inner" });
const Outer = z
  .object({
    name: z.string(),
    note: z.string().nullable().optional(),
    sizes: z.record(z.string(), z.number()),
    words: z.array(z.string()),
    inner: Inner,
    inners: z.array(Inner),
  })
  .meta({ id: "Outer" });

const place = fc.stringMatching(/^[a-zäöü_-]{1,6}(\.[a-z_-]{1,4}){0,2}$/);
const portalWord = fc.stringMatching(/^[A-Z]{1,4}$/);

/** Terms of one type: every member at a place of its own, with words and types where they can have some. */
function terms(names: readonly string[]): fc.Arbitrary<TypeTerms> {
  return fc
    .tuple(
      fc.uniqueArray(place, {
        minLength: names.length,
        maxLength: names.length,
        selector: (text) => text.split(".")[0],
      }),
      fc.uniqueArray(portalWord, { minLength: 3, maxLength: 3 }),
      fc.boolean(),
    )
    .map(([places, [one = "", two = "", three = ""], isText]) =>
      Object.fromEntries(
        names.map((name, index) => {
          const words = { trial: one, live: two, gone: three };
          const more =
            name === "state" || name === "words"
              ? { words }
              : name === "open"
                ? { words: { true: one, false: two } }
                : name === "size" || name === "sizes"
                  ? isText
                    ? { as: "text" as const }
                    : {}
                  : {};
          return [name, { at: places[index], ...more }];
        }),
      ),
    );
}

const word = fc.constantFrom("trial", "live", "gone");
const inner = fc.record({ id: fc.string(), state: word, size: fc.integer(), open: fc.boolean() });
const outer = fc.record(
  {
    name: fc.string(),
    note: fc.option(fc.string()),
    sizes: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer()),
    words: fc.array(word),
    inner,
    inners: fc.array(inner, { maxLength: 3 }),
  },
  { requiredKeys: ["name", "sizes", "words", "inner", "inners"] },
);

describe("the translation of bodies", () => {
  it("is undone by the translation back, whatever the terms", () => {
    fc.assert(
      fc.property(
        terms(Object.keys(Outer.shape)),
        terms(Object.keys(Inner.shape)),
        outer,
        (ofOuter, ofInner, value) => {
          const translation = translationOf(Outer, { Outer: ofOuter, Inner: ofInner })!;
          const sent = JSON.parse(JSON.stringify(translation.toPortal(value))) as unknown;
          expect(translation.fromPortal(sent)).toEqual(JSON.parse(JSON.stringify(value)));
          // The sandbox reads the same terms, and was written apart from this.
          const vendor = new Bodies({ types: { Outer: ofOuter, Inner: ofInner }, unknown: new Set() });
          expect(vendor.said(Outer, JSON.parse(JSON.stringify(value)))).toEqual(sent);
          expect(vendor.heard(Outer, sent, {}, true)).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it("is none where the portal has everything as the contract does", () => {
    expect(translationOf(Outer, {})).toBeUndefined();
    expect(translationOf(z.string(), { Inner: { id: { at: "x" } } })).toBeUndefined();
  });

  it("takes the terms of an object for its inputs", () => {
    const Input = Inner.pick({ state: true }).meta({ id: "InnerInput" });
    expect(translationOf(Input, { Inner: { state: { at: "etat" } } })?.toPortal({ state: "live" })).toEqual({
      etat: "live",
    });
  });

  it("leaves out what the portal lacks and an answer may lack, and has null for what must be there", () => {
    const Some = z
      .object({ id: z.string(), may: z.string().optional(), must: z.string().nullable() })
      .meta({ id: "Some" });
    const lacks = "not here";
    const translation = translationOf(Some, { Some: { may: { lacks }, must: { lacks } } })!;
    expect(translation.fromPortal({ id: "1", may: "x", must: "y" })).toEqual({ id: "1", must: null });
  });

  it("reads words that stand for numbers", () => {
    const translation = translationOf(Inner, { Inner: { size: { words: { "0": "none", "1": "one" } } } })!;
    expect(translation.toPortal({ size: 1 })).toEqual({ size: "one" });
    expect(translation.fromPortal({ size: "none" })).toEqual({ size: 0 });
  });

  it("finds the member that the portal complains about", () => {
    const types = {
      Outer: { inner: { at: "dedans.tout" }, inners: { at: "liste" } },
      Inner: { size: { at: "taille" } },
    };
    expect(memberAt(Outer, "dedans.tout.taille", types)).toBe("inner.size");
    expect(memberAt(Outer, "liste.2.taille", types)).toBe("inners.2.size");
    expect(memberAt(Outer, "liste", types)).toBe("inners");
    expect(memberAt(Outer, "inner", types)).toBeUndefined();
  });

  it("refuses to send what the portal lacks, and reads what its absence means", () => {
    const translation = translationOf(Inner, { Inner: { state: { lacks: "no states here", absent: "live" } } })!;
    expect(() => translation.toPortal({ id: "1", state: "trial" })).toThrow(
      "state can't be sent to this portal: no states here",
    );
    expect(translation.toPortal({ id: "1", state: "live" })).toEqual({ id: "1" });
    expect(translation.fromPortal({ id: "1", size: 1, open: true })).toEqual({
      id: "1",
      state: "live",
      size: 1,
      open: true,
    });
  });
});
