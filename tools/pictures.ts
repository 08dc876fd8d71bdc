/**
 * The pictures of the review's page in docs/pictures/: `node dist/tools/pictures.js [report.json]`. Without a report they show the
 * example pull request.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { Report, toPage } from "../review";
import { exampleReport } from "./exampleReview";
import { startBrowser } from "./browser";

const FOLDER = path.resolve(__dirname, "..", "..", "docs", "pictures");
const WIDTH = 1200;
/** From the verdict to the matrix: more is too small to read where the picture is shown. */
const MOST_HEIGHT = 2600;

async function main([file]: readonly string[]): Promise<void> {
  const report = file === undefined ? exampleReport() : Report.parse(JSON.parse(await readFile(file, "utf8")));
  const folder = await mkdtemp(path.join(tmpdir(), "review-pictures-"));
  const page = path.join(folder, "review.html");
  await writeFile(page, toPage(report));
  await mkdir(FOLDER, { recursive: true });
  const browser = await startBrowser();
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const tab = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme });
      await tab.goto(pathToFileURL(page).href);
      const bottom = await tab.locator("#matrix").evaluate((section) => section.getBoundingClientRect().bottom);
      const height = Math.min(MOST_HEIGHT, Math.ceil(bottom) + 16);
      const picture = path.join(FOLDER, `review-${colorScheme}.png`);
      await tab.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height } });
      console.log(path.relative(process.cwd(), picture));
      await tab.close();
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
