import { parseDriftFile, type Drift, type DriftReport, findDrift, reportOf } from "../../drift";
import { FORMATS } from "../../drift/outputs";
import { fixtures } from "../portals/list";
import type { PromiseRealm } from "../promises/realm";
import { enginePlan, type PlanEdits } from "./enginePlan";

/** What is at every portal of the tests, and no program declares: whose token it is, and Organizations without a key. */
const OTHERS = `ignore:
  - { kind: User, name: realm-operator, reason: The token of the pipeline is theirs }
  - { unseen: true, reason: What is in the Organizations of customers is theirs }
`;
function othersOf({ others = [] }: PromiseRealm): string {
  return OTHERS + others.map((entry) => `  - { ${entry}, reason: Comes with the portal }\n`).join("");
}

const MANY = ["anna", "ben", "cleo", "dora", "emil", "fritz"];

describe.each(fixtures)("drift, on $name", ({ name, promises, model }) => {
  let realm: PromiseRealm;
  beforeEach(async () => {
    realm = await promises();
  });
  afterEach(() => realm.bench.close());

  const whole = (...people: readonly string[]) => [
    realm.account,
    realm.profile,
    ...people.map((person) => realm.person(person)),
  ];
  const named = async (username: string) => (await realm.people()).filter((person) => person.username === username)[0]!;
  const found = (edits: PlanEdits = {}, more: object = {}): Promise<Drift> =>
    findDrift({
      plan: enginePlan(realm.bench.engine.resources, edits),
      settings: realm.bench.readSettings(),
      quietMilliseconds: 1,
      ignore: parseDriftFile(othersOf(realm)),
      ...more,
    });
  const report = async (edits?: PlanEdits, more?: object): Promise<DriftReport> => reportOf(await found(edits, more));
  const inputsOf = (label: string) => realm.bench.engine.resources.get(label)!.inputs;

  it("none where nothing was changed; each collection is listed once, and nothing is written", async () => {
    await realm.bench.up(...whole(...MANY));
    await realm.bench.resetCalls();
    expect(await report()).toMatchObject({ verdict: "none", exitCode: 0, changed: [], missing: [], undeclared: [] });
    const { mostLists = () => 1 } = model();
    const calls = Object.entries(await realm.bench.calls());
    expect(calls.filter(([route, count]) => count > mostLists(route))).toEqual([]);
    expect(await realm.bench.writes()).toEqual({});
  });

  it("changed, missing, and declared by nobody", async () => {
    await realm.bench.up(...whole("anna", "ben", "cleo"));
    await realm.renameByHand(await named("anna"), "By Hand");
    await realm.deleteByHand(await named("ben"));
    await realm.makeByHand("zoe");
    const { id } = await named("zoe");
    await realm.bench.resetCalls();
    const drift = await report();
    expect(drift).toMatchObject({
      verdict: "drift",
      exitCode: 2,
      changed: [
        {
          key: "User/anna",
          differences: [{ field: realm.text, declared: "Muster", portal: "By Hand" }],
          source: { line: 3 },
        },
      ],
      missing: [{ key: "User/ben" }],
      undeclared: [{ kind: "User", id }],
      cannotTell: [],
    });
    expect(drift.headline).toBe("Drift: 1 object changed, 1 object missing and 1 undeclared object.");
    expect(await realm.bench.writes()).toEqual({});
    // What is missing is proven by a fresh look at who, or what, the token still sees; everything else is listed once.
    const lists = Object.entries(await realm.bench.calls()).filter(([route]) => !route.includes("{"));
    const proofs = [realm.proof].flat();
    for (const [route, count] of lists) if (!proofs.includes(route)) expect([route, count]).toEqual([route, 1]);
  });

  it("what Git has changed and nobody has applied is no drift, and is told apart from a change at the portal", async () => {
    await realm.bench.up(...whole("anna", "ben", "cleo"));
    await realm.renameByHand(await named("ben"), "By Hand");
    const git = {
      anna: { ...inputsOf("anna"), [realm.text]: "Git" },
      ben: { ...inputsOf("ben"), [realm.text]: "Git" },
      cleo: null,
    };
    const added = [{ kind: "User" as const, label: "dora", inputs: realm.person("dora").inputs }];
    const both = await report({
      git,
      added: added.map((entry) => ({
        ...entry,
        inputs: { ...inputsOf("anna"), username: "dora", email: "dora@example.com" },
      })),
    });
    expect(both.changed).toEqual([
      expect.objectContaining({
        key: "User/ben",
        differences: [{ field: realm.text, declared: "Git", applied: "Muster", portal: "By Hand" }],
      }),
    ]);
    expect(both.unapplied).toMatchObject([
      { key: "User/anna", operation: "update", fields: [realm.text] },
      { key: "User/ben", operation: "update" },
      { key: "User/cleo", operation: "delete" },
      { key: "User/dora", operation: "create" },
    ]);
    const alone = await found({ git: { anna: git.anna } });
    // Somebody has changed it at the portal to what Git says by now.
    await realm.renameByHand(await named("ben"), "Git");
    expect(reportOf(await found({ git: { anna: git.anna, ben: git.ben } })).changed).toEqual([]);
    expect(reportOf(alone).changed.map(({ key }) => key)).toEqual(["User/ben"]);
  });

  it("unapplied alone ends with 0, and with 2 where that is asked for", async () => {
    await realm.bench.up(...whole("anna"));
    const drift = await found({ git: { anna: { ...inputsOf("anna"), [realm.text]: "Git" } } });
    expect(reportOf(drift)).toMatchObject({ verdict: "none", exitCode: 0 });
    expect(reportOf(drift, { withUnapplied: true })).toMatchObject({ verdict: "drift", exitCode: 2 });
  });

  it("many that are gone at once are never called missing", async () => {
    await realm.bench.up(...whole(...MANY));
    for (const person of await realm.people()) await realm.deleteByHand(person);
    const drift = await report();
    expect(drift).toMatchObject({ verdict: "cannot tell", exitCode: 1, missing: [] });
    expect(drift.cannotTell.flatMap(({ subjects }) => subjects).sort()).toEqual(MANY.map((person) => `User/${person}`));
    expect(drift.cannotTell.map(({ reason }) => reason).join()).toContain("more than 3 objects");
  });

  it("a credential that sees less tells nothing", async () => {
    await realm.bench.up(...whole("anna"));
    await realm.loseSight();
    const drift = await report();
    expect(drift).toMatchObject({ verdict: "cannot tell", exitCode: 1, missing: [] });
    expect(drift.cannotTell.flatMap(({ subjects }) => subjects)).toContain("User/anna");
  });

  it("the same realm gives the same bytes, with no secret in them", async () => {
    await realm.bench.up(...whole("anna", "ben"));
    await realm.renameByHand(await named("anna"), "By Hand");
    await realm.makeByHand("zoe");
    const texts = async () => {
      const drift = reportOf(await found(), { explain: true });
      return Object.values(FORMATS).map((format) => format(drift, {}));
    };
    const first = await texts();
    expect(await texts()).toEqual(first);
    for (const secret of [...realm.secrets, realm.bench.state("anna")["initialPassword"]])
      if (typeof secret === "string") for (const text of first) expect(text).not.toContain(secret);
    expect(name).not.toBe("");
  });
});
