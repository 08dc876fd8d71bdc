import { expectFindings, failed, said } from "./finding";

const found = (reason: string, property = "state") => failed("acme", "check", { property, reason });

describe("what a test sees of a finding", () => {
  it("of a failure: rule, property, and whether it is a question", () => {
    expect(found("is wrong (rule csp/C3)")).toEqual({
      label: "acme",
      rule: "csp/C3",
      property: "state",
      severity: "refuse",
      moment: "check",
      text: "is wrong (rule csp/C3)",
    });
    const question = `is dear (rule csp/C6). To confirm, add confirm: ["csp/C6"] to this resource`;
    expect(found(question)).toMatchObject({ rule: "csp/C6", severity: "confirm" });
    expect(found("is wrong").rule).toBeUndefined();
  });

  it("of what a check says: the property, where there is one", () => {
    const checked = (message: string) => said("anna", "User", "check", message);
    expect(checked("User Acme AG/anna: accessTimes[0].to is late (rule csp/A3)")).toEqual({
      label: "anna",
      rule: "csp/A3",
      property: "accessTimes[0].to",
      severity: "warn",
      moment: "check",
      text: "is late (rule csp/A3)",
    });
    expect(checked("User anna: can't do: nothing")).toMatchObject({ property: "", text: "can't do: nothing" });
    const step = said("anna", "User", "step", "User anna: email stays");
    expect(step).toMatchObject({ property: "", text: "User anna: email stays" });
  });

  it("is held whole: another rule, property, severity, resource or number is red, and so is one too many", () => {
    const finding = found("is 4 (rule csp/C3)");
    const held = (...expected: Parameters<typeof expectFindings>[1]) => expectFindings([finding], expected, "refuse");
    const right = { rule: "csp/C3", property: "state", label: "acme", tells: ["4", "is"] };
    held(right);
    for (const wrong of [
      { rule: "csp/C4" },
      { rule: undefined },
      { property: "name" },
      { property: undefined },
      { severity: "warn" as const },
      { label: "other" },
      { tells: "5" },
    ])
      expect(() => held({ ...right, ...wrong })).toThrow("missing");
    expect(() => held()).toThrow("unexpected");
    expect(() => held(right, { rule: "csp/C4" })).toThrow("csp/C4");
  });
});
