import fc from "fast-check";
import { SaxesParser } from "saxes";
import { catalogue } from "../../../review/findings/catalogue";
import { shownName, shownText } from "../../../text/escape";
import { toJunit } from "../../../review/outputs/junit";
import type { Report } from "../../../review/report";
import { anyReport, finding, huge, oneDay, report } from "./reports";
import { runs } from "../../support/runs";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

function parsed(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes }, children: [], text: "" };
    open[open.length - 1]!.children.push(element);
    open.push(element);
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => void (open[open.length - 1]!.text += text));
  parser.on("comment", () => fail("a comment"));
  parser.on("cdata", () => fail("a CDATA section"));
  parser.on("processinginstruction", () => fail("an instruction"));
  parser.write(xml).close();
  return root;
}

function fail(what: string): never {
  throw new Error(`There is ${what} in it`);
}

function suite(of: Report): Element {
  const [suites] = parsed(toJunit(of)).children;
  expect(suites!.name).toBe("testsuites");
  expect(suites!.children.map(({ name }) => name)).toEqual(["testsuite"]);
  return suites!.children[0]!;
}

function cases(of: Report): { readonly name: string; readonly state: string; readonly text: string }[] {
  return suite(of)
    .children.filter(({ name }) => name === "testcase")
    .map(({ attributes, children }) => ({
      name: attributes["name"]!,
      state: children.find(({ name }) => name === "failure" || name === "skipped")?.name ?? "passed",
      text: children.map(({ text, attributes: { message = "" } }) => `${message}\n${text}`).join("\n"),
    }));
}

const WHOLE = "The plan can be read and judged as a whole";

describe("a review as JUnit", () => {
  it("has a test for each rule, which fails where an unaccepted finding blocks", () => {
    const all = cases(oneDay());
    expect(all.map(({ name }) => name)).toEqual([
      WHOLE,
      ...Object.entries(catalogue).map(([id, { title }]) => `${id} ${title}`),
    ]);
    expect(all.filter(({ state }) => state !== "passed").map(({ name, state }) => [name.slice(0, 6), state])).toEqual([
      ["ESC-02", "failure"],
    ]);
    const failed = all.find(({ state }) => state === "failure");
    for (const text of [
      "4 people of Acme AG would see all 37 accounts",
      "Who: anna, bob",
      "clients/acme.ts:12:3",
      "rule csp/P5",
    ]) {
      expect(failed!.text).toContain(text);
    }
    const accepted = all.find(({ name }) => name.startsWith("PWD-01"));
    expect(accepted!.text).toContain("Accepted by platform-team until 2027-01-31: Asked for in ticket 4711.");
    expect(suite(oneDay()).attributes).toEqual({
      name: "Access review of realm/prod",
      tests: `${1 + Object.keys(catalogue).length}`,
      failures: "1",
      errors: "0",
      skipped: "0",
    });
  });

  it("fails by the level that the review fails on, and never for what is accepted", () => {
    const failing = (failOn: Report["failOn"]) =>
      cases({ ...oneDay(), failOn })
        .filter(({ state }) => state === "failure")
        .map(({ name }) => name.slice(0, 6));
    expect(failing("notice")).toEqual(["ESC-02", "IRR-02", "KEP-01"]);
    expect(failing("risk")).toEqual(["ESC-02", "IRR-02"]);
    expect(failing("never")).toEqual([]);
  });

  it("fails as a whole where nobody can tell, and skips what else there is", () => {
    const unsure = report({
      completeness: { ...report({}).completeness, complete: false, gaps: ["a list is cut short"] },
      verdict: "cannot tell",
      headline: "The list of users is cut short",
      findings: [finding("ESC-01")],
    });
    const [whole, ...all] = cases(unsure);
    expect([whole!.name, whole!.state, whole!.text.includes("a list is cut short")]).toEqual([WHOLE, "failure", true]);
    expect(all[0]).toMatchObject({ name: "ESC-01 Rights over other accounts", state: "failure" });
    expect(
      all.slice(1).every(({ state, text }) => state === "skipped" && text.includes("The list of users is cut short")),
    ).toBe(true);
  });

  it("is XML whatever strangers wrote, and has it as data", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const xml = toJunit(any);
        expect(xml).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/u);
        const all = cases(any);
        expect(all.length).toBe(1 + new Set([...Object.keys(catalogue), ...any.findings.map(({ id }) => id)]).size);
        for (const { id, sentence, subject, path } of any.findings) {
          const found = all.filter(({ name }) => name.startsWith(`${shownName(id)} `)).map(({ text }) => text);
          const names = [subject, ...path.map(({ name }) => name)].map((name) => shownName(name));
          expect(found.some((text) => [shownText(sentence), ...names].every((name) => text.includes(name)))).toBe(true);
        }
        const { attributes } = suite(any);
        const count = (wanted: string) => `${all.filter(({ state }) => state === wanted).length}`;
        expect(attributes).toMatchObject({
          tests: `${all.length}`,
          failures: count("failure"),
          skipped: count("skipped"),
        });
      }),
      { numRuns: runs(150) },
    );
  });

  it("has every finding of very many, or says how many more there are", () => {
    const big = huge();
    const text = cases(big)
      .map((each) => each.text)
      .join("\n");
    const shown = (text.match(/^About User\/person-\d+, declared/gm) ?? []).length;
    const left = [...text.matchAll(/^([\d,]+) more findings? of this rule/gm)].reduce(
      (sum, [, number = ""]) => sum + Number(number.replaceAll(",", "")),
      0,
    );
    expect(left).toBeGreaterThan(0);
    expect(shown + left).toBe(big.findings.length);
  });

  it("is the same bytes for the same report", () => {
    fc.assert(
      fc.property(anyReport, (any) => expect(toJunit(structuredClone(any))).toBe(toJunit(any))),
      { numRuns: runs(30) },
    );
  });
});
