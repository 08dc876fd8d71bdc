import { DriftFileError, DriftQuestionError, findDrift, parseDriftFile, reportOf } from "../../drift";

import { Lifecycle, UserError } from "../../provider/lifecycle";
import { acme, clientUser, CspBench, user } from "../portals/csp/bench";
import { enginePlan, type PlanEdits } from "./enginePlan";

const OTHERS = "ignore:\n  - { kind: User, name: realm-operator, reason: The token of the pipeline is theirs }\n";

describe("drift, held against what is asked", () => {
  let bench: CspBench;
  beforeEach(async () => {
    bench = await CspBench.start();
  });
  afterEach(() => bench.close());

  const found = async (edits: PlanEdits = {}, more: object = {}, plan = enginePlan(bench.engine.resources, edits)) =>
    reportOf(
      await findDrift({
        plan,
        settings: bench.readSettings(),
        quietMilliseconds: 1,
        ignore: parseDriftFile(OTHERS),
        ...more,
      }),
    );
  const inputsOf = (label: string) => bench.engine.resources.get(label)!.inputs;
  const makeByHand = async (path: string, username: string) => {
    const profileId = (await bench.portal.one("/profiles", "name", "User")).id;
    const body = { username, email: `${username}@example.com`, firstName: "By", lastName: "Hand", profileId };
    await bench.portal.post(path, body);
    return (await bench.portal.one(path, "username", username)).id;
  };

  it("one account, by its key, name or id; one that nobody has is an error", async () => {
    await bench.up(acme(), user("eva"), clientUser("anna"));
    await makeByHand("/users", "zoe");
    const inAcme = await makeByHand(`/clients/${bench.id("acme")}/users`, "yan");
    expect((await found()).undeclared.map(({ name }) => name)).toEqual(["yan", "zoe"]);
    for (const account of ["acme", "Acme AG", bench.id("acme")]) {
      const report = await found({}, { accounts: [account] });
      expect(report.undeclared).toMatchObject([{ id: inAcme, account: "Acme AG" }]);
      expect(report.looked).toMatchObject({ declared: 2, accounts: [account] });
    }
    await expect(found({}, { accounts: ["Acme"] })).rejects.toThrow(/no such account.*did you mean acme or Acme AG/);
    expect((await found({}, { undeclared: false })).undeclared).toEqual([]);
  });

  it("what Git is about to make and is there already is told with its id, and isn't undeclared", async () => {
    await bench.up(acme());
    const id = await makeByHand("/users", "zoe");
    const added = [{ kind: "User" as const, label: "zoe", inputs: user("zoe").inputs as Record<string, unknown> }];
    expect(await found({ added })).toMatchObject({
      verdict: "none",
      undeclared: [],
      unapplied: [{ key: "User/zoe", operation: "create", existing: id }],
    });
  });

  it("what the program calls a secret isn't compared, and that is said", async () => {
    await bench.up(acme(), clientUser("anna"));
    const plan = enginePlan(bench.engine.resources).replaceAll('"anna@example.com"', '"[secret]"');
    const report = await found({}, {}, plan);
    expect([report.verdict, report.remarks]).toEqual([
      "none",
      ["1 value is secret in the program and can't be compared with the portal: email of User/anna."],
    ]);
  });

  it("fields are left out for a reason, and an entry that leaves nothing out is remarked", async () => {
    await bench.up(acme(), clientUser("anna"));
    const anna = await bench.portal.one(`/clients/${bench.id("acme")}/users`, "username", "anna");
    await bench.portal.patch(`/clients/${bench.id("acme")}/users/${anna.id}`, anna, { lastName: "By Hand" });
    const ignore = () =>
      parseDriftFile(
        `${OTHERS}  - { account: "Acme*", fields: [lastName, locale], reason: Theirs }\n  - { id: x, reason: Old }\n  - { kind: User, name: ana, fields: [email], reason: Hers }\n`,
      );
    const report = await found({}, { ignore: ignore() });
    expect(report).toMatchObject({
      verdict: "none",
      ignored: [{ place: "drift.yaml:2" }, { place: "drift.yaml:3", reason: "Theirs", objects: 1 }],
      remarks: [
        "drift.yaml:3 (Theirs) excluded nothing of locale.",
        "drift.yaml:4 (Old) matches nothing: you can remove it.",
        'drift.yaml:5 (Hers) matches nothing: you can remove it, unless "anna" is meant.',
      ],
    });
  });

  it("a plan of another portal is refused: everything would be missing", async () => {
    await bench.up(acme());
    const plan = (config: object) =>
      enginePlan(bench.engine.resources).replace('"config":{}', `"config":${JSON.stringify(config)}`);
    await expect(found({}, {}, plan({ "reseller:portal": "scaleway" }))).rejects.toThrow(DriftQuestionError);
    await expect(found({}, {}, plan({ "reseller:endpoint": "https://other.example.com" }))).rejects.toThrow(
      "the settings lead to",
    );
    // The same address, as somebody else would write it.
    const { endpoint } = bench.sandbox.csp;
    const other = `${endpoint.replace("http://", "HTTP://")}/`;
    expect((await found({}, {}, plan({ "reseller:endpoint": other }))).verdict).toBe("none");
  });

  it("a plan that isn't whole can't be told about: what it leaves out would be undeclared", async () => {
    await bench.up(acme(), clientUser("anna"));
    const all = JSON.parse(enginePlan(bench.engine.resources)) as { steps: unknown[]; diagnostics: unknown[] };
    all.steps.pop();
    all.diagnostics.push({ message: "error: nonsense", severity: "error" });
    const report = await found({}, {}, JSON.stringify(all));
    expect(report).toMatchObject({ verdict: "cannot tell", exitCode: 1, undeclared: [] });
    expect(report.cannotTell.map(({ reason }) => reason)).toContainEqual(expect.stringContaining("the preview failed"));
  });

  it("a change that waits in Git and refers to what is yet to be made is no drift", async () => {
    await bench.up(acme(), clientUser("anna"));
    const git = { anna: { ...inputsOf("anna"), profiles: [Symbol.for("none")] } };

    const plan = enginePlan(bench.engine.resources, { git }).replace(
      '"profiles":[null]',
      '"profiles":["04da6b54-80e4-46f7-96ec-b56ff0331ba9"]',
    );
    expect(await found({}, {}, plan)).toMatchObject({
      verdict: "none",
      unapplied: [{ key: "User/anna", fields: ["profiles"] }],
    });
  });
});

describe("drift.yaml", () => {
  it("all that is wrong with it is said at once, each with its line", () => {
    const text = `ignore:
  - { kind: Usr, reason: x }
  - { name: "*" }
  - { unseen: true, name: x, reason: y }
  - { knd: User, reason: z }
  - { kind: User, fields: [email, lastname], reason: z }
ignor: []
`;
    expect(() => parseDriftFile(text)).toThrow(DriftFileError);
    const lines = (() => {
      try {
        parseDriftFile(text);
        return [];
      } catch (error) {
        return (error as Error).message.split("\n");
      }
    })();
    expect(lines[0]).toBe("7 problems in drift.yaml");
    expect(lines.slice(1).map((line) => line.trim().split(" ")[0])).toEqual([
      "drift.yaml:2:7:",
      "drift.yaml:3:5:",
      "drift.yaml:4:5:",
      "drift.yaml:5:5:",
      "drift.yaml:5:7:",
      "drift.yaml:6:35:",
      "drift.yaml:7:1:",
    ]);
    expect(lines[1]).toContain("did you mean User");
    expect(lines[5]).toContain("did you mean kind");
    expect(lines[6]).toContain("ignore[4].fields[1] is no field of User; did you mean lastName");
    expect(lines[7]).toContain("did you mean ignore");
  });
});

describe("a lifecycle that is offline", () => {
  it("asks nothing, and does nothing else", async () => {
    const lifecycle = new Lifecycle({
      settings: () =>
        Promise.resolve({
          adopt: false,
          maxVanished: 3,
          remarks: [],
          connections: new Map([
            [
              "default",
              {
                name: "default",
                portal: "csp" as const,
                endpoint: "http://127.0.0.1:9/nothing",
                credentials: { token: "token-token-token" },
                maxConcurrency: 1,
                requestTimeoutSeconds: 1,
                operationTimeoutSeconds: 1,
              },
            ],
          ]),
        }),
      say: () => undefined,
      offline: true,
    });
    const inputs = acme().inputs as Record<string, unknown>;
    expect((await lifecycle.check("Account", undefined, inputs)).failures).toEqual([]);
    expect((await lifecycle.check("Account", undefined, { ...inputs, state: "disabled" })).failures).not.toEqual([]);
    for (const work of [
      () => lifecycle.create("Account", inputs),
      () => lifecycle.read("Account", "x", inputs),
      () => lifecycle.update("Account", "x", inputs, inputs),
      () => lifecycle.delete("Account", "x", inputs),
      () => lifecycle.everything("Account"),
    ])
      await expect(work()).rejects.toThrow(UserError);
    lifecycle.close();
  });
});
