import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

import { toPage } from "../../../review/outputs/page";
import { sampleReport } from "./sampleReport";
import { report as reportWith } from "../outputs/reports";
import { OVERFLOW, Pages, STRUCTURE } from "./openPage";

const pages = new Pages();

const sample = sampleReport();
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** The checker's rules whose findings depend on colours, without the one that it leaves out by default. */
const COLOUR_RULES = {
  runOnly: { type: "tag", values: ["cat.color"] },
  rules: { "color-contrast-enhanced": { enabled: false } },
};

/** What an accessibility checker finds serious or worse, by all of its rules or some. */
async function serious(page: Page, rules: object = {}): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const violations = await page.evaluate<Violation[]>(
    `axe.run(${JSON.stringify({ resultTypes: ["violations"], ...rules })}).then(({ violations }) => violations)`,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target }) => `${id} ${target.join(" ")}`));
}

/** Where each element is. */
const BOXES = `[...document.querySelectorAll("*")]
  .map((one) => one.getBoundingClientRect())
  .map(({ left, top, width, height }) => [left, top, width, height].join(" "))
  .join("\\n")`;

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

  it("says the essential without scripts, on the screen and on paper", async () => {
    const gap = "The plan has no state of Account/acme before the change.";
    const report = { ...sample, completeness: { ...sample.completeness, complete: false, gaps: [gap] } };
    const { page } = await pages.open(report, { scripts: false });
    for (const media of ["screen", "print"] as const) {
      await page.emulateMedia({ media });
      const text = await page.locator("body").innerText();
      for (const part of ["Blocked", sample.headline, gap, ...sample.completeness.remarks])
        expect(text).toContain(part);
      for (const { id, sentence } of sample.findings) for (const part of [id, sentence]) expect(text).toContain(part);
      for (const { sentence } of sample.effects) expect(text).toContain(sentence);
    }
    await page.emulateMedia({ media: "screen" });
    expect(await page.locator("#matrix").innerText()).toContain("The matrix needs JavaScript");
    // Nothing is offered that would do nothing.
    for (const dead of ["#matrix-content", "#theme", "button[data-selection] >> nth=0"])
      expect([dead, await page.locator(dead).isVisible()]).toEqual([dead, false]);
    await page.locator("#findings summary").first().click();
    expect(await page.locator("#findings details.people li").first().isVisible()).toBe(true);
  });

  it.each([1200, 400])(
    "has no serious fault of accessibility, and text that can be read, in every view and with a detail, light and dark, at %i pixels",
    async (width) => {
      const { page } = await pages.open(sample, { width });
      for (const details of await page.locator("details").all())
        await details.evaluate((one) => ((one as unknown as { open: boolean }).open = true));
      await page.locator("#filter-changed").uncheck();
      for (const [view, opening] of [
        ["permissions", "#matrix-view .cell:has(.mark)"],
        ["accounts", "#matrix-view .cell:has(.mark)"],
        ["list", "#matrix-view .link"],
      ] as const) {
        await page.locator(`input[name=view][value=${view}]`).check();
        await page.locator(opening).first().click();
        expect([view, await serious(page)]).toEqual([view, []]);
        expect([view, await page.evaluate(OVERFLOW)]).toEqual([view, 0]);
        const [elements, boxes] = [await page.evaluate(STRUCTURE), await page.evaluate(BOXES)];
        expect([view, await page.evaluate(WEAK_TEXTS)]).toEqual([view, []]);
        // The same elements stand in the same places, and only colours are others: no other rule can find anything else.
        await page.emulateMedia({ colorScheme: "dark" });
        expect(await page.evaluate(STRUCTURE)).toEqual(elements);
        expect(await page.evaluate(BOXES)).toEqual(boxes);
        expect([view, "dark", await serious(page, COLOUR_RULES)]).toEqual([view, "dark", []]);
        expect([view, "dark", await page.evaluate(WEAK_TEXTS)]).toEqual([view, "dark", []]);
        await page.emulateMedia({ colorScheme: "light" });
      }
    },
  );

  it.each([
    ["blocked", "Blocked: 1 risk; nobody's access changes.", "Blocked 1 risk; nobody's access changes."],
    ["approval", "Needs an approval: 1 risk.", "Needs approval 1 risk."],
    ["cannot tell", "Cannot tell: 1 thing is missing.", "Cannot tell 1 thing is missing."],
    ["nothing", "Nothing to review: the plan changes nothing.", "Nothing changes The plan changes nothing."],
    ["changes", "Approved as it is: 1 gain.", "Changes Approved as it is: 1 gain."],
    ["blocked", "Cannot tell: no.", "Blocked Cannot tell: no."],
  ] as const)("says its verdict once: %s, %s", async (verdict, headline, heading) => {
    const { page } = await pages.open(reportWith({ verdict, headline }));
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(heading);
  });

  it("is dark where the reader's system is, and by its switch", async () => {
    const background = (page: Page) =>
      page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
    const [light, dark] = [await pages.open(sample), await pages.open(sample, { colourScheme: "dark" })];
    expect(await background(light.page)).not.toBe(await background(dark.page));
    const toggle = light.page.locator("#theme");
    await toggle.click();
    expect(await background(light.page)).toBe(await background(dark.page));
    expect(await toggle.getAttribute("aria-pressed")).toBe("true");
    // The reader's choice stays when the system's changes, and can be taken back.
    await light.page.emulateMedia({ colorScheme: "dark" });
    expect(await background(light.page)).toBe(await background(dark.page));
    await toggle.click();
    expect(await background(light.page)).not.toBe(await background(dark.page));
    expect(await toggle.getAttribute("aria-pressed")).toBe("false");
  });
});
