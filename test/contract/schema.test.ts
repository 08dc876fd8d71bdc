import { readFileSync } from "node:fs";
import * as path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";

const docs = path.resolve(__dirname, "..", "..", "docs");
const schema = JSON.parse(readFileSync(path.join(docs, "contract.schema.json"), "utf8")) as object;

describe("the schema of contract.yaml, for editors", () => {
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

  it("takes the example of the guide", () => {
    const guide = readFileSync(path.join(docs, "real-portal.md"), "utf8");
    const [example = ""] = /(?<=```yaml\n).*?(?=```)/s.exec(guide) ?? [];
    expect(validate(parse(example))).toBe(true);
  });

  it.each([
    ["an operation that doesn't exist", { portal: "csp", operations: { listClient: {} } }],
    ["a member that doesn't exist", { portal: "csp", types: { Client: { nmae: "x" } } }],
    ["another portal's operation", { portal: "gridscale", operations: { listClients: {} } }],
    ["no portal", {}],
  ])("refuses %s", (_, value) => {
    expect(validate(value)).toBe(false);
  });
});
