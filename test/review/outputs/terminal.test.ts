import fc from "fast-check";
import { shownName, terminalName, terminalText } from "../../../text/escape";
import { toTerminal } from "../../../review/outputs/terminal";
import { columns } from "../../../text/columns";
import { anyReport, finding, HOSTILE, hostileText, huge, oneDay, report } from "./reports";
import { runs } from "../../support/runs";
import { anyCharacter } from "../../support/text";

const plain = { colour: false, width: 100 } as const;

/** The text of a page without its layout, in which a colon at the start of a line is written by its number. */
function words(page: string): string {
  return page.replace(/\s+/g, "").replaceAll("⟨U+003A⟩", ":");
}

describe("a review in a terminal", () => {
  it("has a label on the left and what there is to say on the right", () => {
    const page = toTerminal(oneDay(), plain);
    expect(page.split("\n").slice(0, 10)).toEqual([
      "Access review of realm/prod: BLOCKED",
      "              Blocked by 1 finding: 4 people gain rights over all 37 accounts, 1 person is replaced",
      "",
      "ESCALATION    ESC-02 A profile in use gains rights over other accounts · blocks · csp/P5 ·",
      "              clients/acme.ts:12:3",
      '              The profile "Support" gains show_clients: 4 people of Acme AG would see all 37',
      "              accounts.",
      "              anna, bob, carla, jdoe",
      "              profile Support → permission show_clients",
      "IRREVERSIBLE  IRR-02 A person is replaced · clients/acme.ts:40",
    ]);
    for (const line of [
      "ACCEPTED      PWD-01 A password is reset",
      "APPROVAL      2 of @acme/security, for IRR-02 User/jdoe",
      "GAIN          administrative: 4 people gain: see all accounts",
      "              anna, bob, carla, jdoe, in every account",
      "LOSE          1 person loses: see the bills",
      "LIMIT         vcpus of Acme AG in de-1: 40 → 80, below usage",
      `EFFECT HASH   ${"5f2c".repeat(16)}`,
      `PLAN HASH     ${"09ab".repeat(16)}`,
    ]) {
      expect(page.split("\n")).toContain(line);
    }
  });

  it("counts the notes common to all such reviews, and shows them where they are asked for", () => {
    const own = "Whether the passwords of 2 people change can't be seen: they are masked.";
    const ofDocuments = "What a role permits is taken from the vendor's page.";
    const notes = report({
      portals: [{ name: "gridscale", title: "Partner (derived, unverified)", note: "derived: made from documents" }],
      completeness: { ...report().completeness, remarks: [ofDocuments, own], standing: [ofDocuments] },
    });
    const lines = (verbose: boolean) =>
      toTerminal(notes, { ...plain, verbose })
        .split("\n")
        .filter((line) => line.startsWith("NOTE"))
        .map((line) => line.replace(/ +/g, " "));
    expect(lines(false)).toEqual([`NOTE ${own}`, "NOTES 3 notes common to all such reviews: --verbose shows them"]);
    expect(lines(true)).toEqual([
      `NOTE ${own}`,
      "NOTE Partner (derived, unverified): made from documents",
      "NOTE Not read: what the standard profiles hold today",
      `NOTE ${ofDocuments}`,
    ]);
  });

  it("has no control character but the end of a line without colour, and our own codes with it", () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 0, max: 300 }), (any, width) => {
        const page = toTerminal(any, { colour: false, width });
        expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034F\u115F\u3164]/u);
        const coloured = toTerminal(any, { colour: true, width });
        expect(coloured).toContain("\u001b[");
        const withoutCodes = coloured.replace(/\u001b\[(?:0|1|31;1|3[2356])m/g, "");
        expect(withoutCodes.replace(/ +$/gm, "")).toBe(page);
      }),
      { numRuns: runs(150) },
    );
  });

  it("has every finding, or says how many more there are", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const page = words(toTerminal(any, plain));
        for (const { id, sentence, path } of any.findings) {
          for (const name of [id, ...path.map((step) => step.name)]) expect(page).toContain(words(terminalName(name)));
          expect(page).toContain(words(terminalText(sentence)));
        }
      }),
    );
    const page = toTerminal(huge(), plain);
    const labels = page.match(/^(ESCALATION|IRREVERSIBLE|RISK|NOTICE|ACCEPTED) /gm) ?? [];
    expect(labels).toHaveLength(50);
    expect(page).toMatch(
      /^ {14}4,950 more findings: [\d,]+ escalations, [\d,]+ irreversible, [\d,]+ risks, [\d,]+ notices$/m,
    );
    expect(page).toContain("person-4 and 9,995 more");
    expect(page.length).toBeLessThan(60_000);
  });

  it("writes no command into the log of a pipeline", () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 40, max: 120 }), (any, width) => {
        for (const line of toTerminal(any, { colour: false, width }).split("\n")) {
          expect(line.trim().startsWith("::")).toBe(false);
          expect(line).not.toContain("##");
        }
      }),
      { numRuns: runs(150) },
    );
    // What is ours may come after a colon of theirs, and a word that is too long for a line is broken in it.
    const stack = `${"x ".repeat(10)}${"y".repeat(9)} :`;
    for (let width = 40; width < 80; width += 1) {
      const page = toTerminal(report({ stack }), { colour: false, width });
      expect(page.split("\n").filter((line) => line.trim().startsWith("::"))).toEqual([]);
    }
    for (let start = 20; start < 60; start += 1) {
      const sentence = `${"x".repeat(start)}::error::gone${"y".repeat(40)}`.slice(0, 64);
      const page = toTerminal(report({ findings: [finding("ESC-01", { sentence })] }), { colour: false, width: 40 });
      expect(page.split("\n").filter((line) => line.trim().startsWith("::"))).toEqual([]);
    }
  });

  it("keeps within its width, with letters that take two columns as well", () => {
    expect(columns("山田")).toBe(4);
    expect(columns("👍")).toBe(2);
    expect(columns("e\u0301a")).toBe(2);
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 40, max: 140 }), (any, width) => {
        const lines = toTerminal(any, { colour: false, width }).split("\n");
        // A colon that begins a line is written longer than it is.
        const tooLong = lines.filter((line) => columns(line.replace(/^ *⟨U\+003A⟩:/, "")) > width);
        expect(tooLong).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  it("is the same bytes for the same report", () => {
    fc.assert(
      fc.property(anyReport, (any) => expect(toTerminal(structuredClone(any), plain)).toBe(toTerminal(any, plain))),
      { numRuns: runs(30) },
    );
  });
});

describe("a name anywhere", () => {
  it("is short, has nothing hidden in it, and ends where a character ends", () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: anyCharacter, minLength: 60, maxLength: 300 })), (name) => {
        const shown = shownName(name);
        expect(shown.length).toBeLessThanOrEqual(64);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u034F\u115F\u1160\u3164\uFFA0\u2800\uFEFF\u00A0]/u);
        // No number of a character is cut.
        if (!/[⟨⟩]/.test(name)) expect(shown.replace(/⟨(U\+[0-9A-F]{4,6}|no name)⟩/g, "")).not.toMatch(/[⟨⟩]/);
        if (/^[A-Za-z0-9]{1,64}$/.test(name)) expect(shown).toBe(name);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("differs for names that look alike", () => {
    for (const [one, other] of [
      ["anna", "anna "],
      ["anna", "an\u200Bna"],
      ["anna b", "anna\u00A0b"],
      ["anna b", "anna  b"],
      ["gpj.exe", "\u202Egpj.exe"],
      ["a", "a\u034F"],
    ] as const) {
      expect(shownName(one)).not.toBe(shownName(other));
    }
    expect(new Set(HOSTILE.filter(({ length }) => length < 40).map((name) => shownName(name))).size).toBe(
      HOSTILE.filter(({ length }) => length < 40).length,
    );
  });

  it("is cut in the middle, and shows what is hidden by its number", () => {
    expect(shownName(`${"a".repeat(100)}@acme.example`)).toBe(`${"a".repeat(40)}…${"a".repeat(10)}@acme.example`);
    expect(shownName("a\u202Eb\u0000")).toBe("a⟨U+202E⟩b⟨U+0000⟩");
    expect(shownName("👍".repeat(100))).toBe(`${"👍".repeat(20)}…${"👍".repeat(11)}`);
    expect(shownName("")).toBe("⟨no name⟩");
    expect(shownName("Zoe\u0308 ❤️")).toBe("Zoe\u0308 ❤️");
    expect(shownName("e\u0301\u0301\u0301\u0301")).toBe("e\u0301\u0301\u0301⟨U+0301⟩");
  });
});
