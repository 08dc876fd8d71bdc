import { readFileSync } from "node:fs";
import path from "node:path";
import { compared, DIFFERENCES } from "./differences";

describe("the differences between the sandbox and real servers of OpenStack", () => {
  const guide = readFileSync(path.join(__dirname, "..", "..", "..", "..", "docs", "openstack.md"), "utf8");
  const rows = guide.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));

  it.each(DIFFERENCES.map(({ what, because }) => [what, because]))("are in the guide: %s", (what, because) => {
    expect(rows).toContainEqual(["", what, because, ""]);
  });

  it("leave other texts as they are", () => {
    expect(compared("Could not find user: x.")).toBe("Could not find user: x.");
    expect(compared("Invalid input for field/attribute name. Value: . '' should be non-empty")).toBe(
      "Invalid input for field/attribute name.",
    );
  });
});
