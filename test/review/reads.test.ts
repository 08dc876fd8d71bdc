import { reviewPlan } from "../../review";
import { planText } from "./planText";

const CLERK = { name: "Clerk", level: "client", permissions: ["show_users"] };
const TYPE = "pulumi:pulumi:StackReference";
const URN = `urn:pulumi:test::realm::${TYPE}::shared`;

/** A plan of a program that reads the outputs of another stack; the engine counts only reads that bring something new. */
function gaps(counted: number): readonly string[] {
  const plan = JSON.parse(
    planText([{ kind: "Profile", name: "clerk", before: CLERK, after: { ...CLERK, description: "At the counter" } }]),
  ) as { steps: object[]; changeSummary: object };
  const read = { op: "read", urn: URN, newState: { urn: URN, custom: true, id: "shared", type: TYPE } };
  return reviewPlan(
    JSON.stringify({
      ...plan,
      steps: [...plan.steps, read],
      changeSummary: { ...plan.changeSummary, ...(counted === 0 ? {} : { read: counted }) },
    }),
  ).completeness.gaps;
}

describe("a stack reference in a plan", () => {
  it.each([0, 1])("is nothing that isn't known, where the engine counts %d reads", (counted) => {
    expect(gaps(counted)).toEqual([]);
  });

  it("is missing where the engine counts more of them than there are", () => {
    expect(gaps(2)).toEqual(['The plan says that it has 2 steps "read", and has 1.']);
  });
});
