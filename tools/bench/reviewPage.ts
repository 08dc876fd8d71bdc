/** How long the page of a large review takes until it can be used, in a real browser: 500 people and 200 accounts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { reviewPlan, toPage } from "../../review";
import { startBrowser } from "../browser";
import { planText, step } from "./reviewedPlans";

const PEOPLE = 500;
const ACCOUNTS = 200;

/** Everybody may enter every account: 100,000 rows, the most that this size can have. One person in ten gets another level everywhere. */
function largePlan(): string {
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
  const accounts = numbers(ACCOUNTS).map((number) =>
    step("Account", `account-${number}`, { name: `Customer ${number}` }),
  );
  const people = numbers(PEOPLE).map((number) => {
    const inputs = (profile: string) => ({
      email: `user.${number}@example.com`,
      access: numbers(ACCOUNTS).map((account) => ({ account: `id-account-${account}`, profile })),
    });
    return step("User", `user-${number}`, inputs("Read Only"), ...(number % 10 === 0 ? [inputs("Admin")] : []));
  });
  return planText("gridscale", [...accounts, ...people]);
}

export interface PageCost {
  /** From the beginning of the navigation until every part of the page answers. */
  readonly readyMilliseconds: number;
  /** From a filter's change until the page has been drawn again; the longest of several. */
  readonly filterMilliseconds: number;
  readonly bytes: number;
}

export async function measurePage(): Promise<PageCost> {
  const folder = await mkdtemp(path.join(tmpdir(), "review-page-"));
  const browser = await startBrowser();
  try {
    const file = path.join(folder, "review.html");
    const text = toPage(reviewPlan(largePlan(), { today: "2027-01-01" }));
    await writeFile(file, text);
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    const readyMilliseconds = await page.evaluate<number>("performance.getEntriesByName('review-ready')[0].startTime");
    const filters: number[] = [];
    for (const isChangedOnly of [true, false]) {
      filters.push(await page.evaluate<number>(drawnAfter(`byId("filter-changed").checked = ${isChangedOnly}`)));
      for (const word of ["a", "an", "ann", ""]) {
        filters.push(await page.evaluate<number>(drawnAfter(`byId("filter-person").value = ${JSON.stringify(word)}`)));
      }
    }
    return { readyMilliseconds, filterMilliseconds: Math.max(...filters), bytes: Buffer.byteLength(text) };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the browser does; a text, since this side knows no browser's types. */
function drawnAfter(change: string): string {
  return `(async () => {
    const byId = (id) => document.getElementById(id);
    const start = performance.now();
    ${change};
    byId("filter-person").dispatchEvent(new Event("input"));
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now() - start;
  })()`;
}

export function printPageCost({ readyMilliseconds, filterMilliseconds, bytes }: PageCost): void {
  console.log(
    `\nThe page at ${PEOPLE} people and ${ACCOUNTS} accounts: ready after ${Math.round(readyMilliseconds)} ms, a filter's change drawn after at most ${Math.round(filterMilliseconds)} ms, ${(bytes / 1e6).toFixed(1)} MB`,
  );
}

if (require.main === module)
  measurePage().then(printPageCost, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
