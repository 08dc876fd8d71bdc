import { parseReviewFile } from "../../review";

function messagesOf(text: string): string[] {
  try {
    parseReviewFile(text);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

describe("what is wrong in review.yaml", () => {
  it("is said all at once, in words, with where it stands, what is there and what it must be", () => {
    const text = `accept:
  - finding: ESC-01
    subject: User/anna
    reason: because
    expires: soon
administrators: { least: 0, required: anna }
assertions:
  - { name: x, who: { people: 5 }, never: { power: al, permissions: 7 } }
approvals:
  - { by: "", count: 1.5, level: risky }
  - 4
`;
    expect(messagesOf(text)).toEqual([
      "10 problems in review.yaml",
      "  review.yaml:2:5: accept[0].owner is missing, but must be a string",
      "  review.yaml:5:5: accept[0].expires must be a day such as 2027-01-31",
      '  review.yaml:6:29: administrators.required is "anna", but must be a list',
      "  review.yaml:8:23: assertions[0].who.people is 5, but must be a list",
      '  review.yaml:8:45: assertions[0].never.power is "al", but must be one of administration, realm; did you mean realm?',
      "  review.yaml:8:56: assertions[0].never.permissions is 7, but must be a list",
      '  review.yaml:10:7: approvals[0].by is "", but must not be empty',
      "  review.yaml:10:15: approvals[0].count is 1.5, but must be a whole number",
      '  review.yaml:10:27: approvals[0].level is "risky", but must be one of notice, risk, irreversible, escalation; did you mean risk?',
      "  review.yaml:11:5: approvals[1] is 4, but must be a mapping",
    ]);
  });

  it("is one line without a heading where it is one thing", () => {
    expect(messagesOf("approvals: 5\n")).toEqual(["review.yaml:1:1: approvals is 5, but must be a list"]);
  });
});
