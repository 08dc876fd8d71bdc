import * as fc from "fast-check";
import { readMessages } from "../../engine/messages";
import { resourceType } from "../../engine/names";
import { KIND_NAMES, kinds } from "../../provider/model";
import {
  gathered,
  readFailure,
  readFailures,
  type ReadFailure,
  writeFailure,
  writeFailures,
} from "../../provider/model/failureText";
import type { ProgramResource } from "../../provider/model/programResource";
import { rule } from "../../provider/model/rule";
import { readReach, reachText } from "../../provider/model/words";
import { runs } from "../support/runs";

const RULE = rule({ id: "csp/P5", severity: "refuse", sentence: "", source: "" });
const OTHER = rule({ id: "gridscale/L13", severity: "confirm", sentence: "", source: "" });

/** What stands in one line, and begins and ends with something to be seen. */
const line = fc.stringMatching(/^[^\s](?:[^\n\r]*[^\s])?$/);
const name = line.filter((text) => !text.includes("\n"));
/** No sentence about a resource as a whole begins with the name of a field. */
const reason = fc.oneof(
  fc.constantFrom("must be a list", 'is "x": y - z', "- is not ours"),
  line.map((text) => `is ${text}`),
);

const failure = fc.constantFrom(...KIND_NAMES).chain((kind) => {
  const field = fc.constantFrom(...Object.keys(kinds[kind].fields));
  const path = fc.constantFrom("", "[0]", ".vcpus", "[2].account");
  return fc.record({
    kind: fc.constant(kind),
    property: fc.oneof(
      fc.constant(""),
      fc.tuple(field, path).map((parts) => parts.join("")),
    ),
    said: reason,
    broken: fc.constantFrom(undefined, RULE, OTHER),
  });
});

const resourceOf = (kind: ProgramResource["kind"], label: string): ProgramResource => ({
  kind,
  label,
  inputs: {},
  references: {},
});

/** Failures of resources, and what is to be read of them. */
const program = fc
  .array(fc.record({ label: name, failures: fc.array(failure, { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((resources) =>
    resources.flatMap(({ label, failures }) => {
      const resource = resourceOf(failures[0]!.kind, label);
      return failures
        .filter(({ kind }) => kind === resource.kind)
        .map(({ property, said, broken }) => {
          const { reason } = broken?.broken(property, said) ?? { reason: said };
          const read: ReadFailure = { kind: resource.kind, name: label, property, reason, rule: broken?.id };
          return { written: { resource, property, reason }, read };
        });
    }),
  );

/** The text of an error as the engine's preview prints it, and as it is read from that. */
function printed(text: string) {
  const [message] = readMessages([{ message: `error: ${text}\n`, severity: "error" }]);
  return message!;
}

describe("the text of what is wrong", () => {
  it("of a program is read back as it was written, resource by resource", () => {
    fc.assert(
      fc.property(program, (failures) => {
        const written = failures.map((one) => one.written);
        const text = writeFailures(written);
        const { text: shown, refused } = printed(text);
        expect(refused).toBeUndefined();
        // What is wrong for one reason with several members of a field is said, and read, once.
        const wanted = gathered(written).map(({ resource, property, reason: said }) => {
          const isOf = ({ written: one }: (typeof failures)[number]) =>
            one.resource === resource &&
            one.property === property &&
            (said === one.reason || said.startsWith(`${one.reason}; the same: `));
          return { ...failures.find(isOf)!.read, reason: said };
        });
        expect(readFailures(shown)).toEqual({ failures: wanted, others: [] });
      }),
      { numRuns: runs(300) },
    );
  });

  it("of a realm file is read back with its file, line and column, beside what is about the file alone", () => {
    fc.assert(
      fc.property(program, fc.constantFrom("acme/anna", "x (y)", "a:b"), (failures, label) => {
        const placed = failures
          .filter(({ read }) => !read.property.includes("."))
          .map(({ written, read }, index) => {
            const place = { file: "accounts/acme.yaml", line: index + 1, column: 5 };
            const resource = { ...written.resource, label, placeOf: () => place };
            return { written: { ...written, resource }, read: { ...read, name: label, place } };
          });
        const first = { place: { file: "a.yaml", line: 1, column: 1 }, text: "profiles must be an object" };
        const written = placed.map((one) => one.written);
        expect(readFailures(printed(writeFailures(written, [first])).text)).toEqual({
          failures: placed.map(({ read }) => read),
          others: ["a.yaml:1:1: profiles must be an object"],
        });
        expect(readFailures(printed(writeFailures(written)).text).failures).toEqual(placed.map(({ read }) => read));
      }),
      { numRuns: runs(300) },
    );
  });

  it("says once what is wrong for one reason with several members of a field", () => {
    const quota = resourceOf("Quota", "acme/ch-1");
    const failures = ["vcpus", "ramGb", "networks"].map((member) => ({
      resource: quota,
      ...RULE.broken(`limits.${member}`, "is missing: each must be given"),
    }));
    const other = { resource: resourceOf("Quota", "acme/ch-2"), ...RULE.broken("limits.vcpus", "is -1") };
    const text = writeFailures([...failures, other]);
    expect(text.split("\n")).toEqual([
      "pulumi-reseller: 2 problems in 2 resources; nothing was sent to the portal",
      "  Quota acme/ch-1",
      "    - limits.vcpus is missing: each must be given (rule csp/P5); the same: ramGb and networks",
      "  Quota acme/ch-2",
      "    - limits.vcpus is -1 (rule csp/P5)",
    ]);
    expect(readFailures(`${text}\n`).failures).toMatchObject([{ rule: "csp/P5" }, { rule: "csp/P5" }]);
  });

  it("of one resource is read back out of what the engine says of it", () => {
    fc.assert(
      fc.property(program, fc.constantFrom("a", "acme/anna", "x (y)", "a: b"), (failures, label) => {
        const { written, read } = failures[0]!;
        const type = resourceType(written.resource.kind);
        const { text, isError, refused } = printed(
          `${type} resource '${label}' has a problem: ${writeFailure(written)}`,
        );
        expect([isError, refused]).toEqual([true, { kind: read.kind, name: label }]);
        expect(readFailure(refused!.kind, refused!.name, text)).toEqual({ ...read, name: label });
      }),
      { numRuns: runs(300) },
    );
  });

  it("is none where something else is said", () => {
    for (const text of [
      "",
      "out of memory",
      "  User anna\n    - email is wrong",
      "pulumi-reseller: 1 problem in the settings\n  - x",
    ])
      expect(readFailures(text)).toEqual({ failures: [], others: [] });
  });
});

describe("what the engine says around it", () => {
  const read = (message: string, severity = "error") => readMessages([{ message, severity }]);

  it("is taken away, with the value of a property, which nobody is to see", () => {
    const text = `error: ${resourceType("User")} resource 'anna': property email value {"s3cret"} has a problem: is wrong\n`;
    expect(read(text)).toEqual([{ text: "email is wrong", isError: true, refused: { kind: "User", name: "anna" } }]);
  });

  it("is left where it is about another provider's resource, a warning, or nothing that is known", () => {
    const other = "aws:s3/bucket:Bucket resource 'x' has a problem: is wrong";
    expect(read(`error: ${other}`)).toEqual([{ text: other, isError: true }]);
    const warning = `${resourceType("User")} resource 'anna' has a problem: is wrong`;
    expect(read(warning, "warning")).toEqual([{ text: warning, isError: false }]);
    expect(read("update failed")).toEqual([{ text: "update failed", isError: true }]);
  });

  it("is read once, in one order, without what is there for those who look for faults in the engine", () => {
    const said = [
      { message: "b\n", severity: "info" },
      { message: "a", severity: "error" },
      { message: "b", severity: "info" },
      { message: "c", severity: "debug" },
      { message: " ", severity: "info" },
    ];
    expect(readMessages(said)).toEqual([
      { text: "a", isError: true },
      { text: "b", isError: false },
    ]);
  });
});

describe("whom a change of a profile reaches", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(line), line, (count, names, what) => {
        expect(readReach(reachText(count, names, what))).toBe(count);
      }),
    );
    expect(readReach("changes nothing")).toBeUndefined();
  });
});
