import fc from "fast-check";
import type { Page } from "playwright-core";
import type { Report } from "../../../review";
import { sampleReport } from "./sampleReport";
import { anyReport } from "../outputs/reports";
import { OVERFLOW, Pages, STRUCTURE } from "./openPage";
import { runs } from "../../support/runs";

const pages = new Pages();

const HOSTILE = [
  `<img src=x onerror="window.taken=1">`,
  `</script><script>window.taken=1</script>`,
  `"><svg onload=window.taken=1>`,
  `javascript:window.taken=1`,
  `data:text/html,<script>window.taken=1</script>`,
  `\u202Egnp.exe`,
  "``` [link](https://evil.example) @everyone",
  `{{constructor.constructor('window.taken=1')()}}`,
  "a\u0000b\u200Bc",
  `</style><style>*{display:none}</style>`,
  `' onfocus='window.taken=1' autofocus='`,
  `<!--`,
  `]]><a href="//evil.example">`,
  "ﷺ".repeat(3000) + "x".repeat(7000),
];

/** Texts that the report's form fixes, or by which one part of a report names another. */
const ITS_OWN =
  /^((User|Account)\/.*|\*|own|plan|csp|Account|User|Profile|permission|profile|person|escalation|irreversible|risk|notice|never|nothing|changes|approval|blocked|cannot tell|none|administration|realm|yes|maybe|no|(maybe )?(gained|lost)|unknown|create|update|replace|delete|same)$/s;

/** The report with every text of strangers as `textFor` has it. */
function withTexts<Value>(value: Value, textFor: (text: string) => string): Value;
function withTexts(value: unknown, textFor: (text: string) => string): unknown {
  if (typeof value === "string") return ITS_OWN.test(value) ? value : textFor(value);
  if (Array.isArray(value)) return value.map((each: unknown) => withTexts(each, textFor));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTexts(each, textFor)]));
}

/** The same report with harmless texts: as long as the others, since long ones are shortened or folded, and different where they are. */
function harmless(report: Report): Report {
  const letters = new Map<string, string>();
  return withTexts(report, (text) => {
    const letter = letters.get(text) ?? String.fromCodePoint(0x4e00 + letters.size);
    letters.set(text, letter);
    return letter.repeat(Array.from(text).length);
  });
}

/** Every text of the sample in turn replaced by a hostile one. */
function hostileSample(): Report {
  let count = 0;
  return withTexts(sampleReport(), () => HOSTILE[(count += 1) % HOSTILE.length]!);
}

async function openEveryView(page: Page, look: (view: string) => Promise<void>): Promise<void> {
  for (const view of ["permissions", "accounts", "list"]) {
    await page.locator(`input[name=view][value=${view}]`).check();
    await page
      .locator(view === "list" ? "#matrix-view .link" : "#matrix-view .cell:has(.mark)")
      .first()
      .click();
    await page.locator("#detail").waitFor();
    await look(view);
  }
}

describe("names that strangers choose, on the page of a review", () => {
  it.each([1200, 400])("are texts and nothing else, in every view and detail, at %i pixels", async (width) => {
    const report = hostileSample();
    const [bad, good] = [await pages.open(report, { width }), await pages.open(harmless(report), { width })];
    const structures = new Map<string, string>();
    await openEveryView(good.page, async (view) => void structures.set(view, await good.page.evaluate(STRUCTURE)));
    await openEveryView(bad.page, async (view) => {
      expect((await bad.page.evaluate<string>(STRUCTURE)).split("\n")).toEqual(structures.get(view)!.split("\n"));
      expect([view, await bad.page.evaluate(OVERFLOW)]).toEqual([view, 0]);
    });
    for (const focused of ["person", "account", "permission"]) await bad.page.locator(`#filter-${focused}`).focus();
    await bad.page.emulateMedia({ media: "print" });
    await bad.page.locator("#printed tbody tr").first().waitFor();
    expect([bad.requests, bad.incidents, await bad.page.evaluate("typeof window.taken")]).toEqual([
      [],
      [],
      "undefined",
    ]);
    expect(await bad.page.locator("img, svg, iframe, link, a:not([href^='#']), body style").count()).toBe(0);
    expect(await bad.page.locator("script").count()).toBe(2);
    const text = (await bad.page.locator("body").textContent())!;
    expect(text).toContain("<img src=x onerror=");
    expect(text).toContain("⟨U+202E⟩gnp.exe");
    expect(text).not.toMatch(/[\u202E\u200B\u0000]/);
  });

  it("would be seen by these tests if they were more than texts", async () => {
    const { page, requests, incidents } = await pages.open(sampleReport());
    const refused = page.waitForEvent("console", (message) => message.text().includes("policy: img-src"));
    await page.evaluate(`document.head.append(Object.assign(document.createElement("base"), { href: "https://evil.example" }));
      document.body.append(Object.assign(document.createElement("img"), { src: "https://evil.example/x.png" }))`);
    await refused;
    for (const directive of ["base-uri", "img-src"])
      expect(incidents.join("\n")).toContain(`refused by the policy: ${directive}`);
    expect(requests).toEqual([]);
    // What else the browser says of it is nobody else's.
    await page.close();
  });

  it("make a page of the same elements whatever they are, with every finding word by word", async () => {
    const shown = (text: string) =>
      text
        .replace(/⟨U\+([0-9A-F]{4,6})⟩/g, (_all, code: string) => String.fromCodePoint(parseInt(code, 16)))
        .replace(/\s+/g, " ")
        .trim();
    await fc.assert(
      fc.asyncProperty(anyReport, fc.constantFrom(1200, 400), async (any, width) => {
        const access = any.people.map(({ key }, index) => ({
          person: key,
          scope: any.accounts[index]?.key ?? "*",
          rights: 0,
        }));
        const report = { ...any, access };
        const { page, requests, incidents } = await pages.open(report, { width });
        const entries = await page.locator("#findings li.finding").allTextContents();
        expect(entries).toHaveLength(report.findings.length);
        report.findings.forEach(({ id, title, sentence }, index) => {
          for (const part of [id, title, sentence]) expect(shown(entries[index]!)).toContain(shown(part));
        });
        const structure = await page.evaluate<string>(STRUCTURE);
        expect([requests, incidents, await page.evaluate(OVERFLOW)]).toEqual([[], [], 0]);
        pages.leave();

        const other = await pages.open(harmless(report), { width });
        expect(structure.split("\n")).toEqual((await other.page.evaluate<string>(STRUCTURE)).split("\n"));
        pages.leave();
      }),
      // Each example is two pages in a browser: whoever wants a smaller one runs the seed again without this.
      { numRuns: runs(12), endOnFailure: true },
    );
  });
});
