import fc from "fast-check";
import { countOf, planMove } from "../../../cli/fleet/move/plan";
import { rewritten, without } from "../../../cli/fleet/move/rewrite";
import { ownResources, readExport, type StackExport, type StateResource } from "../../../cli/fleet/move/state";
import { type Fleet, readFleet } from "../../../fleet";
import { withFiles } from "../../realm/files";
import { runs } from "../../support/runs";

const PROJECT = "customers";

const urnOf = (stack: string, type: string, name: string) => `urn:pulumi:${stack}::${PROJECT}::${type}::${name}`;
const typeOf = (kind: string) => `pulumi-nodejs:dynamic/reseller:${kind}`;
const root = (stack: string): StateResource => ({
  urn: urnOf(stack, "pulumi:pulumi:Stack", `${PROJECT}-${stack}`),
  type: "pulumi:pulumi:Stack",
  custom: false,
});
const component = (stack: string): StateResource => ({
  urn: urnOf(stack, "reseller:index:Realm", "realm"),
  type: "reseller:index:Realm",
  custom: false,
  parent: root(stack).urn,
});
const own = (stack: string, kind: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: urnOf(stack, typeOf(kind), name),
  type: typeOf(kind),
  custom: true,
  id: `${kind}-${name}`,
  ...more,
});
const stateOf = (stack: string, resources: readonly StateResource[], pending: readonly unknown[] = []): StackExport =>
  readExport(stack, JSON.stringify({ version: 3, deployment: { resources, pending_operations: pending } }));

const ACCOUNTS = ["acme", "globex", "initech"];

function fleetOf(fleet: string, more = ""): Fleet {
  const accounts = ACCOUNTS.map(
    (name) =>
      `  ${name}:\n    name: ${name}\n    users:\n      anna: { username: anna-${name}, email: a@example.com, firstName: A, lastName: B, profiles: [admin] }\n`,
  );
  const realm = `profiles:\n  admin: { name: Admin, permissions: [show_users], level: client }\naccounts:\n${accounts.join("")}${more}`;
  return withFiles({ "fleet.yaml": `files: realm.yaml\n${fleet}`, "realm.yaml": realm }, (folder) => readFleet(folder));
}

const ALL = [
  ["Profile", "admin"],
  ...ACCOUNTS.flatMap((name) => [
    ["Account", name],
    ["User", `${name}/anna`],
  ]),
] as const;

/** The states after a move, as `pulumi state move` leaves them. */
function afterMove(states: readonly StackExport[], plan: ReturnType<typeof planMove>): StackExport[] {
  const resources = new Map([
    ...plan.missing.map((stack) => [stack, [root(stack)]] as const),
    ...states.map((state) => [state.stack, [...state.resources]] as const),
  ]);
  for (const { stack, resource } of plan.twice)
    resources.set(
      stack,
      resources.get(stack)!.filter(({ urn }) => urn !== resource.urn),
    );
  for (const { from, to, resources: some } of plan.moves) {
    const urns = new Set(some.map(({ urn }) => urn));
    resources.set(
      from,
      resources.get(from)!.filter(({ urn }) => !urns.has(urn)),
    );
    resources.set(to, [
      ...resources.get(to)!,
      ...some.map(({ kind, name, state }) => ({ ...state, urn: urnOf(to, typeOf(kind), name) })),
    ]);
  }
  return [...resources].map(([stack, some]) => stateOf(stack, some));
}

describe("what a division means for states", () => {
  it("is that each resource is where its entry is, once, wherever it was, and a second move finds nothing", () => {
    const stacks = ["shared", ...ACCOUNTS, "old", "older"];
    const places = fc.tuple(...ALL.map(() => fc.option(fc.subarray(stacks, { minLength: 1, maxLength: 2 }))));
    fc.assert(
      fc.property(places, fc.subarray(ACCOUNTS), (where, group) => {
        const groups =
          group.length === 0 ? "" : `division: { groups: [{ name: key, accounts: [${group.join(", ")}] }] }`;
        const fleet = fleetOf(groups);
        const states = stacks.map((stack) =>
          stateOf(stack, [
            root(stack),
            ...ALL.flatMap(([kind, name], index) =>
              where[index]?.includes(stack) === true ? [own(stack, kind, name)] : [],
            ),
          ]),
        );
        const plan = planMove(fleet, states);
        expect(plan.problems).toEqual([]);
        const after = afterMove(states, plan);
        const found = after.flatMap((state) =>
          ownResources(state).map(({ kind, name }) => ({ stack: state.stack, kind, name })),
        );
        const expected = ALL.flatMap(([kind, name], index) =>
          where[index] === null ? [] : [{ stack: fleet.stackOf({ kind, name } as never)!.name, kind, name }],
        );
        const sorted = (some: readonly object[]) => some.map((one) => JSON.stringify(one)).toSorted();
        expect(sorted(found)).toEqual(sorted(expected));
        const again = planMove(fleet, after);
        expect([again.moves, again.twice, again.missing]).toEqual([[], [], []]);
        expect(again.emptied.toSorted()).toEqual(plan.emptied.toSorted());
        for (const stack of ["old", "older"]) expect(plan.emptied).toContain(stack);
        expect(countOf(plan)).toBe(plan.moves.flatMap(({ resources }) => resources).length);
      }),
      { numRuns: runs(60) },
    );
  });

  it("leaves what no entry declares, moves what had another name, and refuses what can't be told", () => {
    const fleet = fleetOf("", `  umbrella:\n    name: umbrella\n    formerly: [hooli]\n`);
    const states = [
      stateOf("old", [root("old"), own("old", "Account", "hooli"), own("old", "User", "nobody")]),
      stateOf("acme", [root("acme"), own("acme", "Account", "acme")]),
    ];
    const plan = planMove(fleet, states);
    expect(plan.moves.map(({ to, resources }) => [to, resources.map(({ name }) => name)])).toEqual([
      ["umbrella", ["hooli"]],
    ]);
    expect(plan.missing).toEqual(["umbrella"]);
    expect(plan.undeclared.map(({ resource }) => resource.name)).toEqual(["nobody"]);
    expect(plan.emptied).toEqual([]);

    const other = own("old", "Account", "acme", { id: "another" });
    const problemsOf = (...some: StackExport[]) => planMove(fleet, [...some, states[1]!]).problems;
    expect(problemsOf(stateOf("old", [other]))).toEqual([
      expect.stringContaining("old has another, and acme has Account-acme"),
    ]);
    expect(problemsOf(stateOf("old", [own("old", "Account", "globex", { delete: true })]))).toEqual([
      expect.stringMatching(/Account globex of the stack old has been replaced/),
    ]);
    expect(problemsOf(stateOf("old", [own("old", "Account", "globex")], [{}]))).toEqual([
      expect.stringContaining("run pulumi refresh --stack old first"),
    ]);
    expect(problemsOf(stateOf("old", [], [{}]))).toEqual([]);
  });
});

describe("states after a move", () => {
  const user = (stack: string, profile: string) =>
    own(stack, "User", "acme/anna", {
      inputs: { profiles: ["existing", profile] },
      outputs: { profiles: ["existing", profile], a: 1 },
    });
  const profile = (stack: string) => own(stack, "Profile", "admin");
  const shownIn = (states: readonly StackExport[], stack: string) =>
    states.find((state) => state.stack === stack)?.resources.find(({ urn }) => urn.endsWith("acme/anna"));

  it("have the component, and refer by name over stacks, by id within one; other stacks stay as they are", () => {
    const apart = fleetOf("");
    const together = fleetOf("division: { groups: [{ name: all, accounts: [acme], entries: [Profile/admin] }] }");
    const shared = stateOf("shared", [root("shared"), component("shared"), profile("shared")]);
    const acme = stateOf("acme", [root("acme"), user("acme", "Profile-admin")]);
    const [written, ...others] = rewritten(apart, [shared, acme], []);
    expect(others).toEqual([]);
    expect(written!.resources.map(({ urn }) => urn)).toEqual([
      root("acme").urn,
      component("acme").urn,
      user("acme", "").urn,
    ]);
    expect(shownIn([written!], "acme")).toMatchObject({
      inputs: { profiles: ["existing", "Admin"] },
      outputs: { profiles: ["existing", "Admin"], a: 1 },
    });
    expect(rewritten(apart, [shared, written!], [])).toEqual([]);
    const all = stateOf("all", [root("all"), component("all"), profile("all"), user("all", "Admin")]);
    expect(shownIn(rewritten(together, [all], []), "all")?.inputs).toEqual({ profiles: ["existing", "Profile-admin"] });
    const byOutput = fleetOf("references: stack");
    expect(
      shownIn(
        rewritten(byOutput, [shared, stateOf("acme", [root("acme"), component("acme"), user("acme", "Admin")])], []),
        "acme",
      )?.inputs,
    ).toEqual({
      profiles: ["existing", "Profile-admin"],
    });
  });

  it("have nothing that depends on what was removed", () => {
    const gone = own("acme", "Account", "acme");
    const kept = own("acme", "User", "acme/anna", {
      dependencies: [gone.urn, root("acme").urn],
      propertyDependencies: { account: [gone.urn], profiles: [root("acme").urn] },
    });
    const state = without(stateOf("acme", [root("acme"), gone, kept]), new Set([gone.urn]));
    expect(state.resources).toEqual([
      root("acme"),
      {
        ...kept,
        dependencies: [root("acme").urn],
        propertyDependencies: { account: [], profiles: [root("acme").urn] },
      },
    ]);
    expect(JSON.parse(state.text)).toMatchObject({ version: 3 });
  });
});
