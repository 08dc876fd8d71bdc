import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { blocksOf, runGuide } from "./guide";

/** What runs the guides must itself be able to fail. */
describe("a guide that is run as it stands", () => {
  const guide = (...blocks: string[]) => {
    const folder = mkdtempSync(path.join(tmpdir(), "reseller-guide-test-"));
    const file = path.join(folder, "guide.md");
    writeFileSync(file, blocks.join("\n\nWords between.\n\n"));
    return runGuide(path.relative(path.resolve(__dirname, "..", ".."), file), {});
  };
  const block = (words: string, text: string) => `\`\`\`${words}\n${text}\n\`\`\``;

  it("keeps what a step exports and where it goes, writes the files, and holds the output against what is shown", () =>
    guide(
      block("sh", "mkdir -p deeper && cd deeper\nexport WORD=kept"),
      block("yaml some/realm.yaml", "accounts:\n  acme: { name: It's $WORD }"),
      block("sh", "cat some/realm.yaml; echo $WORD $(basename $PWD)"),
      block("text", "accounts:\nacme: { name: … $WORD }\nkept deeper"),
      block("json", '{ "not": "a step" }'),
    ));

  it("fails where a command fails, also in the middle of a block", () =>
    expect(guide(block("sh", "true\nfalse\ntrue"))).rejects.toThrow(/guide\.md:1 ended with 1, not 0/));

  it("fails where a command ends otherwise than the guide says", async () => {
    await guide(block("sh exit=2", "(exit 2)"), block("sh", "true"));
    await expect(guide(block("sh exit=2", "true"))).rejects.toThrow(/ended with 0, not 2/);
  });

  it("fails where something is shown that isn't printed", () =>
    expect(guide(block("sh", "echo one"), block("text", "two"))).rejects.toThrow(/doesn't print "two"/));

  it("fails where it has no commands at all", () => expect(guide("No commands.")).rejects.toThrow());

  it("reads blocks that are part of a list", () =>
    expect(blocksOf("- do:\n  ```sh\n  echo\n  ```\n")).toEqual([{ line: 2, words: ["sh"], text: "echo\n" }]));
});
