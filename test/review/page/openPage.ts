import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
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

interface Tab {
  readonly page: Page;
  readonly circumstances: string;
  /** The page that it shows, and what becomes of it. */
  showing: { readonly address: string; readonly requests: string[]; readonly incidents: string[] };
}

/**
 * One browser for a test file. Each page is loaded anew, in a tab that may have shown pages of tests that are over: a tab of its own for
 * each costs two processes.
 */
export class Pages {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "review-page-"));
  private readonly used: Tab[] = [];
  private free: Tab[] = [];
  private browser: Browser | undefined;
  private count = 0;

  constructor() {
    afterEach(() => this.leave());
    afterAll(() => this.close());
  }

  async open(
    report: Report,
    { width = 1200, colourScheme = "light", scripts = true, hash = "" }: Circumstances = {},
  ): Promise<Opened> {
    const file = path.join(this.folder, `review-${(this.count += 1)}.html`);
    writeFileSync(file, toPage(report));
    const tab = await this.tab({
      viewport: { width, height: 900 },
      colorScheme: colourScheme,
      javaScriptEnabled: scripts,
    });
    this.used.push(tab);
    const { page } = tab;
    await page.mouse.move(0, 0);
    await page.emulateMedia({ media: null, colorScheme: colourScheme });
    const showing = { address: pathToFileURL(file).href, requests: [], incidents: [] };
    tab.showing = showing;
    await page.goto(`${showing.address}${hash}`);
    return { page, ...showing };
  }

  /** Nobody looks at the open pages any more, as after each test: others may take the place of those that are not closed. */
  leave(): void {
    this.free.push(...this.used.splice(0).filter(({ page }) => !page.isClosed()));
  }

  private async tab(options: BrowserContextOptions): Promise<Tab> {
    const circumstances = JSON.stringify(options);
    const found = this.free.find((tab) => tab.circumstances === circumstances);
    this.free = this.free.filter((tab) => tab !== found);
    return found ?? this.newTab(options, circumstances);
  }

  private async newTab(options: BrowserContextOptions, circumstances: string): Promise<Tab> {
    this.browser ??= await startBrowser();
    const context = await this.browser.newContext(options);
    // The policy's refusals are told as events, some of them without a word on the console.
    await context.addInitScript(`addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error("refused by the policy: " + violatedDirective + " " + blockedURI));`);
    const page = await context.newPage();
    const tab: Tab = { page, circumstances, showing: { address: "", requests: [], incidents: [] } };
    await context.route("**/*", (route) => {
      const url = route.request().url();
      if (url.split("#")[0] === tab.showing.address) return route.continue();
      tab.showing.requests.push(url);
      return route.abort();
    });
    page.on("dialog", (dialog) => {
      tab.showing.incidents.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => tab.showing.incidents.push(`error ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning")
        tab.showing.incidents.push(`console ${message.text()}`);
    });
    return tab;
  }

  private async close(): Promise<void> {
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
