import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { reportSchema, toJson } from "../../../review/outputs/json";
import { anyReport, oneDay } from "./reports";
import { runs } from "../../support/runs";

const isValid = new Ajv2020({ allErrors: true }).compile(reportSchema());

describe("a review as JSON", () => {
  it("is the report, by its published schema", () => {
    expect(JSON.parse(toJson(oneDay()))).toEqual(JSON.parse(JSON.stringify(oneDay())));
    expect(toJson(oneDay())).toMatch(/^\{\n {2}"version": 1,\n {2}"project": "realm",\n[^]*\n\}\n$/);
    fc.assert(
      fc.property(anyReport, (any) => {
        const json = JSON.parse(toJson(any)) as unknown;
        expect(json).toEqual(JSON.parse(JSON.stringify(any)));
        expect(isValid(json) ? [] : isValid.errors).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
    expect(isValid({ ...oneDay(), verdict: "fine" })).toBe(false);
    expect(isValid({ ...oneDay(), more: 1 })).toBe(false);
  });

  it("has nothing in it that a terminal acts on", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        expect(toJson(any)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: runs(100) },
    );
  });

  it("is the same bytes for the same report, in whatever order it was put together", () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, each]) => [name, turned(each)]),
      );
    };
    fc.assert(
      fc.property(anyReport, (any) => {
        expect(toJson(turned(any) as typeof any)).toBe(toJson(any));
      }),
      { numRuns: runs(50) },
    );
  });

  it("has a schema that is published as it is", () => {
    const file = path.join(__dirname, "..", "..", "..", "docs", "review.schema.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(reportSchema());
    expect(reportSchema()).toMatchObject({ $id: "urn:pulumi-reseller:review:1", title: "Review of a planned change" });
  });
});
