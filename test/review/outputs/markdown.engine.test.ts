import { execFileSync } from "node:child_process";
import path from "node:path";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { markdownBlock, markdownCell, markdownName, markdownText, shownName, shownText } from "../../../text/escape";
import { markdownMarker, toMarkdown } from "../../../review/outputs/markdown";
import { remarksOf, standingNotes } from "../../../review/outputs/wording";
import { LEVELS, type Report } from "../../../review/report";
import {
  account,
  anyReport,
  effect,
  finding,
  HOSTILE,
  hostileText,
  huge,
  oneDay,
  person,
  quota,
  report,
} from "./reports";
import { runs } from "../../support/runs";

const parser = new MarkdownIt({ html: true, linkify: true });
parser.linkify.set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });

interface Piece {
  readonly type: string;
  readonly content: string;
}

/** Everything that is in a text, from the outer to the inner. */
function pieces(text: string): Piece[] {
  return parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

const OURS = new Set([
  "heading",
  "paragraph",
  "bullet_list",
  "list_item",
  "strong",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
]);
const ALONE = new Set(["inline", "text", "code_inline", "fence", "softbreak", "hardbreak", "html_block"]);
const HEADINGS = [
  "Stacks",
  "Findings",
  "Approval needed",
  "Irreversible",
  "Who gains",
  "Who loses",
  "What is not known",
  "Accepted by review.yaml",
  "To know",
  "Limits",
  "Provider messages",
  "What was read",
];

function expectHarmless(markdown: string, marker: string): void {
  const all = pieces(markdown);
  expect(
    all.map(({ type }) => type.replace(/_(open|close)$/, "")).filter((type) => !OURS.has(type) && !ALONE.has(type)),
  ).toEqual([]);
  for (const { type, content } of all) {
    if (type !== "html_block") continue;
    expect(content.trim()).toMatch(
      /^(<details>\n<summary>[\d,]+ (?:changes?, property by property|notes? common to all such reviews)<\/summary>|<\/details>)$/.test(
        content.trim(),
      )
        ? /^/
        : exactly(marker),
    );
  }
  const headings = all.filter((_, index) => all[index - 1]?.type === "heading_open").map(({ content }) => content);
  expect(headings[0]).toMatch(/^Access review of `/);
  expect(HEADINGS).toEqual(expect.arrayContaining(headings.slice(1)));
  expectNothingToFind(all.filter(({ type }) => type === "text").map(({ content }) => content));
}

/** What is looked for after Markdown is rendered, in texts outside of code. */
function expectNothingToFind(texts: readonly string[]): void {
  for (const text of texts) {
    expect(text.replaceAll("SHA-256", "")).not.toMatch(
      /@\w|[#!$~^]\w|\w#\d|GH-\d|\p{L}-\d|:[\w+-]+:|www\.|:\/\/|mailto:|\b[0-9a-f]{7,}\b|[<>[\]]/iu,
    );
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
}

/** What a reader sees of it, in one line. */
function seen(markdown: string): string {
  return pieces(markdown)
    .map(({ type, content }) =>
      type === "text" || type === "code_inline" || type === "fence" ? content : type === "inline" ? "" : "\n",
    )
    .join("");
}

function numbers(markdown: string, pattern: RegExp): number {
  return [...markdown.matchAll(pattern)].reduce((sum, [, number = ""]) => sum + Number(number.replaceAll(",", "")), 0);
}

/** The lines under a heading. */
function section(markdown: string, heading: string): string[] {
  const [, text = ""] = markdown.split(`### ${heading}\n`);
  return text.split("\n### ")[0]!.split("\n");
}

function told(markdown: string): { readonly findings: number; readonly left: number } {
  return {
    findings: (markdown.match(/^- \*\*(Escalation|Irreversible|Risk|Notice)(, blocks)?:\*\*/gm) ?? []).length,
    left: numbers(markdown, /^- ([\d,]+) more findings? \(/gm),
  };
}

describe("a comment of a pull request", () => {
  it("says first what matters most", () => {
    const markdown = toMarkdown(oneDay());
    const order = [
      "<!-- pulumi-reseller review: realm/prod -->\n",
      "## Access review of `realm/prod`: BLOCKED\n",
      "**Blocked by 1 finding: 4 people gain rights over all 37 accounts, 1 person is replaced**\n",
      "- **Escalation, blocks:** `ESC-02` A profile in use gains rights over other accounts\n",
      '  - The profile "Support" gains `show_clients`: 4 people of Acme AG would see all 37 accounts.\n',
      "  - Who: `anna`, `bob`, `carla`, `jdoe`, in every account\n",
      "  - How: profile `Support` → permission `show_clients`\n",
      "  - About `Profile/support`, declared at `clients/acme.ts:12:3`, rule `csp/P5`\n",
      "- **Irreversible:** `IRR-02` A person is replaced\n",
      "- 2 of `@acme/security`, for `IRR-02 User/jdoe`\n",
      "### Irreversible\n",
      "- **Administrative:** 4 people gain: see all accounts\n",
      "- 2 people gain: see the object storage panel\n",
      "### Who loses\n",
      "  - Accepted by `platform-team` until `2027-01-31`: Asked for in ticket 4711.\n",
      "  - Not certain: the plan doesn't show whether it happens\n",
      "| `Acme AG` | `de-1` | `vcpus` | 40 | 80 | 90 | – | – | below usage |\n",
      "- Account Acme AG: iconUrl is not reachable\n",
      "Complete as far as the plan shows; the portal was not queried (--live): accounts 37 before and 38 after, people 612,",
      "- Not read: what the standard profiles hold today\n",
      "Effect hash `5f2c",
      "Plan hash `09ab",
      "Saved plan `plan.json`",
      "<summary>2 changes, property by property</summary>",
      "  replace User/jdoe because of username (clients/acme.ts:40)\n",
    ];
    let from = 0;
    for (const text of order) {
      const at = markdown.indexOf(text, from);
      expect([text, at >= from]).toEqual([text, true]);
      from = at + text.length;
    }
    expect(markdown.startsWith(order[0]!)).toBe(true);
    expect(markdown).not.toContain("`networks`");
    expect(markdown).not.toContain("left out");
  });

  it("says what is missing right under the verdict where it can't tell", () => {
    const { completeness } = report();
    const gaps = ["The list of users is cut short: run pulumi refresh"];
    const markdown = toMarkdown({
      ...oneDay(),
      verdict: "cannot tell",
      completeness: { ...completeness, complete: false, gaps },
    });
    expect(markdown.indexOf(gaps[0]!)).toBeLessThan(markdown.indexOf("### Findings"));
    expect(markdown).toContain("**Not complete**");
  });

  it("is found again by its first line, which no name breaks and no two stacks share", () => {
    expect(markdownMarker(report({ project: "a/b", stack: "c" }))).not.toBe(
      markdownMarker(report({ project: "a", stack: "b/c" })),
    );
    expect(markdownMarker(report(), "nightly run")).toBe("<!-- pulumi-reseller review: nightly run -->");
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        const [first, second] = [one, other].map((stack) => markdownMarker(report({ stack })));
        expect(first).toMatch(/^<!-- pulumi-reseller review: [\w./% :-]{1,400} -->$/);
        expect(first!.slice(4, -3)).not.toMatch(/--|>/);
        expect(first === second).toBe(one === other);
      }),
    );
  });

  it("has no link, picture, markup, heading or mention by what strangers wrote, and shows it all", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const markdown = toMarkdown(any);
        expect(markdown.split("\n")[0]).toBe(markdownMarker(any));
        expectHarmless(markdown, markdownMarker(any));
        const text = seen(markdown);
        for (const { id, sentence, subject, path: steps } of any.findings) {
          for (const name of [id, subject, ...steps.map((step) => step.name)]) expect(text).toContain(shownName(name));
          expect(text).toContain(shownText(sentence));
        }
        for (const { sentence, change } of any.effects)
          if (change !== "none") expect(text).toContain(shownText(sentence));
        for (const { key, properties } of any.changes) {
          for (const name of [key, ...properties.map((property) => property.name)])
            expect(text).toContain(shownName(name));
        }
      }),
      { numRuns: runs(50, 3_000) },
    );
  });

  it("is the same to GitHub's own reading of Markdown", () => {
    const reports = [
      oneDay(),
      ...HOSTILE.map(everywhere),
      ...fc.sample(anyReport, { numRuns: runs(50, 150), seed: 7 }),
    ];
    const input = JSON.stringify(reports.map((each) => toMarkdown(each)));
    const output = execFileSync(process.execPath, [path.join(__dirname, "github.mjs")], { input, maxBuffer: 1 << 30 });
    const pages = JSON.parse(output.toString()) as string[];
    expect(pages).toHaveLength(reports.length);
    pages.forEach((page, index) => {
      const html = page.replace(`${markdownMarker(reports[index]!)}\n`, "");
      const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
      const ours =
        /^<(\/?(details|summary|h2|h3|p|ul|li|strong|code|pre|table|thead|tbody|tr|th|td)|(th|td) align="right"|code class="language-diff"|br \/)>$/;
      expect(tags.filter((tag) => !ours.test(tag))).toEqual([]);
      const outside = html.replace(/<code[^>]*>[^<]*<\/code>/g, "·").replace(/<[^>]*>/g, "\n");
      expect(outside).not.toMatch(/&(?!quot;)/);
      expectNothingToFind([outside]);
    });
  });

  it("is the same bytes for the same report", () => {
    fc.assert(
      fc.property(anyReport, (any) => expect(toMarkdown(structuredClone(any))).toBe(toMarkdown(any))),
      { numRuns: runs(30) },
    );
  });
});

describe("a comment with too much to say", () => {
  const big = huge();
  const comments = new Map<number, string>();
  const ofBig = (limit: number) => {
    const comment = comments.get(limit) ?? toMarkdown(big, { limit });
    comments.set(limit, comment);
    return comment;
  };

  it("keeps to every limit that it can be given, and never goes above GitHub's", () => {
    for (const limit of [4_000, 10_000, 30_000, 1_000_000]) {
      const markdown = ofBig(limit);
      expect(markdown.length).toBeLessThanOrEqual(Math.min(limit, 65_535));
      expect([...markdown].length).toBeLessThanOrEqual(markdown.length);
      // Room that is there is used.
      expect(markdown.length).toBeGreaterThan(Math.min(limit, 65_535) * 0.7);
      expectHarmless(markdown, markdownMarker(big));
    }
    expect(() => toMarkdown(big, { limit: 100 })).toThrow("4,000 characters at least");
    fc.assert(
      fc.property(anyReport, (any) => expect(toMarkdown(any, { limit: 4_000 }).length).toBeLessThanOrEqual(4_000)),
      { numRuns: runs(30, 2_000) },
    );
  });

  it("says of each thing how many it leaves out", () => {
    for (const limit of [4_000, 10_000, 30_000, 1_000_000]) {
      const markdown = ofBig(limit);
      const { findings, left } = told(markdown);
      expect(findings + left).toBe(big.findings.length);
      const levels = LEVELS.map(
        (level) =>
          ({ escalation: "escalations?", irreversible: "irreversible", risk: "risks?", notice: "notices?" })[level],
      );
      const leftLines = (markdown.match(/^- [\d,]+ more findings? \(.*$/gm) ?? []).join("\n");
      expect(numbers(leftLines, new RegExp(`([\\d,]+) (?:${levels.join("|")})[,)]`, "g"))).toBe(left);
      const items = (heading: string) => section(markdown, heading).filter((line) => line.startsWith("- "));
      const total = (heading: string, one: string) => {
        const lines = items(heading);
        const more = new RegExp(`^- ([\\d,]+) more ${one}s? (?:is|are) left out here`, "gm");
        return lines.filter((line) => !/ left out here; /.test(line)).length + numbers(lines.join("\n"), more);
      };
      const effects = (...changes: string[]) => big.effects.filter(({ change }) => changes.includes(change)).length;
      expect(total("Who gains", "effect")).toBe(effects("gained", "maybe gained"));
      expect(total("Who loses", "effect")).toBe(effects("lost", "maybe lost"));
      expect(total("What is not known", "effect")).toBe(effects("unknown"));
      expect(total("Approval needed", "approval")).toBe(big.approvals.length);
      expect(total("Provider messages", "message")).toBe(big.said.length);
      expect(total("What was read", "(?:remark|note)")).toBe(
        remarksOf(big.completeness).length + standingNotes(big).length,
      );
      expect(
        numbers(markdown, /^- ([\d,]+) more gaps? are left out/gm) + (markdown.match(/^- gap/gm) ?? []).length,
      ).toBe(300);
      const rows = section(markdown, "Limits").filter((line) => /^\| `/.test(line)).length;
      expect(rows + numbers(markdown, /^- ([\d,]+) more limits? (?:is|are) left out/gm)).toBe(big.quotas.length);
      const changes = (markdown.match(/^ {2}update User/gm) ?? []).length;
      expect(changes + numbers(markdown, /^([\d,]+) more changes? (?:is|are) left out/gm)).toBe(big.changes.length);
      for (const [, names = "", more = ""] of markdown.matchAll(/^ {2}- Who: (.*) and ([\d,]+) more, in /gm)) {
        expect(names.split(", ").length + Number(more.replaceAll(",", ""))).toBe(10_000);
      }
    }
  });

  it("gives up the raw differences first, and the most serious findings last", () => {
    const people = Array.from({ length: 300 }, (_, index) => person(`person-${index}`));
    const serious = [finding("ESC-01", { subject: "User/a" }), finding("OWN-01", { subject: "Account/b" })];
    const notices = Array.from({ length: 200 }, (_, index) =>
      finding("KEP-01", { subject: `User/${index}`, sentence: `Notice ${index}` }),
    );
    const changes = oneDay().changes.flatMap((each) => Array.from({ length: 200 }, () => each));
    const of = (limit: number) =>
      toMarkdown({ ...oneDay(), people, findings: [...notices, ...serious], changes }, { limit });
    expect(of(60_000)).not.toContain("left out");
    const shorter = of(30_000);
    expect(shorter).toContain("more changes are left out");
    expect(shorter).not.toContain("more findings");
    const short = of(8_000);
    expect(short).toContain("400 more changes are left out");
    expect(short).toMatch(/\d+ more findings \(\d+ notices\) are left out/);
    expect(short.indexOf("`ESC-01`")).toBeLessThan(short.indexOf("`OWN-01`"));
  });

  it("cuts between lines, and a block of code is closed", () => {
    const markdown = ofBig(30_000);
    const whole = new Set(ofBig(1_000_000).split("\n"));
    const unknown = markdown.split("\n").filter((line) => !whole.has(line) && !/left out|more/.test(line));
    expect(unknown).toEqual([]);
    const fences = toMarkdown(oneDay()).match(/^```/gm);
    expect(fences).toHaveLength(2);
  });
});

describe("what strangers wrote, in Markdown", () => {
  const inline = (markdown: string) => pieces(markdown).filter(({ type }) => type !== "inline");

  it("is one piece of code where it is a name, alone and in a table", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        expect(inline(markdownName(name)).map(({ type, content }) => [type, content])).toEqual([
          ["paragraph_open", ""],
          ["code_inline", shownName(name)],
          ["paragraph_close", ""],
        ]);
        const table = pieces(`| a | b |\n| --- | --- |\n| ${markdownCell(name)} | x |`);
        expect(table.filter(({ type }) => type === "td_open")).toHaveLength(2);
        const cell = table.find(({ type }) => type === "code_inline");
        expect(cell?.content).toBe(shownName(name).replaceAll("|", "⟨U+007C⟩"));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("is text and code where it is a sentence, in any place of a line", () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom("", "- ", "  - ", "**", "> ", "text "), (text, before) => {
        const tokens = pieces(
          `${before === "  - " ? "- a\n" : ""}${before}${markdownText(text)}${before === "**" ? "**" : ""}`,
        );
        const kinds = new Set(tokens.map(({ type }) => type.replace(/_(open|close)$/, "")));
        for (const kind of [
          "paragraph",
          "inline",
          "text",
          "code_inline",
          "bullet_list",
          "list_item",
          "strong",
          "blockquote",
        ])
          kinds.delete(kind);
        expect([...kinds]).toEqual([]);
        const plain = tokens.filter(({ type }) => type === "text" || type === "code_inline");
        expect(plain.map(({ content }) => content).join("")).toContain(shownText(text));
        expectNothingToFind(tokens.filter(({ type }) => type === "text").map(({ content }) => content));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("leaves a sentence of words as it is", () => {
    for (const sentence of [
      "41 people lose: see the object storage panel.",
      'The profile "Support" can\'t be deleted; 30 % of 1,200 people (Müller, Özil) - no more.',
    ]) {
      expect(markdownText(sentence)).toBe(sentence);
    }
    expect(markdownText("The feedback of 12 people, defaced")).toBe("The feedback of 12 people, `defaced`");
    expect(markdownText("see www.evil.example or @acme now")).toBe("see `www.evil.example` or `@acme` now");
    expect(markdownText('"@a b_c" (x#1).')).toBe('"`@a b_c`" (`x#1`).');
  });

  it("stays in its block of code", () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 5 }), fc.constantFrom("+ ", "  "), (names, sign) => {
        const lines = names.map((name) => `${sign}${shownName(name)}`);
        const tokens = pieces(markdownBlock(lines, "diff").join("\n"));
        expect(tokens.map(({ type }) => type)).toEqual(["fence"]);
        expect(tokens[0]!.content).toBe(lines.map((line) => `${line}\n`).join(""));
      }),
      { examples: HOSTILE.map((name) => [[name], "  "]) },
    );
  });
});

/** A report in which everything has one name. */
function everywhere(name: string): Report {
  return {
    ...oneDay(),
    project: name,
    headline: name,
    accounts: [account(name, { key: "Account/a" })],
    people: [person(name, { key: "User/a" })],
    findings: [
      finding("ESC-01", {
        title: name,
        sentence: name,
        subject: name,
        people: ["User/a"],
        accounts: ["Account/a"],
        path: [{ kind: name, name }],
        source: { file: name, line: 1 },
        rule: name,
        accepted: { reason: name, owner: name, expires: name },
      }),
    ],
    effects: [effect(name, { people: ["User/a"], scope: "Account/a" })],
    quotas: [quota(name, { account: "Account/a", region: name })],
    said: [name],
    completeness: { ...oneDay().completeness, gaps: [name], remarks: [name] },
    changes: oneDay().changes.map((each) => ({ ...each, key: name, because: [name] })),
  };
}
