import { reviewPlan } from "../../review";
import { planText, same, type WrittenResource } from "./planText";

const MASKED = "[secret]";

function person(name: string): WrittenResource {
  return same("User", name, { email: `${name}@x.example` });
}

function gaps(owner: string): readonly string[] {
  const account: WrittenResource = {
    kind: "Account",
    name: "acme",
    before: { name: "Acme AG", owner },
    after: { name: "Acme AG", owner: "id-rita" },
  };
  const plan = planText([person("olga"), person("rita"), account], { config: { "reseller:portal": "gridscale" } });
  return reviewPlan(plan).completeness.gaps;
}

describe("an account that gets another owner", () => {
  it("can't be told where the plan masks who owned it before", () => {
    expect(gaps(MASKED)).toEqual([expect.stringContaining("owner of Account acme was secret")]);
  });

  it("is told where the plan has the former owner", () => {
    expect(gaps("id-olga")).toEqual([]);
  });
});
