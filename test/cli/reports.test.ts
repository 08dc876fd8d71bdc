import Ajv2020 from "ajv/dist/2020";
import { commandsSchema, REPORTS, REPORT_VERSION, type WhoamiReport } from "../../cli/reports";

/** What is published, as a reader of JSON Schema takes it. */
describe("the schema of what commands print", () => {
  const published = commandsSchema() as { $id: string; $defs: Record<string, object> };

  it("has a form for each of them, each with a version and with nothing beside what it names", () => {
    expect(Object.keys(published.$defs)).toEqual(Object.keys(REPORTS));
    for (const schema of Object.values(published.$defs))
      expect(schema).toMatchObject({ additionalProperties: false, properties: { version: { const: REPORT_VERSION } } });
  });

  it("takes a report, and no other", () => {
    const validate = new Ajv2020({ strict: false }).compile(published.$defs["whoami"]!);
    const report: WhoamiReport = {
      version: REPORT_VERSION,
      settings: "the environment",
      connections: [
        {
          name: "default",
          portal: "csp",
          title: "x",
          endpoint: "https://x",
          ends: null,
          untold: [],
          bearer: { id: "1" },
        },
      ],
      remarks: [],
    };
    expect(validate(report)).toBe(true);
    expect(validate({ ...report, token: "x" })).toBe(false);
    expect(validate({ ...report, version: 2 })).toBe(false);
  });
});
