import fs from "node:fs";
import path from "node:path";

const packageRoot = path.resolve(__dirname, "..", "..");
const read = (...file: string[]) => fs.readFileSync(path.join(packageRoot, ...file), "utf8");

describe("project files", () => {
  it("let the example run from the top of the checkout just as from its own folder", () => {
    const withoutEntry = (project: string) => project.replace(/^(#|main:).*\n/gm, "");
    expect(withoutEntry(read("Pulumi.yaml"))).toBe(withoutEntry(read("examples", "ewcs-reseller", "Pulumi.yaml")));
  });

  it("name no registry in the lockfile, so that any mirror can serve it", () => {
    expect(read("package-lock.json")).not.toMatch(/"resolved"/);
  });
});
