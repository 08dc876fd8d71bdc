import { readFileSync } from "node:fs";
import * as path from "node:path";
import { reviewedExample } from "../../tools/exampleReview";
import { parseReviewFile } from "../../review";

const ROOT = path.resolve(__dirname, "..", "..");

describe("the example pull request", () => {
  it.each(Object.entries(reviewedExample()))(
    "%s is what the review of the plan beside it says, byte for byte",
    (name, text) => {
      expect(text).toBe(readFileSync(path.join(ROOT, "examples", "pull-request", name), "utf8"));
    },
  );

  it("says in its README what the review finds", () => {
    const comment = reviewedExample()["review.md"];
    for (const id of ["ESC-02", "IRR-01", "IRR-03", "OPN-01"]) expect(comment).toContain(id);
  });
});

describe("docs/review.md", () => {
  const text = readFileSync(path.join(ROOT, "docs", "review.md"), "utf8");

  it("has a review.yaml that is valid as it stands", () => {
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(text) ?? [];
    expect(Object.keys(parseReviewFile(yaml)).sort()).toEqual([
      "accept",
      "administrators",
      "approvals",
      "assertions",
      "ceilings",
      "expiries",
      "limits",
      "pools",
    ]);
  });
});
