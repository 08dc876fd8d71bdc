import { PORTAL_NAMES } from "../../provider/portals/list";
import type { RunningSandbox } from "../../sandbox";
import { startSandbox } from "../../sandbox";
import { CspByHand } from "../portals/csp/byHand";
import { ACME, STORAGE_PROFILE } from "../support/programs";
import { type Outcome, RealmStack } from "../support/stack";

import { cspBadInputs } from "./badInputs/csp";
import { gridscaleBadInputs } from "./badInputs/gridscale";
import { scalewayBadInputs } from "./badInputs/scaleway";

const PORTALS = [
  { name: "csp", inputs: cspBadInputs },
  { name: "scaleway", inputs: scalewayBadInputs },
  { name: "gridscale", inputs: gridscaleBadInputs },
] as const;

describe.each(PORTALS)(
  "bad input fails at preview, on the property, and nothing is written: $name",
  ({ name, inputs }) => {
    let sandbox: RunningSandbox;
    let portal: CspByHand;
    let realm: RealmStack;
    beforeAll(async () => {
      sandbox = await startSandbox();
      portal = new CspByHand(sandbox);
      realm = await RealmStack.create(sandbox, {}, name);
    });
    afterAll(async () => {
      realm.remove();
      await sandbox.close();
    });

    it.each(inputs.filter(({ isToldByPortal }) => isToldByPortal))("$what", async ({ program, says }) => {
      await portal.resetCalls();
      const preview = await realm.program(program).preview();
      expectFailure(preview, says);
      expect(await portal.writes(name)).toEqual({});
    });

    describe("what the program tells is one error for all of it", () => {
      const told = inputs
        .filter(({ isToldByPortal }) => !isToldByPortal)
        .map((input, index) => ({ ...input, prefix: `case-${index}-` }));
      let preview: Outcome;
      beforeAll(async () => {
        await portal.resetCalls();
        const programs = told.map(({ program, prefix }) => `((reseller) => {${program}})(named("${prefix}"));`);
        preview = await realm.program([NAMED, ...programs].join("\n")).preview();
      });

      it.each(told)("$what", ({ prefix, says }) => {
        const { problems, resources, text } = partOf(preview, prefix);
        const said = `${counted(problems, resources)}\n${text}`;
        for (const expected of says) expect(said).toContain(expected);
      });

      it("which says nothing else, and nothing is written", async () => {
        const parts = told.map(({ prefix }) => partOf(preview, prefix));
        const sum = (member: "problems" | "resources") => parts.reduce((all, part) => all + part[member], 0);
        expectFailure(preview, [`${counted(sum("problems"), sum("resources"))}; nothing was sent to the portal`]);
        expect(await portal.writes(name)).toEqual({});
      });
    });
  },
);

/** The kinds, with a prefix to the names of their resources: programs that stand beside each other have the same names. */
const NAMED = `
const named = (prefix) =>
  Object.fromEntries(
    Object.entries(reseller).map(([kind, Kind]) => [
      kind,
      function (name, ...rest) {
        return new Kind(prefix + name, ...rest);
      },
    ]),
  );`;

function counted(problems: number, resources: number): string {
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return `${count(problems, "problem")} in ${count(resources, "resource")}`;
}

/** Of the one error, what it says of resources whose names begin so. */
function partOf({ output }: Outcome, prefix: string): { problems: number; resources: number; text: string } {
  const error = /error: pulumi-reseller: .*\n((?: {6}.*\n)+)/.exec(output)?.[1] ?? "";
  const own = error.split(/^ {6}(?! )/m).filter((section) => /^\w+ (.*)$/m.exec(section)?.[1]?.startsWith(prefix));
  const text = own.join("");
  const problems = text.match(/^ +- /gm)?.length ?? 0;
  return { problems, resources: own.length, text: text.replaceAll(prefix, "") };
}

describe("bad settings are one error that lists all of them", () => {
  it("names a missing endpoint and token and an unknown portal at once, and never prints a credential", async () => {
    const sandbox = await startSandbox();
    const realm = await RealmStack.create(sandbox, {
      "reseller:portal": "cps",
      "reseller:maxConcurrency": "none",
      "reseller:adpot": "true",
    });
    try {
      realm.removeConfig("reseller:endpoint");
      const preview = await realm.program(ACME).preview();
      expectFailure(preview, [
        "4 problems in the settings",
        `reseller:portal is "cps", which is not a portal this provider knows (${PORTAL_NAMES.join(", ")}); did you mean csp?`,
        "reseller:endpoint is missing",
        'reseller:maxConcurrency is "none", but must be a number',
        "reseller:adpot is not a setting of this provider; did you mean adopt",
      ]);
      expect(preview.output).not.toContain(sandbox.csp.token);

      realm.setConfig("reseller:portal", { value: "csp" });
      realm.setConfig("reseller:endpoint", { value: "http://user:hunter22@portal.example.com/api" });
      realm.removeConfig("reseller:token");
      const again = await realm.preview();
      expectFailure(again, [
        "reseller:endpoint must begin with https://",
        "reseller:endpoint must not have a user name or password",
        "reseller:token is missing",
      ]);
      expect(again.output).not.toContain("hunter22");
    } finally {
      realm.remove();
      await sandbox.close();
    }
  });

  it("says that a token is wrong, without showing it", async () => {
    const sandbox = await startSandbox();
    const realm = await RealmStack.create(sandbox);
    try {
      realm.setConfig("reseller:token", { value: "wrong-token-0815", secret: true });
      const preview = await realm.program(ACME).preview();
      expectFailure(preview, ["The token is missing, wrong, revoked or expired", "status 401"]);
      expect(preview.output).not.toContain("wrong-token-0815");
    } finally {
      realm.remove();
      await sandbox.close();
    }
  });
});

describe("a portal that doesn't answer as it should is never taken for an empty one", () => {
  const strange = [
    { what: "a web page", effect: { html: true }, says: "a web page, not JSON" },
    { what: "cut-off JSON", effect: { truncate: true }, says: "JSON that is cut off" },
    { what: "wrong types", effect: { mutate: { pointer: "/items/0/id", value: 5 } }, says: "items.0.id" },
    { what: "nothing", effect: { empty: true }, says: "nothing in it" },
  ];
  it.each(strange)("$what", async ({ effect, says }) => {
    const sandbox = await startSandbox({ faults: [{ match: { route: "/profiles" }, effect: effect as never }] });
    const realm = await RealmStack.create(sandbox);
    try {
      const preview = await realm.program(STORAGE_PROFILE).preview();
      expectFailure(preview, ["GET /profiles", says]);
    } finally {
      realm.remove();
      await sandbox.close();
    }
  });
});

function expectFailure(outcome: Outcome, says: readonly string[]): void {
  expect(outcome.failed).toBe(true);
  for (const text of says) expect(outcome.output).toContain(text);
  // Nothing that a user can mend comes with a stack trace.
  expect(outcome.output).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
}
