import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failed } from "../support/finding";
import { Sentences } from "./sentences";

const found = (reason: string, property = "state") => failed("acme", "check", { property, reason });

describe("the golden file of a portal's sentences", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "reseller-sentences-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const RULES = ["csp/C3", "csp/P3"];
  const one = found("is a (rule csp/C3)");
  const two = found("is user_0123456789ab at 127.0.0.1:80 (rule csp/C3)", "name");
  const foreign = found("is seen (rule csp/P3)", "level");
  const sentences = (rules = RULES) => new Sentences("csp", rules, folder, false);
  beforeEach(() => {
    const writing = new Sentences("csp", RULES, folder, true);
    writing.hold("csp/C3", [two, one, foreign, one]);
    writing.hold("csp/P3", [foreign]);
    writing.holdRules();
  });

  it("has each sentence once, sorted, at its own rule, and nothing that differs from run to run", () => {
    const [, ...lines] = readFileSync(join(folder, "sentences.txt"), "utf8").split("\n");
    expect(lines).toEqual([
      "",
      "csp/C3",
      "  name: is <id> at <address> (rule csp/C3)",
      "  state: is a (rule csp/C3)",
      "",
      "csp/P3",
      "  level: is seen (rule csp/P3)",
      "",
    ]);
    sentences().hold("csp/C3", [one, two]);
    sentences().hold("csp/C3", [two, foreign, one]);
    sentences().holdRules();
  });

  it.each([
    ["missing", [one]],
    ["changed", [two, found("is b (rule csp/C3)")]],
    ["on another property", [two, found("is a (rule csp/C3)", "name")]],
    ["more", [one, two, found("is c (rule csp/C3)")]],
    ["new of another rule", [one, two, found("is hidden (rule csp/P3)", "level")]],
    ["new of no rule", [one, two, found("is c")]],
  ])("is red where a sentence is %s, and says how it is renewed", (_what, findings) => {
    expect(() => sentences().hold("csp/C3", findings)).toThrow(/RESELLER_SENTENCES=write/);
  });

  it("is red where a rule is not in it, or no longer one", () => {
    expect(() => sentences([...RULES, "csp/X1"]).holdRules()).toThrow("csp/X1");
    expect(() => sentences(["csp/C3"]).holdRules()).toThrow("csp/P3");
  });
});
