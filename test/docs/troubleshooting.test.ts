import { readFileSync } from "node:fs";
import * as path from "node:path";
import MarkdownIt from "markdown-it";
import { type CodeTexts, textsOfCode } from "./messages";

const ROOT = path.resolve(__dirname, "..", "..");
const PAGE = path.join(ROOT, "docs", "troubleshooting.md");
/** The section of what the engine says: that isn't in our code. */
const OF_ENGINE = "What Pulumi says";

/** The texts in the first column of each table, with the heading above it. */
function quoted(): { readonly section: string; readonly text: string }[] {
  const found: { section: string; text: string }[] = [];
  let section = "";
  let column = -1;
  const tokens = new MarkdownIt().parse(readFileSync(PAGE, "utf8"), {});
  tokens.forEach((token, index) => {
    if (token.type === "heading_open") section = tokens[index + 1]!.content;
    if (token.type === "tr_open") column = -1;
    if (token.type === "td_open") column += 1;
    if (token.type === "inline" && column === 0)
      for (const child of token.children ?? [])
        if (child.type === "code_inline") found.push({ section, text: child.content });
  });
  return found;
}

/** Whether the pieces of a quotation stand in a text, one after the other. */
function isIn(quotation: string, text: string): boolean {
  let at = 0;
  return quotation
    .split("…")
    .map((piece) => piece.trim())
    .every((piece) => {
      const found = text.indexOf(piece, at);
      at = found + piece.length;
      return found >= 0;
    });
}

/** How much of it is words: a quotation of a few says nothing of most texts that have them. */
function wordsOf(text: string): number {
  return text.replace(/[^\p{L}\p{N}]+/gu, "").length;
}

describe("the page of error texts", () => {
  let code: CodeTexts;
  const quotations = quoted();
  const own = quotations.filter(({ section }) => section !== OF_ENGINE).map(({ text }) => text);
  beforeAll(() => {
    code = textsOfCode([
      ...[
        "provider",
        "engine",
        "realm",
        "fleet",
        "discovery",
        "drift",
        "scm",
        "sdk",
        "cli",
        "review",
        "policy",
        "tools",
      ],
    ]);
  });

  it("quotes nothing that the code doesn't say", () => {
    expect(own.length).toBeGreaterThan(60);
    expect(own.filter((quotation) => !code.all.some(({ text }) => isIn(quotation, text)))).toEqual([]);
  });

  it("has every error that a user can mend", () => {
    const telling = own.filter((quotation) => wordsOf(quotation) >= 10);
    const short = own.filter((quotation) => wordsOf(quotation) < 10);
    const missing = code.thrown.filter(
      ({ text }) =>
        !telling.some((quotation) => isIn(quotation, text)) &&
        !short.some((quotation) => quotation.replaceAll("…", "").trim() === text.replaceAll("…", "").trim()),
    );
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it("quotes each text once", () => {
    const texts = quotations.map(({ text }) => text);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it("leads somewhere with every link within the docs", () => {
    const page = readFileSync(PAGE, "utf8");
    const anchors = [...page.matchAll(/^## (.*)$/gm)].map(
      ([, title = ""]) =>
        `#${title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, "")
          .replaceAll(" ", "-")}`,
    );
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
    expect(links.filter((link) => link.startsWith("#") && !anchors.includes(link))).toEqual([]);
    for (const link of links.filter((target) => !target.startsWith("#"))) {
      const [file = ""] = link.split("#");
      expect(() => readFileSync(path.join(ROOT, "docs", file))).not.toThrow();
    }
  });
});
