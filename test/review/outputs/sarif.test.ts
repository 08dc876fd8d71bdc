import Ajv from "ajv";
import fc from "fast-check";
import { catalogue } from "../../../review/findings/catalogue";
import { sarifName, sarifText } from "../../../text/escape";
import { toSarif } from "../../../review/outputs/sarif";
import type { Report } from "../../../review/report";
import { refusals } from "./codeScanning";
import { anyReport, finding, hostileText, oneDay, report } from "./reports";
import { runs } from "../../support/runs";

// The published schema as the package has it; written for an older draft, of which it uses nothing that has changed but the name of its id.
const published = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as Record<string, unknown>;
const { $schema: _draft, id: _id, ...schema } = published;
const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(
  schema,
);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
      readonly region: Readonly<Record<"startLine" | "startColumn" | "endLine" | "endColumn", number>>;
    };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
}

interface Run {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly { readonly id: string; readonly properties: Record<string, string> }[];
    };
  };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[];
  }[];
  readonly results: readonly Result[];
}

function run(of: Report, folder?: string): Run {
  const text = toSarif(of, { folder });
  expect(refusals(text)).toEqual([]);
  const log = JSON.parse(text) as { runs: Run[] };
  expect(isValid(log) ? [] : isValid.errors).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
}

describe("a review as SARIF", () => {
  it("has a rule for each in the catalogue, and a result for each finding at the line that declares it", () => {
    const { tool, results, invocations } = run(oneDay(), "infra");
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(Object.keys(catalogue));
    expect(tool.driver.rules[0]!.properties["security-severity"]).toBe("9.1");
    const at = (uri: string, startLine: number, startColumn = 1) => ({
      artifactLocation: { uri, uriBaseId: "REPOSITORY" },
      region: { startLine, startColumn, endLine: startLine, endColumn: startColumn + 1 },
    });
    expect(results.map(({ ruleId, level, locations }) => [ruleId, level, locations[0]?.physicalLocation])).toEqual([
      ["ESC-02", "error", at("infra/clients/acme.ts", 12, 3)],
      ["IRR-02", "warning", at("infra/clients/acme.ts", 40)],
      // What no line declares is of the project.
      ["KEP-01", "note", at("infra/Pulumi.yaml", 1)],
      ["PWD-01", "warning", at("infra/Pulumi.yaml", 1)],
    ]);
    expect(results[3]!.suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: "Asked for in ticket 4711. (platform-team, until 2027-01-31)",
      },
    ]);
    expect(results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(1);
    expect(invocations).toEqual([{ executionSuccessful: true }]);
  });

  it("is valid whatever strangers wrote, and has it as data", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const { results, tool } = run(any);
        expect(results).toHaveLength(any.findings.length);
        for (const { ruleId, ruleIndex, message } of results) {
          expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
          // No link, and nothing that stands for an argument.
          expect(message.text).not.toMatch(/\]\(|\{\d|:\/\/|www\./i);
        }
        for (const { sentence, subject } of any.findings) {
          const texts = results.map(({ message }) => message.text);
          expect(
            texts.some((text) => text.startsWith(`${sarifText(sentence)}\n`) && text.includes(sarifName(subject))),
          ).toBe(true);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it("knows a finding again by its rule and what it is about, wherever it stands", () => {
    const of = (more: Parameters<typeof finding>[1]) =>
      run(report({ findings: [finding("ESC-01", more)] })).results[0]!.partialFingerprints;
    const first = of({ subject: "User/anna", sentence: "One", source: { file: "a.ts", line: 1 } });
    expect(of({ subject: "User/anna", sentence: "Other", source: { file: "b.ts", line: 9 } })).toEqual(first);
    fc.assert(
      fc.property(hostileText, hostileText, (one, other) => {
        expect(of({ subject: one })["ruleAndSubject/v1"] === of({ subject: other })["ruleAndSubject/v1"]).toBe(
          one === other,
        );
      }),
      { numRuns: runs(50) },
    );
  });

  it("says how many findings are above what code scanning takes, and what is missing", () => {
    const findings = Array.from({ length: 25_007 }, (_, index) =>
      finding(index < 25_000 ? "ESC-01" : "KEP-01", { subject: `User/${index}` }),
    );
    const { completeness } = report();
    const text = toSarif(
      report({ findings, completeness: { ...completeness, complete: false, gaps: ["No list of users"] } }),
    );
    expect(refusals(text)).toEqual([]);
    const { results, invocations } = (JSON.parse(text) as { runs: Run[] }).runs[0]!;
    expect(results).toHaveLength(25_000);
    expect(invocations[0]!.executionSuccessful).toBe(false);
    expect(invocations[0]!.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
      "No list of users",
      "7 more findings are left out here: 7 notices",
    ]);
  });

  it("writes paths as addresses, and none that leads out of the repository", () => {
    const uri = (file: string, folder?: string) =>
      run(report({ findings: [finding("ESC-01", { source: { file, line: 1 } })] }), folder).results[0]!.locations[0]
        ?.physicalLocation.artifactLocation.uri;
    expect(uri("a b/ü#1?.ts")).toBe("a%20b/%C3%BC%231%3F.ts");
    expect(uri("javascript:alert(1)")).toBe("javascript%3Aalert%281%29");
    expect(uri("../a.ts", "infra/realm")).toBe("infra/a.ts");
    for (const file of ["//evil.example/a.ts", "../a.ts", "/a.ts", "", "."]) {
      expect(uri(file)).toBe("Pulumi.yaml");
      expect(uri(file, "infra")).toBe(file === "../a.ts" ? "a.ts" : "infra/Pulumi.yaml");
    }
    expect(uri("a.ts", "../..")).toBe("Pulumi.yaml");
  });

  it("is the same bytes for the same report", () => {
    fc.assert(
      fc.property(anyReport, (any) => expect(toSarif(structuredClone(any))).toBe(toSarif(any))),
      { numRuns: runs(30) },
    );
  });
});
