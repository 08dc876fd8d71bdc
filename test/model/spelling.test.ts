import * as fc from "fast-check";
import { KIND_NAMES } from "../../provider/model";
import {
  canonicalAddress,
  canonicalColour,
  canonicalEmail,
  canonicalLocale,
  canonicalPhone,
  canonicalUrl,
  folded,
  spelledAlike,
} from "../../provider/model/spelling";
import { kindAt } from "../../provider/model/kindAt";
import { sameValue } from "../../provider/model/values";
import { portalNamed } from "../../provider/portals";
import { runs } from "../support/runs";
import { anyCharacter } from "../support/text";
import { PORTAL_NAMES } from "../../provider/portals/list";

type Bytes = readonly number[];

const letterCase = fc.func(fc.boolean());
const inOtherCase = (text: string, isUpper: (index: number) => boolean) =>
  [...text].map((sign, index) => (isUpper(index) ? sign.toUpperCase() : sign.toLowerCase())).join("");

/** One of the many spellings of an IPv6 address. */
const spelling6 = (bytes: Bytes) =>
  fc.record({ zeros: fc.boolean(), short: fc.boolean(), dotted: fc.boolean(), upper: letterCase }).map((how) => {
    const groups = Array.from({ length: 8 }, (_, index) => bytes[2 * index]! * 256 + bytes[2 * index + 1]!);
    const hex = groups.map((group) => group.toString(16).padStart(how.zeros ? 4 : 1, "0"));
    const words = how.dotted ? [...hex.slice(0, 6), bytes.slice(12).join(".")] : hex;
    const text = words.join(":");
    const shortened = how.short ? text.replace(/(^|:)0+(:0+)+(:|$)/, "::") : text;
    return inOtherCase(shortened, how.upper);
  });

const masked = (bytes: Bytes, length: number) =>
  bytes.map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, length - 8 * index)))) & 0xff);

/** Few different bytes, so that two addresses are often one. */
const bytes = (count: number) => fc.array(fc.constantFrom(0, 0, 1, 0x80, 0xff), { minLength: count, maxLength: count });

describe("values that have several spellings", () => {
  it("addresses and blocks have one, and the same one just where they hold the same addresses", () => {
    const block = fc.constantFrom(4, 6).chain((version) => {
      const bits = version === 4 ? 32 : 128;
      return fc
        .record({ bytes: bytes(bits / 8), length: fc.integer({ min: 0, max: bits }) })
        .chain(({ bytes, length }) =>
          fc
            .tuple(version === 4 ? fc.constant(bytes.join(".")) : spelling6(bytes), fc.constantFrom("", "0", "00"))
            .map(([address, zeros]) => ({
              text: `${address}/${`${zeros}${length}`.slice(-3)}`,
              meaning: JSON.stringify([version, length, masked(bytes, length)]),
              isOne: length === bits,
              address,
            })),
        );
    });
    fc.assert(
      fc.property(block, block, (one, other) => {
        expect(canonicalAddress(one.text) === canonicalAddress(other.text)).toBe(one.meaning === other.meaning);
        expect(canonicalAddress(canonicalAddress(one.text))).toBe(canonicalAddress(one.text));
        if (one.isOne) expect(canonicalAddress(one.address)).toBe(canonicalAddress(one.text));
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each([
    ["2001:0DB8:0:0::1", "2001:db8::1"],
    ["2001:db8::1/128", "2001:db8::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["::FFFF:102:304", "::ffff:1.2.3.4"],
    ["2001:db8:1::/32", "2001:db8::/32"],
    ["::/0", "::/0"],
    ["198.51.100.7/24", "198.51.100.0/24"],
    ["198.51.100.7/32", "198.51.100.7"],
    ["198.51.100.7/08", "198.0.0.0/8"],
    ["198.51.100.7/33", "198.51.100.7/33"],
    ["fe80::1%eth0", "fe80::1%eth0"],
    ["nowhere", "nowhere"],
  ])("the address %s is written %s", (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  it("domains of e-mail addresses are one in any letter case and in both forms of IDNA; what is before them is not", () => {
    fc.assert(
      fc.property(fc.emailAddress(), letterCase, (address, isUpper) => {
        const [own = "", domain = ""] = address.split("@");
        expect(canonicalEmail(`${own}@${inOtherCase(domain, isUpper)}`)).toBe(canonicalEmail(address));
        expect(canonicalEmail(address)).toBe(`${own}@${domain.toLowerCase()}`);
      }),
    );
    expect(canonicalEmail("a@Bücher.example")).toBe("a@xn--bcher-kva.example");
    expect(canonicalEmail("Anna@x.example")).not.toBe(canonicalEmail("anna@x.example"));
  });

  it("URLs are one where the URL standard says so", () => {
    const same = ["https://Example.com", "HTTPS://example.com:443/", "https://example.com/"];
    expect(new Set(same.map(canonicalUrl)).size).toBe(1);
    const different = [
      "https://example.com/a",
      "https://example.com/A",
      "https://example.com/a/",
      "https://example.com:8443/a",
    ];
    expect(new Set(different.map(canonicalUrl)).size).toBe(4);
  });

  it("telephone numbers are one without what only makes them readable", () => {
    const same = ["+41 44 123 45 67", "+41441234567", "0041 44 123-45-67", "+41.44.123.4567", "+41 (44) 1234567"];
    expect(new Set(same.map(canonicalPhone))).toEqual(new Set(["+41441234567"]));
    const different = ["+41 (0)44 123 45 67", "044 123 45 67", "+41 44 123 45 67 ext. 8", "ask Anna"];
    expect(new Set([...same, ...different].map(canonicalPhone)).size).toBe(5);
  });

  it("languages are one in any letter case, with either sign between their parts", () => {
    expect(new Set(["de-CH", "de_CH", "DE_ch"].map(canonicalLocale)).size).toBe(1);
    expect(canonicalLocale("de_CH.UTF-8")).toBe("de_CH.UTF-8");
    expect(canonicalLocale("de-CH")).not.toBe(canonicalLocale("de-DE"));
  });

  it("every canonical form is its own, whatever is given", () => {
    const forms = [canonicalAddress, canonicalColour, canonicalEmail, canonicalLocale, canonicalPhone, canonicalUrl];
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.webUrl(),
      fc.emailAddress(),
      fc.ipV6(),
      fc.constantFrom("de_CH", "#ABCDEF"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.oneof(texts, fc.anything()), (form, value) => {
        expect(form(form(value))).toEqual(form(value));
        if (typeof value !== "string") expect(form(value)).toBe(value);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("are compared without regard to them, at every portal", () => {
    const spellings: Readonly<Record<string, readonly [unknown, unknown]>> = {
      email: ["a@Acme.example", "a@acme.example"],
      phone: ["+41 44 123 45 67", "0041441234567"],
      locale: ["de_CH", "de-ch"],
      iconUrl: ["https://ACME.example", "https://acme.example:443/"],
      primaryColor: ["#ABCDEF", "#abcdef"],
      secondaryColor: ["#ABCDEF", "#abcdef"],
      sourceAddresses: [["2001:0DB8::1", "2001:db8:0::1"], ["2001:db8::1"]],
      adminAccess: [
        { username: "a", email: "a@Acme.example", password: "p" },
        { username: "a", email: "a@acme.example", password: "p" },
      ],
    };
    for (const portal of PORTAL_NAMES)
      for (const name of KIND_NAMES)
        for (const [field, facts] of Object.entries(kindAt(name, portalNamed(portal)).fields)) {
          const [one, other] = spellings[field] ?? [];
          if (one === undefined) continue;
          expect([portal, name, field, sameValue(facts, one, other), sameValue(facts, other, one)]).toEqual([
            ...[portal, name, field],
            ...[true, true],
          ]);
        }
  });
});

describe("what is spelling alone", () => {
  it("is letter case, white space at the ends, line ends and how accents are written; nothing is an empty text", () => {
    const same = ["Zürich\nBasel", " zu\u0308rich\r\nbasel", "ZÜRICH\nBASEL\n"];
    expect(new Set(same.map(folded)).size).toBe(1);
    expect(spelledAlike("", undefined)).toBe(true);
    expect(spelledAlike(undefined, null)).toBe(true);
    expect(spelledAlike(["A ", "b"], ["B", "a"])).toBe(true);
    for (const [one, other] of [
      ["a b", "ab"],
      ["a", ""],
      [["a"], ["a", "b"]],
      [[1], ["1"]],
      [{}, {}],
      [1, "1"],
      [true, true],
    ])
      expect(spelledAlike(one, other)).toBe(false);
  });

  it("is taken out once for all", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        expect(folded(folded(text))).toBe(folded(text));
        expect(spelledAlike(text, ` ${text.normalize("NFD")}\n`)).toBe(true);
      }),
      { numRuns: runs(1000) },
    );
  });
});
