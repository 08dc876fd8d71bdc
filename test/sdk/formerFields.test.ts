import * as pulumi from "@pulumi/pulumi";
import * as reseller from "../../sdk";
import { sent, type SentInputs } from "../support/mockedEngine";

const CONFIG = {
  "reseller:portal": "gridscale",
  "reseller:endpoint": "http://127.0.0.1:1",
  "reseller:userUuid": "11111111-1111-4111-8111-111111111111",
  "reseller:token": "token-of-a-test",
};
const PRICES = { "10001": 0.5 };

describe("a program with the former name of a field", () => {
  let warnings: string[];
  beforeEach(() => {
    warnings = [];
    jest.spyOn(pulumi.log, "warn").mockImplementation((text) => Promise.resolve(void warnings.push(text)));
  });
  afterEach(() => jest.restoreAllMocks());

  const account = (name: string, args: Partial<reseller.AccountArgs>) => new reseller.Account(name, { name, ...args });
  const run = (program: () => void, stateOf?: (inputs: SentInputs) => SentInputs) => sent(program, CONFIG, stateOf);

  it("sends what one with the present name does, and is told once", async () => {
    const inputs = await run(() => {
      account("plain", { gridscale: { prices: PRICES } });
      account("later", { gridscale: pulumi.output({ prices: PRICES }) });
      account("inner", { gridscale: { prices: pulumi.output(PRICES) } });
      account("present", { productPrices: PRICES });
    });
    for (const name of ["plain", "later", "inner", "present"]) {
      expect(inputs.get(name)).toMatchObject({ name, productPrices: PRICES });
      expect(inputs.get(name)).not.toHaveProperty("gridscale");
    }
    expect(warnings).toEqual([
      "Account plain: gridscale is the former name of productPrices, and still works: use productPrices instead, with the value of gridscale.prices (2 more resources have it, too)",
    ]);
  });

  it("reads outputs by either name, also where the engine has an old state", async () => {
    const program = () => {
      const { gridscale, productPrices } = account("acme", { gridscale: { prices: PRICES } });
      account("shown", { name: pulumi.jsonStringify([gridscale, productPrices]) });
      expect(account("without", {}).gridscale).toBeUndefined();
    };
    const old = ({ productPrices, ...state }: SentInputs) => ({ ...state, gridscale: { prices: productPrices } });
    for (const stateOf of [undefined, (state: SentInputs) => state, old])
      expect((await run(program, stateOf)).get("shown")).toMatchObject({
        name: JSON.stringify([{ prices: PRICES }, PRICES]),
      });
  });

  it("may have a realm as an object, with values that are known later", async () => {
    const inputs = await run(() => {
      new reseller.Realm("realm", {
        realm: {
          accounts: {
            acme: { name: "Acme", gridscale: { prices: PRICES } },
            beta: { name: "Beta", gridscale: pulumi.output({ prices: PRICES }) },
          },
        },
      });
    });
    expect([inputs.get("acme"), inputs.get("beta")]).toMatchObject([
      { productPrices: PRICES },
      { productPrices: PRICES },
    ]);
    expect(warnings).toEqual([expect.stringMatching(/^Account acme: gridscale .*1 more resource has it, too/)]);
  });
});
