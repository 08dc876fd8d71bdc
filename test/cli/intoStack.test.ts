import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { completed, type ExportedStack } from "../../cli/intoStack/completion";
import { importFile } from "../../cli/intoStack/importFile";
import {
  leaveOrphans,
  leaveWhatClashes,
  type LookedUp,
  missingComponents,
  missingOf,
  unreachable,
} from "../../cli/intoStack/lookUp";
import type { EngineState, Planned } from "../../cli/intoStack/plan";
import { intoStackReport } from "../../cli/importSummary";
import { type IntoStack, takeIntoStack } from "../../cli/intoStack";
import { Progress } from "../../cli/progress";
import { WrongUse } from "../../cli/wrongUse";
import { IntoStackReport } from "../../cli/reports";
import { intoStackText } from "../../cli/intoStack/text";

const STACK = "urn:pulumi:test::realm::pulumi:pulumi:Stack::realm-test";

function planned(name: string, state: Partial<EngineState> = {}, op = "create"): Planned {
  const isComponent = state.custom === false;
  const type = isComponent ? "acme:index:Group" : "pulumi-nodejs:dynamic/reseller:User";
  const urn = `urn:pulumi:test::realm::${type}::${name}`;
  return {
    urn,
    name,
    op,
    connection: undefined,
    kind: isComponent ? undefined : "User",
    inputs: { username: name },
    state: { urn, type, custom: true, parent: STACK, ...state },
  };
}

function looked(...answers: readonly (readonly [Planned, LookedUp])[]): Map<string, LookedUp> {
  return new Map(answers.map(([{ urn }, answer]) => [urn, answer]));
}

const there = (id: string): LookedUp => ({ is: "there", id });

describe("what is taken into a stack", () => {
  it("is never an object that two resources are about, or that the stack has under another name", () => {
    const one = planned("one");
    const two = planned("two");
    const three = planned("three");
    const before = planned("before", { id: "u3" }, "same");
    const plan = [one, two, three, before];
    const answers = looked([one, there("u1")], [two, there("u1")], [three, there("u3")]);
    leaveWhatClashes(answers, missingOf(plan), plan);
    expect([...answers.values()].map(({ is }) => is)).toEqual(["left", "left", "left"]);
    expect(answers.get(three.urn)).toMatchObject({ because: expect.stringContaining(before.urn) as string });
  });

  it("may have the id of an object of another kind or connection", () => {
    const one = planned("one");
    const other = { ...planned("two"), connection: "b" };
    const account = { ...planned("three"), kind: "Account" as const };
    const plan = [one, other, account];
    const answers = looked([one, there("x")], [other, there("x")], [account, there("x")]);
    leaveWhatClashes(answers, missingOf(plan), plan);
    expect([...answers.values()].map(({ is }) => is)).toEqual(["there", "there", "there"]);
  });

  it("has its parents in the state, at whatever distance", () => {
    const group = planned("group", { custom: false });
    const absent = planned("absent", { parent: group.urn });
    const below = planned("below", { custom: false, parent: absent.urn });
    const orphan = planned("orphan", { parent: below.urn });
    const child = planned("child", { parent: group.urn });
    const plan = [orphan, below, absent, child, group];
    const answers = looked([absent, { is: "absent" }], [orphan, there("u1")], [child, there("u2")]);
    leaveOrphans(answers, missingOf(plan), plan);
    expect(answers.get(orphan.urn)).toMatchObject({
      is: "left",
      because: expect.stringContaining("its parent below") as string,
    });
    expect(answers.get(child.urn)).toEqual(there("u2"));
    expect(missingComponents(plan, answers)).toEqual([group]);
  });

  it("is left to an up where it can't be looked up before one; what depends on what isn't there isn't there either", () => {
    const account = planned("account");
    const foreign = "urn:pulumi:test::realm::random:index/pet:Pet::pet";
    const person = (name: string, propertyDependencies: Record<string, string[]>) => ({
      ...planned(name, { propertyDependencies }),
      kind: "User" as const,
    });
    const user = person("user", { account: [account.urn] });
    const named = person("named", { account: [account.urn], username: [foreign] });
    const answers = looked([account, { is: "absent" }]);
    expect(unreachable(user, answers)).toEqual({ is: "absent", because: "depends on account, which doesn't exist" });
    expect(unreachable(named, answers)).toMatchObject({
      is: "left",
      because: expect.stringContaining("pet") as string,
    });
  });
});

describe("the import file", () => {
  it("names parents by names of its own, and has secrets as the stack encrypted them", () => {
    const sealed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
    const group = planned("same", { custom: false });
    const earlier = "urn:pulumi:test::realm::acme:index:Group::earlier";
    const user = {
      ...planned("same", { parent: group.urn }),
      inputs: { __provider: "p", username: "same", password: sealed },
    };
    const other = planned("other", { parent: earlier });
    const taken = {
      id: "u1",
      inputs: { username: "same" },
      state: { username: "same", mfa: false },
      differing: [],
      sealed: ["password"],
    };
    const file = importFile(
      [
        { ...taken, planned: { ...user, kind: "User" } },
        { ...taken, id: "u2", planned: { ...other, kind: "User" } },
      ],
      [{ ...group, inputs: { since: 1, later: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } }],
      STACK,
    );
    expect(file.nameTable).toEqual({ [earlier]: earlier });
    expect(new Set(file.resources.map(({ name }) => name)).size).toBe(3);
    expect(file.resources[0]).toMatchObject({ component: true, logicalName: "same", inputs: { since: 1 } });
    expect(file.resources[0]).not.toHaveProperty("parent");
    expect(file.resources[1]).toMatchObject({
      parent: file.resources[0]?.name,
      logicalName: "same",
      id: "u1",
      inputs: { __provider: "p", username: "same", password: sealed },
      outputs: { __provider: "p", username: "same", password: sealed, mfa: false },
    });
    expect(file.resources[2]?.parent).toBe(earlier);
  });
});

describe("completing what was imported", () => {
  const imported = (name: string): EngineState => ({ ...planned(name).state, id: name, protect: true });

  it("puts everything after what it depends on, and names nothing that is not there", () => {
    const names = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(names, fc.infiniteStream(fc.nat()), (numbers, chance) => {
        const urnOf = (number: number) => planned(`n${number}`).urn;
        const choose = () => chance.next().value as number;
        // Depends on smaller numbers alone, some of which are not in the state.
        const plan = numbers.map((number) => {
          const needed = Array.from({ length: number }, (_, smaller) => smaller).filter(() => choose() % 3 === 0);
          const urns = needed.map(urnOf);
          return planned(`n${number}`, { dependencies: urns, propertyDependencies: { account: urns } }, "same");
        });
        const stack: ExportedStack = {
          version: 3,
          deployment: { resources: numbers.map((number) => imported(`n${number}`)) },
        };
        const resources = completed(stack, plan)?.deployment.resources ?? [];
        expect(resources.map(({ urn }) => urn).sort()).toEqual(numbers.map(urnOf).sort());
        const earlier = new Set<string>();
        for (const { urn, dependencies = [], propertyDependencies = {} } of resources) {
          for (const needed of [...dependencies, ...(propertyDependencies["account"] ?? [])])
            expect(earlier).toContain(needed);
          earlier.add(urn);
        }
      }),
    );
  });

  it("says of each resource what the program does, keeps what the import wrote, and leaves everything else alone", () => {
    const goal = planned("anna", {
      propertyDependencies: {},
      additionalSecretOutputs: ["initialPassword"],
      id: "none",
      inputs: { masked: true },
    });
    const other = { ...planned("other").state, propertyDependencies: {}, protect: true };
    const foreign: EngineState = { urn: "urn:x", type: "random:index/pet:Pet", custom: true, protect: true };
    const stack = {
      version: 3,
      deployment: {
        metadata: { kept: 1 },
        resources: [{ ...imported("anna"), inputs: { real: true } }, other, foreign],
      },
    };
    const plan = [
      goal,
      planned("other", { propertyDependencies: {} }, "same"),
      { ...goal, urn: "urn:x", kind: undefined, op: "same" },
    ];
    const { protect: _protect, ...unprotected } = imported("anna");
    expect(completed(stack, plan)?.deployment).toEqual({
      metadata: { kept: 1 },
      resources: [
        {
          ...unprotected,
          inputs: { real: true },
          propertyDependencies: {},
          additionalSecretOutputs: ["initialPassword"],
        },
        other,
        foreign,
      ],
    });
    expect(completed({ version: 3, deployment: { resources: [other, foreign] } }, plan)).toBeUndefined();
  });
});

describe("what is said of it", () => {
  it("names everything that a person has to look at", () => {
    const result: IntoStack = {
      taken: [{ kind: "User", name: "anna", id: "u1" }],
      components: 2,
      differing: [{ kind: "User", name: "anna", fields: ["email", "profiles"] }],
      uncompared: [],
      absent: [
        { kind: "Project", name: "main" },
        { kind: "User", name: "bob", because: "depends on acme, which doesn't exist" },
      ],
      left: [{ kind: "Profile", name: "desk", because: "is the portal's own" }],
      before: 1,
    };
    expect(IntoStackReport.parse(intoStackReport(result))).toEqual({ version: 1, ...result });
    expect(intoStackText(result))
      .toBe(`1 resource adopted into the state (and 2 components of the program); 1 was there before.
1 different from the program; the state has the portal's values, and pulumi preview shows the difference:
  User anna: email, profiles
2 not at the portal: pulumi up creates them:
  Project main
  User bob: depends on acme, which doesn't exist
1 left out:
  Profile desk: is the portal's own
`);
  });
});

it("is refused outside a project in the words of every other command", async () => {
  const folder = os.tmpdir();
  const progress = new Progress({ isTTY: false, write: () => true }, true, {});
  const refused = takeIntoStack({ stack: "dev", cwd: folder, progress, environment: {} });
  await expect(refused).rejects.toThrow(
    new WrongUse(`there is no Pulumi project in ${path.resolve(folder)} or above it: name its folder with --cwd`),
  );
});
