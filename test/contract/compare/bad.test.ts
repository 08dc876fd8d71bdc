import { compared, draftOf, readOpenApi } from "../../../provider/contract/compare";
import { parseOverlay } from "../../../provider/contract/read";
import { cspContract } from "../../../provider/portals/csp/contractFacts";

type Json = Record<string, unknown>;

function read(document: unknown) {
  return readOpenApi(typeof document === "string" ? document : JSON.stringify(document), "vendor.json");
}

function comparedWith(document: unknown) {
  const comparison = compared(cspContract, read(document));
  // Whatever is in the document, its draft can be read.
  parseOverlay(draftOf(comparison), "contract.yaml", cspContract);
  return comparison;
}

function answering(schema: unknown, more: Json = {}): Json {
  const responses = { "200": { description: "", content: { "application/json": { schema } } } };
  return {
    openapi: "3.0.3",
    info: { title: "Vendor", version: "1" },
    paths: { "/users/{id}": { get: { operationId: "getUser", responses } } },
    ...more,
  };
}

describe("what is no OpenAPI document", () => {
  test.each([
    ["", /is empty/],
    ["{", /vendor\.json:/],
    ["[]", /is no OpenAPI document/],
    ["<html><body>Sign in</body></html>", /is no OpenAPI document/],
    ["portal: csp\n", /neither openapi nor swagger/],
    ['{"openapi":"4.0.0","paths":{}}', /has OpenAPI 4\.0\.0, but only 2\.0, 3\.0 and 3\.1/],
    ['{"swagger":"1.2","paths":{}}', /has OpenAPI 1\.2/],
    ['{"openapi":"3.1.0","info":{},"webhooks":{}}', /has no paths/],
    ['{"openapi":"3.1.0","paths":{}}', /has no paths/],
    ["openapi: 3.0.0\npaths: {\n", /vendor\.json:\d+:\d+/],
  ])("%j is refused", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it("ends as soon as aliases would fill the memory", () => {
    const levels = Array.from({ length: 30 }, (_, level) => {
      const entries = level === 0 ? '"x"' : Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ");
      return `x-${level}: &a${level} [${entries}]`;
    });
    const started = process.cpuUsage();
    expect(() => read(`openapi: 3.0.0\npaths:\n  /a: {}\n${levels.join("\n")}\n`)).toThrow(/can't be read/);
    expect(process.cpuUsage(started).user).toBeLessThan(3e6);
  });

  it("isn't followed into a hundred thousand levels", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(() => read(`openapi: 3.0.0\nx-deep: ${deep}\npaths:\n  /a: {}\n`)).toThrow(/vendor\.json/);
    const schema = `${'{"allOf":['.repeat(20_000)}{"type":"string"}${"]}".repeat(20_000)}`;
    const text = JSON.stringify(answering("DEEP")).replace('"DEEP"', schema);
    expect(compared(cspContract, read(text)).operations).toHaveLength(Object.keys(cspContract.operations).length);
  });
});

describe("references", () => {
  it("can lead back to where they come from", () => {
    const schemas = {
      User: {
        type: "object",
        properties: {
          id: { type: "string" },
          username: { type: "string" },
          manager: { $ref: "#/components/schemas/User" },
        },
      },
      A: { $ref: "#/components/schemas/B" },
      B: { $ref: "#/components/schemas/A" },
      Own: { allOf: [{ $ref: "#/components/schemas/Own" }, { $ref: "#/components/schemas/User" }] },
    };
    for (const name of Object.keys(schemas)) {
      const found = comparedWith(answering({ $ref: `#/components/schemas/${name}` }, { components: { schemas } }));
      expect(found.operations.find(({ own }) => own.id === "getUser")?.result).not.toBe("missing");
    }
  });

  it("out of the document are named and not followed", () => {
    const places = [
      "user.yaml#/User",
      "https://vendor.example/user.json",
      "#/components/schemas/Nobody",
      "file:///etc/passwd",
    ];
    const schema = { allOf: places.map(($ref) => ({ $ref })) };
    expect(comparedWith(answering(schema)).notFollowed).toEqual([...places].sort());
  });
});

describe("names", () => {
  const hostile = [
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "a.b",
    "a b",
    "{token}",
    "",
    "\u001b[2J",
    "\u202Eemail",
    "# guess",
    "- key: value",
    "null",
    "yes",
    "'",
    '"',
    "\n",
    "*alias",
    "&anchor",
    "x".repeat(5000),
  ];

  it("of any form are data", () => {
    const properties = Object.fromEntries(hostile.map((name) => [name, { type: "string", enum: hostile }]));
    Object.defineProperty(properties, "__proto__", { value: { type: "string" }, enumerable: true });
    const { paths } = answering({ type: "object", properties });
    const more = Object.fromEntries(hostile.map((name) => [`/clients/${name}`, (paths as Json)["/users/{id}"]]));
    const document = answering({ type: "object", properties }, { paths: { ...(paths as Json), ...more } });
    const draft = draftOf(comparedWith(document));
    expect(draft).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(({} as Json)["type"]).toBeUndefined();
  });

  it("of the vendor that are like one of the contract for each of many members are given once", () => {
    const properties = { name: { type: "string" }, Name: { type: "string" }, NAME: { type: "string" } };
    const found = comparedWith(answering({ type: "object", properties })).operations.flatMap(
      ({ response }) =>
        response?.members.flatMap(({ at, path }) => (at === undefined || path.includes(".") ? [] : [at])) ?? [],
    );
    expect(new Set(found).size).toBe(found.length);
  });
});

describe("size", () => {
  it("a document of 30 MB with thousands of operations is compared in seconds", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`member${index}`, { type: "string", description: "x".repeat(700) }]),
    );
    const one = answering({ type: "object", properties });
    const item = (one["paths"] as Json)["/users/{id}"];
    const paths = Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [`/thing${index}/{id}/part${index % 7}`, item]),
    );
    const text = JSON.stringify({ ...one, paths });
    expect(text.length).toBeGreaterThan(30e6);
    const started = process.cpuUsage();
    const { operations, others } = compared(cspContract, read(text));
    const { user, system } = process.cpuUsage(started);
    expect(operations.length + others.length).toBeGreaterThan(2000);
    expect((user + system) / 1e6).toBeLessThan(15);
  });
});
