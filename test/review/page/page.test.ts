import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Page } from "playwright-core";
import type { Report } from "../../../review";
import { toPage } from "../../../review/outputs/page";
import { sampleReport } from "../../../tools/bench/sampleReport";
import { anyReport } from "../outputs/reports";
import { type Circumstances, Pages } from "./openPage";

jest.setTimeout(600_000);

const pages = new Pages();
afterAll(() => pages.close());

const sample = sampleReport();
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What an accessibility checker finds serious or worse. */
async function serious(page: Page): Promise<string[]> {
  const violations = await page.evaluate<Violation[]>(
    `(() => { ${AXE}; return window.axe.run().then(({ violations }) => violations); })()`,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id} ${target.join(" ")}`));
}

/** Texts whose contrast with what is behind them is below 4.5 to 1, worked out from the colours as the browser shows them. */
const WEAK_TEXTS = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => value / 255).map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const [r, g, b, alpha = 1] = channels(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return [r, g, b];
    }
    return channels(getComputedStyle(document.documentElement).backgroundColor).slice(0, 3);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const weak = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() === "" || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    if (element.closest("script, style, .unseen") !== null) continue;
    const [one, other] = [light(channels(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) weak.push(element.className + " " + walker.currentNode.textContent.trim().slice(0, 30) + " " + ratio.toFixed(2));
  }
  return weak;
})()`;

/** How the document is made, whatever its texts say. */
const STRUCTURE =
  "[...document.body.querySelectorAll('*')].filter((one) => one.closest('#matrix-content') === null).map((one) => one.localName + '.' + one.className).join(' ')";

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
  "ﷺ".repeat(3000) + "x".repeat(7000),
];

/** The sample with every name that strangers choose replaced. */
function withNames(report: Report, nameOf: (index: number) => string): Report {
  return {
    ...report,
    project: nameOf(0),
    stack: nameOf(1),
    accounts: report.accounts.map((account, index) => ({ ...account, name: nameOf(index + 2) })),
    people: report.people.map((person, index) => ({ ...person, name: nameOf(index + 3), fullName: nameOf(index + 4) })),
    permissions: report.permissions.map((permission, index) => ({
      ...permission,
      name: nameOf(index + 5),
      sentence: nameOf(index),
    })),
    findings: report.findings.map((finding, index) => ({
      ...finding,
      sentence: nameOf(index),
      path: finding.path.map(({ kind }, place) => ({ kind, name: nameOf(index + place) })),
      source: { file: nameOf(index), line: 3 },
    })),
    effects: report.effects.map((effect, index) => ({ ...effect, sentence: nameOf(index) })),
    said: report.said.map((_, index) => nameOf(index)),
  };
}

const EVERY_CIRCUMSTANCE: readonly Circumstances[] = [
  { colourScheme: "light" },
  { colourScheme: "dark" },
  { colourScheme: "light", width: 400 },
  { colourScheme: "dark", width: 400 },
];

describe("the page of a review", () => {
  it("is the same bytes for the same report, and says every finding, effect and gap", async () => {
    expect(toPage(sampleReport())).toBe(toPage(sample));
    const { page } = await pages.open(sample);
    const text = (await page.locator("main").textContent())!.replace(/\s+/g, " ");
    for (const { id, title, sentence } of sample.findings)
      for (const part of [id, title, sentence]) expect(text).toContain(part);
    for (const { sentence } of sample.effects) expect(text).toContain(sentence);
    for (const line of [...sample.completeness.gaps, ...sample.completeness.remarks]) expect(text).toContain(line);
    expect(text).toContain(sample.effectHash);
  });

  it("marks what is accepted, and hides nothing of it", async () => {
    const { page } = await pages.open(sample);
    const accepted = sample.findings.filter((finding) => finding.accepted !== undefined);
    expect(accepted.length).toBeGreaterThan(0);
    for (const { sentence, accepted: by } of accepted) {
      const entry = page.locator("#findings li, #findings article", { hasText: sentence }).first();
      expect(await entry.textContent()).toContain(by!.reason);
      expect(await entry.isVisible()).toBe(true);
    }
  });

  it("asks for nothing from elsewhere, and keeps its own policy", async () => {
    const { page, requests, incidents } = await pages.open(sample);
    const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    await page.locator("#theme").click();
    await page.locator("#matrix-view .cell").first().click();
    await page.emulateMedia({ media: "print" });
    expect([requests, incidents]).toEqual([[], []]);
    expect(await page.locator("a:not([href^='#']), img, iframe, link, object, embed, form").count()).toBe(0);
  });

  it("says the essential without scripts", async () => {
    const { page } = await pages.open(sample, { scripts: false });
    const text = await page.locator("main").innerText();
    for (const { id, sentence } of sample.findings) for (const part of [id, sentence]) expect(text).toContain(part);
    expect(text).toContain("needs JavaScript");
    expect(await page.locator("#matrix-content").isVisible()).toBe(false);
  });

  it.each(EVERY_CIRCUMSTANCE)(
    "has no serious fault of accessibility, and text that can be read: %j",
    async (circumstances) => {
      const { page } = await pages.open(sample, circumstances);
      expect(await serious(page)).toEqual([]);
      expect(await page.evaluate(WEAK_TEXTS)).toEqual([]);
      expect(await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    },
  );

  it("is dark where the reader's system is, and by its switch", async () => {
    const background = (page: Page) => page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
    const [light, dark] = [await pages.open(sample), await pages.open(sample, { colourScheme: "dark" })];
    expect(await background(light.page)).not.toBe(await background(dark.page));
    await light.page.locator("#theme").click();
    expect(await background(light.page)).toBe(await background(dark.page));
    expect(await light.page.locator("#theme").getAttribute("aria-pressed")).toBe("true");
  });

  it("prints what matters and none of its controls, and says how many rows are left out", async () => {
    const large = sampleReport({ people: 500, accounts: 200, staff: 20, accountsEach: 3 });
    const { page } = await pages.open(large);
    await page.locator("#filter-changed").uncheck();
    await page.emulateMedia({ media: "print" });
    for (const id of ["findings", "effects", "completeness", "printed"])
      expect([id, await page.locator(`#${id}`).isVisible()]).toEqual([id, true]);
    for (const control of ["#theme", "#filter-person", "#filter-reset", "nav"])
      expect([control, await page.locator(control).first().isVisible()]).toEqual([control, false]);
    expect(await page.locator("#printed").textContent()).toMatch(/\d+ rows in which nothing changes/);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  it.each([1200, 400])("shows names of strangers as text and nothing else, at %i pixels", async (width) => {
    const hostile = withNames(sample, (index) => HOSTILE[index % HOSTILE.length]!);
    // Of the same lengths, so that what is folded for its length is folded here too.
    const harmless = withNames(sample, (index) => "n".repeat([...HOSTILE[index % HOSTILE.length]!].length));
    const [bad, good] = [await pages.open(hostile, { width }), await pages.open(harmless, { width })];
    expect(await bad.page.evaluate(STRUCTURE)).toBe(await good.page.evaluate(STRUCTURE));
    expect([bad.incidents, bad.requests, await bad.page.evaluate("typeof window.taken")]).toEqual([
      [],
      [],
      "undefined",
    ]);
    expect(await bad.page.locator("img, svg, a:not([href^='#'])").count()).toBe(0);
    expect(await bad.page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    const text = await bad.page.locator("body").innerText();
    expect(text).toContain("<img src=x onerror=");
    expect(text).toContain("⟨U+202E⟩");
    expect(text).not.toMatch(/[\u202E\u200B\u0000]/);
  });

  it("is a page whatever a report says", async () => {
    await fc.assert(
      fc.asyncProperty(anyReport, async (report) => {
        const { page, requests, incidents } = await pages.open(report);
        expect([requests, incidents]).toEqual([[], []]);
        expect(await page.locator("#findings li.finding").count()).toBe(report.findings.length);
        expect(await page.locator("img, iframe, a:not([href^='#'])").count()).toBe(0);
        await page.context().close();
      }),
      { numRuns: 15 },
    );
  });
});
