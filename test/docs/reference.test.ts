import { readFileSync } from "node:fs";
import * as path from "node:path";
import { kinds } from "../../provider/model";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { descriptionOf, typeOf } from "../../tools/fieldTypes";

const PAGE = readFileSync(path.resolve(__dirname, "..", "..", "docs", "reference.md"), "utf8");

describe("the reference of kinds and fields", () => {
  it("has every field of every kind, each with a sentence of its own and a type in words", () => {
    for (const kind of Object.values(kinds)) {
      expect(kind.purpose).toMatch(/^[A-Z].*\.$/);
      for (const [name, field] of Object.entries(kind.fields)) {
        if (!["adopt", "confirm", "connection"].includes(name)) expect(PAGE).toContain(`### ${kind.name}: \`${name}\``);
        expect([kind.name, name, descriptionOf(field.schema)]).toEqual([kind.name, name, expect.stringMatching(/\.$/)]);
        expect([kind.name, name, typeOf(field).type]).not.toContain("any value");
      }
      for (const [name, schema] of Object.entries(kind.outputs.shape)) {
        expect(PAGE).toContain(`- \`${name}\` (`);
        expect(descriptionOf(schema as never)).toMatch(/\.$/);
      }
    }
  });

  it("says lengths, numbers and choices as the schemas have them", () => {
    expect(PAGE).toContain("string of 1 to 256 characters");
    expect(typeOf(kinds.Account.fields["onDelete"]!).type).toBe("one of `retain`, `lock`, `decommission`, `delete`");
    expect(typeOf(kinds.Quota.fields["limits"]!).type).toBe("object of integers from -1 to 2147483647 by name");
    expect(typeOf(kinds.User.fields["account"]!).type).toBe("Account (the resource, or its id)");
  });

  it("names only rules that are in the books", () => {
    const known = PORTAL_NAMES.flatMap((portal) => portalNamed(portal).rules.map(({ id }) => id));
    const named = [...PAGE.matchAll(/\b(?:csp|scaleway|gridscale)\/[A-Z]\d+\b/g)].map(([rule]) => rule);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((rule) => !known.includes(rule))).toEqual([]);
  });
});
