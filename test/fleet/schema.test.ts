import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { fleetSchema } from "../../fleet/schema";

const ROOT = path.resolve(__dirname, "..", "..");

describe("the schema of fleet.yaml", () => {
  const accepts = new Ajv({ allErrors: true }).compile(fleetSchema());

  it("takes the example, and the guide's", () => {
    const guide = readFileSync(path.join(ROOT, "docs", "fleet.md"), "utf8");
    const [, shown = ""] = /```yaml\n(# fleet\.yaml\n[^`]*)```/.exec(guide) ?? [];
    const example = readFileSync(path.join(ROOT, "examples", "fleet", "fleet.yaml"), "utf8");
    for (const text of [shown, example]) {
      const value: unknown = parse(text);
      expect(value).not.toBeNull();
      expect({ isValid: accepts(value), errors: accepts.errors }).toEqual({ isValid: true, errors: null });
    }
  });

  it("refuses what reading refuses", () => {
    for (const wrong of [
      {},
      { files: "realm", flies: "realm" },
      { files: "realm", division: { by: { resources: 0 } } },
      { files: "realm", division: { groups: [{ name: "my group" }] } },
      { files: "realm", references: "names" },
    ])
      expect(accepts(wrong)).toBe(false);
  });
});
