import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { markedRule } from "../../provider/model/rule";
import type { Finding } from "../support/finding";

/** Where it is `write`, the files are written instead of read. */
const VARIABLE = "RESELLER_SENTENCES";
const RENEW = `${VARIABLE}=write npx jest rules.sandbox`;
const INDENT = "  ";

/** What differs from one run to the next: ids of the sandbox, and its address. */
const GENERATED: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>"],
  [/\b[a-z]+(?:-[a-z]+)*_[0-9a-f]{12}\b/g, "<id>"],
  [/\b[0-9a-f]{32}\b/g, "<id>"],
  [/\b127\.0\.0\.1:\d+/g, "<address>"],
];

/**
 * The sentences that the rules of a portal say when they are tested, in one file, so that better English is one edit. A test of a rule
 * holds all that its rule says. What it makes other rules say stands with those, or with it where their own tests don't.
 */
export class Sentences {
  private readonly file: string;

  constructor(
    private readonly portal: string,
    private readonly rules: readonly string[],
    folder = join(__dirname, "..", "portals", portal),
    private readonly isWritten = process.env[VARIABLE] === "write",
  ) {
    this.file = join(folder, "sentences.txt");
  }

  /** Holds what the test of one rule has found against the file. */
  hold(rule: string, findings: readonly Finding[]): void {
    const said = sentencesOf(findings);
    const sections = this.read();
    if (this.isWritten) this.write(new Map([...sections, [rule, said]]));
    else this.same(withoutForeign(rule, said, sections), sections.get(rule));
  }

  /** Holds that the file has a section for each rule, in their order, and no other. */
  holdRules(): void {
    const sections = this.read();
    if (this.isWritten) this.write(sections);
    else this.same([...sections.keys()], this.rules);
  }

  private same(found: readonly string[], expected: readonly string[] = []): void {
    try {
      expect(found).toEqual(expected);
    } catch (error) {
      const file = relative(process.cwd(), this.file);
      const help = `This is not what ${file} says. If it is meant, write the file anew, and read what has changed: ${RENEW}`;
      if (error instanceof Error) error.message = `${help}\n\n${error.message}`;
      throw error;
    }
  }

  private read(): Map<string, readonly string[]> {
    const sections = new Map<string, string[]>();
    let section: string[] = [];
    for (const line of existsSync(this.file) ? readFileSync(this.file, "utf8").split("\n") : []) {
      if (line.startsWith(INDENT)) section.push(line.slice(INDENT.length));
      else if (line.startsWith(`${this.portal}/`)) sections.set(line, (section = []));
    }
    return sections;
  }

  private write(sections: ReadonlyMap<string, readonly string[]>): void {
    const text = this.rules.map((rule) => {
      const said = withoutForeign(rule, sections.get(rule) ?? [], sections);
      return [`\n${rule}`, ...said.map((sentence) => `${INDENT}${sentence}`)].join("\n");
    });
    writeFileSync(
      this.file,
      `What the rules of ${this.portal} say in their tests. Written by: ${RENEW}\n${text.join("\n")}\n`,
    );
  }
}

/** Every sentence once, sorted: of rules, and of properties. What a portal says itself is held where it is tested. */
function sentencesOf(findings: readonly Finding[]): string[] {
  const held = findings.filter(({ rule, property }) => rule !== undefined || property !== "");
  return [...new Set(held.map(({ property, text }) => `${property || "(resource)"}: ${steady(text)}`))].sort();
}

function withoutForeign(
  rule: string,
  said: readonly string[],
  sections: ReadonlyMap<string, readonly string[]>,
): string[] {
  return said.filter((sentence) => {
    const other = markedRule(sentence);
    return other === rule || other === undefined || sections.get(other)?.includes(sentence) !== true;
  });
}

function steady(text: string): string {
  return GENERATED.reduce((clean, [generated, name]) => clean.replace(generated, name), text).replace(/\s*\n\s*/g, " ");
}
