import { catalogue } from "../../../review";
import { TABLES as BY_NAME } from "./tables";

const TABLES = Object.values(BY_NAME);
const CASES = TABLES.flatMap(({ cases }) => cases);
const IDS = Object.keys(catalogue);

describe("the tables of plans", () => {
  it("have a plan with each finding of the catalogue", () => {
    const found = new Set<string>(CASES.flatMap(({ finds }) => finds.map(({ id }) => id)));
    expect(IDS.filter((id) => !found.has(id))).toEqual([]);
  });

  it("have the nearest plan without each finding of the catalogue", () => {
    const lacking = new Set<string>(CASES.flatMap(({ lacks = [] }) => lacks));
    expect(IDS.filter((id) => !lacking.has(id))).toEqual([]);
    for (const { finds, lacks = [] } of CASES)
      expect(finds.map(({ id }) => id).filter((id) => lacks.includes(id))).toEqual([]);
  });

  it("call no two plans of a table the same", () => {
    for (const { cases } of TABLES) expect(new Set(cases.map(({ what }) => what)).size).toBe(cases.length);
  });

  it("have plans for every verdict", () => {
    expect([...new Set(CASES.map(({ exitCode }) => exitCode))].sort()).toEqual([0, 10, 11, 20, 30]);
  });
});
