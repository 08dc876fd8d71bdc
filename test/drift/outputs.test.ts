import Ajv from "ajv/dist/2020";
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import MarkdownIt from "markdown-it";
import { DRIFT_VERSION, type DriftReport, VERDICTS } from "../../drift";
import { FORMATS } from "../../drift/outputs";
import { toMarkdown } from "../../drift/outputs/markdown";
import { HOSTILE, hostileText } from "../review/outputs/reports";
import { runs } from "../support/runs";

const OPERATIONS = ["create", "update", "replace", "delete", "same"] as const;
const few = { maxLength: 3 } as const;
const value = fc.oneof(hostileText, fc.integer(), fc.array(hostileText, few), fc.constant(undefined));
const source = fc.record({ file: hostileText, line: fc.integer({ min: 1, max: 99 }) });
const declared = {
  key: hostileText,
  kind: fc.constantFrom("User", "Account"),
  name: hostileText,
  id: hostileText,
};
const declaredMore = { account: hostileText, connection: hostileText, source };
const optional: { requiredKeys: ("key" | "kind" | "name" | "id")[] } = { requiredKeys: ["key", "kind", "name", "id"] };

/** Ids as the portal gave them. zod leaves a member named `__proto__` out of every record, so no report has one. */
const id = hostileText.filter((text) => text !== "__proto__");

/** A report as any portal could bring it about, with strangers' words wherever there are words. */
const anyReport: fc.Arbitrary<DriftReport> = fc
  .record({
    project: hostileText,
    stack: hostileText,
    verdict: fc.constantFrom(...VERDICTS),
    changed: fc.array(
      fc.record({
        object: fc.record({ ...declared, ...declaredMore }, optional),
        differences: fc.array(fc.record({ field: hostileText, declared: value, applied: value, portal: value }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
      few,
    ),
    missing: fc.array(fc.record({ ...declared, ...declaredMore }, optional), few),
    undeclared: fc.array(
      fc.record({ ...declared, account: hostileText, connection: hostileText, undeclarable: hostileText }, optional),
      few,
    ),
    names: fc.dictionary(id, hostileText, { maxKeys: 3, noNullPrototype: true }),
    cannotTell: fc.array(fc.record({ reason: hostileText, subjects: fc.array(hostileText, { minLength: 1 }) }), few),
    unapplied: fc.array(
      fc.record(
        {
          key: hostileText,
          kind: fc.constant("User"),
          operation: fc.constantFrom(...OPERATIONS),
          fields: fc.array(hostileText, few),
          existing: hostileText,
        },
        { requiredKeys: ["key", "kind", "operation", "fields"] },
      ),
      few,
    ),
    accounts: fc.array(hostileText, few),
    ignored: fc.array(fc.record({ place: hostileText, reason: hostileText, objects: fc.nat() }), few),
    remarks: fc.array(hostileText, few),
    effects: fc.array(
      fc.record({
        change: fc.constantFrom("gained" as const, "lost" as const, "unknown" as const),
        people: fc.array(hostileText, few),
        sentence: hostileText,
      }),
      few,
    ),
    gaps: fc.array(hostileText, few),
  })
  .map(({ changed, undeclared, accounts, effects, gaps, ...rest }) => ({
    version: DRIFT_VERSION,
    portals: [],
    exitCode: 0,
    headline: "Drift: 1 object changed.",
    ...rest,
    changed: changed.map(({ object, differences }) => ({ ...object, differences })),
    undeclared: undeclared.map(({ key: _key, ...object }) => ({ ...object, fields: {} })),
    looked: { declared: 1, listed: 2, undeclared: true, accounts },
    explanation: {
      headline: "People's access is as declared in Git.",
      effects,
      gaps,
      findings: effects.map(({ sentence }) => ({
        id: "ESC-01",
        level: "risk" as const,
        title: sentence,
        sentence,
        subject: sentence,
        certain: true,
      })),
    },
  }));

const parser = new MarkdownIt({ html: true, linkify: true });
parser.linkify.set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });
const OURS = /^(heading|paragraph|bullet_list|list_item|strong)_(open|close)$|^(inline|text|code_inline|softbreak)$/;

describe("what strangers wrote is text and nothing else", () => {
  it("in Markdown: no link, no image, no mention, no mark-up of theirs", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const tokens = parser.parse(toMarkdown(report), {}).flatMap((one) => [one, ...(one.children ?? [])]);
        const theirs = tokens.filter(
          ({ type, content }) => !OURS.test(type) || (type === "text" && /@\w|#\d|:\/\/|www\.|:\w+:/.test(content)),
        );
        expect(theirs).toEqual([]);
      }),
      { numRuns: runs(80) },
    );
  });

  it("in a terminal: nothing that it, or a pipeline's log, acts on", () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 20, max: 300 }), (report, width) => {
        const text = FORMATS.text(report, { width });
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u);
        expect(text).not.toMatch(/##\[|##vso|^ *::/m);
      }),
      { numRuns: runs(80) },
    );
  });

  it("in JSON: every byte of it, by the form that is published", () => {
    const schema = JSON.parse(
      readFileSync(path.resolve(__dirname, "..", "..", "docs", "drift.schema.json"), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    fc.assert(
      fc.property(anyReport, (report) => {
        const text = FORMATS.json(report);
        const read: unknown = JSON.parse(text);
        expect(read).toEqual(JSON.parse(JSON.stringify(report)));
        expect([validate(read), validate.errors]).toEqual([true, null]);
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      }),
      { numRuns: runs(80) },
    );
  });
});

describe("Markdown for an issue", () => {
  const many = (count: number): DriftReport => {
    const [base] = fc.sample(anyReport, { numRuns: 1, seed: 3 });
    const objects = Array.from({ length: count }, (_, index) => ({
      key: `User/person-${index}`,
      kind: "User",
      name: HOSTILE[index % HOSTILE.length]!,
      id: `user_${index}`,
    }));
    const change = { field: "lastName", declared: "x".repeat(300), portal: "y".repeat(300) };
    return {
      ...base!,
      changed: objects.map((object) => ({ ...object, differences: [change] })),
      missing: objects,
      undeclared: objects.map(({ key: _key, ...object }) => ({ ...object, fields: {} })),
      remarks: objects.map(({ key }) => key),
    };
  };

  it.each([10, 1_000, 20_000])(
    "%s objects of each sort: below 60,000 characters, the verdict first, with counts",
    (count) => {
      const text = toMarkdown(many(count));
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text.split("\n")[0]).toBe("**Drift: 1 object changed.**");
      expect(text).toContain(`### Changed at the portal (${count.toLocaleString("en-US")})`);
      if (count > 10) {
        expect(text).toMatch(/- … and [\d,]+ more objects/);
        // What changed is told at more length than what is least important.
        expect(text).toContain("`User/person-0`");
        expect(text).not.toMatch(/### Remarks.*\n\n- `?User/);
      }
    },
  );

  it("takes no limit under which nothing could be decided", () => {
    expect(() => toMarkdown(many(1), { limit: 100 })).toThrow(RangeError);
  });
});
