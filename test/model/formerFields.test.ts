import { z } from "zod";
import { readPrintedPlan } from "../../engine/soundness";
import { kinds, SECRETS_INPUT, UNKNOWN } from "../../provider/model";
import { declarationFindings } from "../../provider/model/declaration";
import {
  formerFieldsIn,
  presentPath,
  underFormerNames,
  underPresentNames,
  writtenPath,
} from "../../provider/model/formerFields";
import { kindAt } from "../../provider/model/kindAt";
import { defineKind, type Kind } from "../../provider/model/kind";
import { SPELLINGS_KEY } from "../../provider/model/spellings";
import { portalNamed } from "../../provider/portals/list";
import { stateOf } from "../../policy/resource";
import { examineObject, examineText } from "../../realm/read";
import { problemText } from "../../realm/problem";
import { reviewPlan } from "../../review";
import { planText } from "../review/planText";

const renamed = defineKind({
  name: "Account",
  purpose: "A kind with two fields that had other names.",
  fields: {
    name: { schema: z.string(), formerly: { name: "title" } },
    prices: { schema: z.record(z.string(), z.number()).optional(), formerly: { name: "billing", member: "own" } },
  },
  naturalKey: ["name"],
}) as unknown as Kind;

describe("what is given under the former name of a field", () => {
  it("is given under the present one, with the value of today", () => {
    expect(underPresentNames(renamed, { title: "Acme", billing: { own: { "1": 2 } }, adopt: true })).toEqual({
      name: "Acme",
      prices: { "1": 2 },
      adopt: true,
    });
    expect(underPresentNames(renamed, { title: UNKNOWN, billing: UNKNOWN })).toEqual({
      name: UNKNOWN,
      prices: UNKNOWN,
    });
    expect(underPresentNames(renamed, { billing: { own: UNKNOWN } })).toEqual({ prices: UNKNOWN });
    // What isn't there is under neither name.
    expect(
      underPresentNames(renamed, { title: undefined, name: "Acme", prices: undefined, billing: { own: {} } }),
    ).toEqual({ title: undefined, name: "Acme", prices: {} });
  });

  it("keeps a form that it never had, for the field's schema to refuse", () => {
    expect(underPresentNames(renamed, { billing: { own: {}, others: {} } })).toEqual({
      prices: { own: {}, others: {} },
    });
    expect(underPresentNames(renamed, { billing: { theirs: { "1": 2 } } })).toEqual({ prices: { theirs: { "1": 2 } } });
    expect(underPresentNames(renamed, { billing: [1] })).toEqual({ prices: [1] });
  });

  it("stays as it is where both names are given", () => {
    const both = { title: "Acme", name: "Acme AG" };
    expect(underPresentNames(renamed, both)).toEqual(both);
    expect(formerFieldsIn(renamed, both)).toEqual([]);
    expect(formerFieldsIn(renamed, { title: "Acme" })).toEqual([{ name: "title", field: "name" }]);
  });

  it("takes with it what a state keeps by the names of fields", () => {
    const state = {
      name: "Acme",
      [SECRETS_INPUT]: ["title", "billing", "adopt"],
      [SPELLINGS_KEY]: { title: "12345678" },
    };
    expect(underPresentNames(renamed, state)).toEqual({
      name: "Acme",
      [SECRETS_INPUT]: ["name", "prices", "adopt"],
      [SPELLINGS_KEY]: { name: "12345678" },
    });
    const old = { title: "Acme", billing: { own: { "1": 2 } }, [SPELLINGS_KEY]: { title: "12345678" } };
    expect(underFormerNames(formerFieldsIn(renamed, old), underPresentNames(renamed, old))).toEqual(old);
    expect(underFormerNames([], state)).toEqual(state);
    expect(underPresentNames(renamed, { [SECRETS_INPUT]: UNKNOWN })).toEqual({ [SECRETS_INPUT]: UNKNOWN });
  });

  it("has the same paths, there and back", () => {
    const former = [...renamed.formerFields];
    for (const [present, written] of [
      ["name", "title"],
      ["prices", "billing.own"],
      ["prices.1", "billing.own.1"],
      ["adopt", "adopt"],
      ["", ""],
    ] as const) {
      expect(presentPath(renamed, written)).toBe(present);
      expect(writtenPath(former, present)).toBe(written);
    }
    expect(presentPath(renamed, "billing")).toBe("prices");
    expect(presentPath(renamed, "billing.ownership")).toBe("prices.ownership");
  });
});

const GRIDSCALE = portalNamed("gridscale");
const OLD = { name: "Acme AG", gridscale: { prices: { "10001": 0.5 } } };
const NEW = { name: "Acme AG", productPrices: { "10001": 0.5 } };

describe("an account's prices, which were called gridscale before", () => {
  it("are refused under both names, with the one that goes", () => {
    const findings = declarationFindings(kindAt("Account", GRIDSCALE), GRIDSCALE, { ...OLD, ...NEW });
    expect(findings).toEqual([
      { property: "gridscale", reason: "is the former name of productPrices, which is also set: remove gridscale" },
    ]);
  });

  it("are the same in a plan, with either name on either side", () => {
    const planned = (before: object, after: object, operation?: string) =>
      readPrintedPlan({
        ...(JSON.parse(planText([{ kind: "Account", name: "acme", before, after, operation }])) as object),
      } as never);
    const same = planned(OLD, NEW, "same");
    expect(same.gaps).toEqual([]);
    expect(same.resources[0]).toMatchObject({ before: { values: NEW, outputs: NEW }, after: { values: NEW } });
    const dearer = { ...NEW, productPrices: { "10001": 0.75 } };
    expect(planned(OLD, dearer).resources[0]?.before).toEqual(planned(NEW, dearer).resources[0]?.before);

    const reviewed = (before: object, after: object) =>
      reviewPlan(
        planText([{ kind: "Account", name: "acme", before, after }], {
          config: { "reseller:portal": "gridscale", "reseller:endpoint": "https://portal.example" },
        }),
      );
    const old = { ...OLD, gridscale: { prices: { "10001": 0.75 } } };
    expect(reviewed(OLD, old)).toEqual(reviewed(NEW, dearer));
  });

  it("are the same to a policy", () => {
    const given = (props: object) =>
      stateOf(
        {
          type: "pulumi-nodejs:dynamic/reseller:Account",
          urn: "urn",
          name: "acme",
          props: { ...props },
          opts: { protect: true },
          propertyDependencies: Object.fromEntries(Object.keys(props).map((name) => [name, []])),
        },
        "Account",
      );
    expect(given(OLD)).toEqual(given(NEW));
  });
});

describe("a realm file with a field's former name", () => {
  const file = (...lines: string[]) =>
    examineText(["accounts:", "  acme:", "    name: Acme AG", ...lines].join("\n"), "realm.yaml");

  it("is read as one with the present name, and knows where its values stand", () => {
    const read = file("    gridscale:", "      prices:", "        '10001': 0.5");
    expect(read.problems).toEqual([]);
    expect(read.entries[0]).toMatchObject({ values: NEW, formerFields: kinds.Account.formerFields });
    expect(read.placeOf(read.entries[0]!, "productPrices.10001")).toMatchObject({ line: 6, column: 9 });
    expect(read.placeOf(read.entries[0]!, "name")).toMatchObject({ line: 3 });
    expect(file("    productPrices: { '10001': 0.5 }").entries[0]).not.toHaveProperty("formerFields");
    expect(examineObject({ accounts: { acme: OLD } }).entries[0]?.values).toEqual(NEW);
  });

  it("is wrong where the value has a form that it never had, or both names are there", () => {
    expect(file("    gridscale: { prices: { ten: 0.5 } }").problems.map(problemText)).toEqual([
      "realm.yaml:4:28: accounts.acme.gridscale.prices.ten is no name that is possible here",
    ]);
    expect(
      file("    gridscale: { prices: { '10001': 0.5 } }", "    productPrices: {}").problems.map(problemText),
    ).toEqual([
      "realm.yaml:4:5: accounts.acme.gridscale is the former name of productPrices, which is also set: remove gridscale",
    ]);
  });
});
