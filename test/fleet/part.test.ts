import { appendFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type Part, partOf, readFleet, readPart } from "../../fleet";
import { withFiles } from "../realm/files";

const FILES = {
  "fleet.yaml": "files: realm\n",
  "realm/shared.yaml": "profiles:\n  admin: { name: Admin, permissions: [show_users], level: client }\n",
  "realm/acme.yaml": `accounts:
  acme:
    name: Acme
    users:
      anna: { username: anna, profiles: [admin], password: { config: annas-password } }
`,
};

/** The message of what reading a changed part throws. */
function refusal(change: (part: Part, folder: string) => unknown, stack = "acme"): string {
  return withFiles(FILES, (folder) => {
    const part = partOf(readFleet(folder), "acme");
    const changed = change(part, folder);
    const text = typeof changed === "string" ? changed : JSON.stringify(changed);
    try {
      readPart(text, folder, "fleet.yaml", stack);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  });
}

describe("a part of a fleet", () => {
  it("has no secret, what other stacks refer to, and what it refers to", () => {
    withFiles(FILES, (folder) => {
      const fleet = readFleet(folder);
      const isPending = ({ name }: { name: string }) => name === "admin";
      const acme = partOf(fleet, "acme", isPending);
      expect(acme.targets).toEqual([
        { kind: "Profile", name: "admin", stack: "shared", title: "Admin", pending: true },
      ]);
      expect(acme.entries.find(({ kind }) => kind === "User")?.values["password"]).toEqual({
        config: "annas-password",
      });
      expect(partOf(fleet, "shared").referredTo).toEqual([{ kind: "Profile", name: "admin" }]);
    });
  });

  it("is none of a stack that the fleet doesn't have", () => {
    withFiles(FILES, (folder) => {
      expect(() => partOf(readFleet(folder), "acne")).toThrow(
        'the fleet of fleet.yaml has no stack "acne" (reseller fleet list shows all stacks); did you mean acme?',
      );
    });
  });

  it.each([
    [
      "of another stack",
      (part: Part) => ({ ...part, stack: "shared" }),
      "is that of the stack shared, but this is the stack acme",
    ],
    [
      "of another version",
      (part: Part) => ({ ...part, version: 99 }),
      "was written by another version of pulumi-reseller",
    ],
    ["that isn't whole", ({ entries: _none, ...part }: Part) => part, "the part of the fleet is not valid: entries: "],
    ["that is no JSON", () => "{", "the part of the fleet is not JSON"],
    [
      "of another file",
      (part: Part) => ({ ...part, source: { ...part.source, fleet: "other.yaml" } }),
      "was made of other files than fleet.yaml",
    ],
  ])("is refused: one %s", (_what, change, expected) => {
    expect(refusal(change)).toContain(expected);
    expect(refusal(change)).toContain("Run reseller fleet again, or unset RESELLER_FLEET_PART");
  });

  it.each([
    ["a realm file has changed", (folder: string) => appendFileSync(path.join(folder, "realm/acme.yaml"), "# more\n")],
    [
      "there is another file",
      (folder: string) => writeFileSync(path.join(folder, "realm/globex.yaml"), "accounts: {}\n"),
    ],
  ])("is refused where %s", (_what, change) => {
    withFiles(FILES, (folder) => {
      const text = JSON.stringify(partOf(readFleet(folder), "acme"));
      expect(readPart(text, folder, "fleet.yaml", "acme").stack).toBe("acme");
      change(folder);
      expect(() => readPart(text, folder, "fleet.yaml", "acme")).toThrow("was made of other files");
    });
  });
});
