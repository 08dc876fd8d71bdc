import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { Report } from "../../../review";
import { toPage } from "../../../review/outputs/page";
import { startBrowser } from "../../../tools/browser";

export interface Circumstances {
  readonly width?: number;
  readonly colourScheme?: "light" | "dark";
  readonly scripts?: boolean;
  readonly hash?: string;
}

/** A review's page as a reader has it: opened from a file, and watched for whatever it should not do. */
export interface Opened {
  readonly page: Page;
  /** Addresses that were asked for, the file itself left out. */
  readonly requests: readonly string[];
  /** Dialogs, errors, and what the page's own policy refused. */
  readonly incidents: readonly string[];
}

/** One browser for a test file; each page in a context of its own. */
export class Pages {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "review-page-"));
  private browser: Browser | undefined;
  private count = 0;

  async open(
    report: Report,
    { width = 1200, colourScheme = "light", scripts = true, hash = "" }: Circumstances = {},
  ): Promise<Opened> {
    this.browser ??= await startBrowser();
    const file = path.join(this.folder, `review-${(this.count += 1)}.html`);
    writeFileSync(file, toPage(report));
    const context = await this.browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: colourScheme,
      javaScriptEnabled: scripts,
    });
    // The policy's refusals are told as events, some of them without a word on the console.
    await context.addInitScript(`addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error("refused by the policy: " + violatedDirective + " " + blockedURI));`);
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const requests: string[] = [];
    const incidents: string[] = [];
    await context.route("**/*", (route) => {
      if (route.request().url().split("#")[0] === address) return route.continue();
      requests.push(route.request().url());
      return route.abort();
    });
    page.on("dialog", (dialog) => {
      incidents.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => incidents.push(`error ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") incidents.push(`console ${message.text()}`);
    });
    await page.goto(`${address}${hash}`);
    return { page, requests, incidents };
  }

  async close(): Promise<void> {
    await this.browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** How the document is made: elements, their classes and the names of their attributes, whatever its texts say. */
export const STRUCTURE = `[...document.querySelectorAll("*")]
  .map((one) => [one.localName, one.className, ...one.getAttributeNames()].join(" "))
  .join("\\n")`;

/** By how many pixels the page is wider than the screen. */
export const OVERFLOW = "document.documentElement.scrollWidth - innerWidth";
