import * as fc from "fast-check";
import { KIND_NAMES, kinds } from "../../provider/model";
import { parseReviewFile, PlanError, reviewPlan } from "../../review";
import { changeOf, Comparison } from "../../review/access/changes";
import { type Held, nameOfRight } from "../../review/access/holdings";
import { MASK } from "../../engine/values";
import { summaryOf } from "../../engine/digest";
import type { Change, Report } from "../../review/report";
import { withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";
import { replaced, without } from "./plans/planTable";
import { PORTAL_NAMES } from "../../provider/portals/list";
import { runs } from "../support/runs";

/** The engine's sign for what isn't known before apply. */
const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TODAY = "2027-03-01";

const EVERYTHING_ASKED = parseReviewFile(`
limits: { deletions: { number: 0 }, people: { number: 0 } }
pools: { "*": { vcpus: 1 } }
administrators: { least: 2, required: [User/eva] }
assertions: [{ name: nobody does anything, never: { permissions: ["*"] } }]
ceilings: [{ name: nothing, profile: Storage, permissions: [nothing] }]
expiries: [{ person: User/eva, until: 2027-01-01, reason: gone }]
accept: [{ finding: ESC-01, subject: User/eva, reason: meant, owner: max, expires: 2027-12-31 }]
approvals: [{ by: security, level: notice }]
`);

function reviewed(plan: string): string {
  return JSON.stringify(reviewPlan(plan, { today: TODAY, file: EVERYTHING_ASKED }));
}

describe("what becomes of a right", () => {
  const held = fc.option(
    fc.record({
      permission: fc.constant("p"),
      limits: fc.constant([]),
      holding: fc.constantFrom("yes" as const, "maybe" as const),
      path: fc.constant([]),
      cause: fc.constantFrom("", "one", "other"),
    }),
    { nil: undefined },
  );
  const OPPOSITE: Readonly<Record<Change, Change>> = {
    gained: "lost",
    lost: "gained",
    "maybe gained": "maybe lost",
    "maybe lost": "maybe gained",
    none: "none",
    unknown: "unknown",
  };

  it("is nothing where nothing changes, and the opposite the other way round", () => {
    fc.assert(
      fc.property(held, held, (before, after) => {
        expect(changeOf(before, before)).toBe("none");
        expect(changeOf(after, before)).toBe(OPPOSITE[changeOf(before, after)]);
      }),
    );
  });

  it("is certain only where both sides are", () => {
    fc.assert(
      fc.property(held, held, (before, after) => {
        const isCertain = before?.holding !== "maybe" && after?.holding !== "maybe";
        const change = changeOf(before, after);
        if (!isCertain) expect(["gained", "lost"]).not.toContain(change);
        else expect(["gained", "lost", "none"]).toContain(change);
      }),
    );
  });

  const right = fc.record({
    permission: fc.constantFrom("a", "b"),
    limits: fc.subarray(["project x", "where y"]),
  });
  const rightsOf = (entries: readonly { permission: string; limits: readonly string[] }[]) =>
    new Map(
      entries.map(({ permission, limits }): [string, Held] => [
        nameOfRight(permission, limits),
        { permission, limits, holding: "yes", path: [], cause: "" },
      ]),
    );
  const entries = fc.array(right, { maxLength: 6 });

  it("is never a loss where rights only come, and never a gain where they only go", () => {
    fc.assert(
      fc.property(entries, entries, (some, more) => {
        const [small, large] = [rightsOf(some), rightsOf([...some, ...more])];
        const changes = (from: typeof small, to: typeof small) =>
          new Comparison().of(from, to).map(({ change }) => change);
        expect(changes(small, large).filter((change) => change !== "gained" && change !== "none")).toEqual([]);
        expect(changes(large, small).filter((change) => change !== "lost" && change !== "none")).toEqual([]);
      }),
    );
  });

  it("is nothing where what goes is narrower than what stays, in the same place or everywhere", () => {
    fc.assert(
      fc.property(entries, right, (rest, narrow) => {
        const broad = { permission: narrow.permission, limits: [] };
        const changesOf = (...sides: Parameters<Comparison["of"]>) =>
          new Comparison().of(...sides).filter(({ change }) => change !== "none");
        const [with_, without] = [rightsOf([...rest, narrow]), rightsOf(rest)];
        expect(changesOf(rightsOf([...rest, narrow, broad]), rightsOf([...rest, broad]))).toEqual([]);
        const everywhere = rightsOf([broad]);
        expect(changesOf(with_, without, everywhere, everywhere)).toEqual([]);
        expect(changesOf(without, with_, everywhere, everywhere)).toEqual([]);
      }),
    );
  });
});

describe("a plan that the engine has made", () => {
  const REALM = `
const acme = new reseller.Account("acme", { name: "Acme AG", state: "production", availableServices: ["openstack"], uprovideAccount: "UP-10001" }, { protect: false });
const desk = new reseller.Profile("desk", { name: "Desk", level: "reseller", permissions: ["show_clients", "show_users"] });
const storage = new reseller.Profile("storage", { name: "Storage", level: "client", permissions: ["show_s3_panel"] });
const eva = new reseller.User("eva", { username: "eva", email: "eva@reseller.example.com", firstName: "Eva", lastName: "Baumann", profiles: [desk] });
const anna = new reseller.User("anna", { account: acme, username: "anna", email: "anna@acme.example.com", firstName: "Anna", lastName: "Keller", profiles: ["User-Adm"] });
const bob = new reseller.User("bob", { account: acme, username: "bob", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: [storage] });
const cleo = new reseller.User("cleo", { account: acme, username: "cleo", email: "cleo@acme.example.com", firstName: "Cleo", lastName: "Graf", profiles: [storage] });
`;
  let plan = "";
  beforeAll(() =>
    withScenario(async ({ realm }) => {
      expectSuccess(await realm.program(REALM).up());
      const after = replaced(
        without(REALM, "const cleo"),
        ['"show_users"]', '"show_users", "manage_clients"]'],
        ['username: "bob"', 'username: "bob.frei"'],
        ['name: "Storage"', 'name: "Buckets"'],
      );
      const fresh = `new reseller.User("dora", { account: acme, username: "dora", email: "dora@acme.example.com", firstName: "Dora", lastName: "Huber", profiles: [storage, "User-Adm"] });`;
      plan = await realm.program(`${after}${fresh}`).plan();
    }),
  );

  it("has steps of every sort, or the rest of this proves little", () => {
    const { steps } = JSON.parse(plan) as { steps: { op: string }[] };
    expect([...new Set(steps.map(({ op }) => op))]).toEqual(
      expect.arrayContaining(["same", "create", "update", "delete", "replace"]),
    );
  });

  it("gives the same report in whatever order its steps come, and without what is there for people alone", () => {
    const { steps, duration: _duration, ...digest } = JSON.parse(plan) as { steps: object[]; duration?: number };
    const whole = reviewed(plan);
    expect(JSON.parse(whole)).toMatchObject({ project: "realm", stack: "test" });
    const bare = JSON.parse(
      JSON.stringify(steps, (name, value: unknown) =>
        ["diffReasons", "detailedDiff", "stackTrace", "created", "modified"].includes(name) ? undefined : value,
      ),
    ) as object[];
    expect(bare).not.toEqual(steps);
    fc.assert(
      fc.property(fc.shuffledSubarray(bare, { minLength: bare.length }), (permuted) => {
        expect(reviewed(JSON.stringify({ ...digest, steps: permuted }))).toBe(whole);
      }),
      { numRuns: runs(50) },
    );
  });

  it("gives the same report where a replacement is told in three steps", () => {
    const { steps, ...digest } = JSON.parse(plan) as { steps: { op: string; newState?: object }[] };
    const told = steps.flatMap((step) => {
      if (step.op !== "replace") return [step];
      const { newState: _newState, ...gone } = step;
      return [{ ...step, op: "create-replacement" }, step, { ...gone, op: "delete-replaced" }];
    });
    expect(told.length).toBeGreaterThan(steps.length);
    fc.assert(
      fc.property(fc.shuffledSubarray(told, { minLength: told.length }), (permuted) => {
        const changeSummary = summaryOf(permuted);
        expect(reviewed(JSON.stringify({ ...digest, steps: permuted, changeSummary }))).toBe(reviewed(plan));
      }),
      { numRuns: runs(20) },
    );
  });

  it("gives the same report wherever it is read", () => {
    const whole = reviewed(plan);
    const { TZ, LANG } = process.env;
    try {
      for (const [zone, language] of [
        ["Pacific/Kiritimati", "tr_TR.UTF-8"],
        ["America/Los_Angeles", "sv_SE.UTF-8"],
      ] as const) {
        Object.assign(process.env, { TZ: zone, LANG: language });
        expect(reviewed(plan)).toBe(whole);
      }
    } finally {
      for (const [name, value] of Object.entries({ TZ, LANG }))
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
  });

  it("is never told from a part of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: plan.trimEnd().length - 1 }), (length) => {
        const message = planErrorOf(plan.slice(0, length));
        expect(message).toMatch(/is truncated after \d+ characters|is empty|is not JSON/);
        expect(message).toContain("pulumi preview --json --show-sames");
      }),
      { numRuns: runs(200) },
    );
  });
});

describe("a plan with secrets", () => {
  const GIVEN = ["given-secret-1", "nested-secret-2", "changed-secret-3"] as const;
  const program = (password: string) => `
const acme = new reseller.Account("acme", { name: "Acme", email: "it@acme.example", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-1", adminAccess: { username: "adm", email: "adm@partner.example", password: "${GIVEN[1]}" } }, { protect: false });
const anna = new reseller.User("anna", { username: "anna", email: "anna@partner.example", tags: ["no ${GIVEN[0]}"], password: "${password}" });
const ben = new reseller.User("ben", { username: "ben", email: "ben@partner.example", generatePassword: true });
exports.generated = ben.initialPassword;`;
  let plan = "";
  let shown = "";
  let secrets: string[] = [];
  beforeAll(() =>
    withScenario(
      async ({ sandbox, realm }) => {
        const up = await realm.program(program(GIVEN[0])).up();
        expectSuccess(up);
        const generated = String(up.outputs["generated"]?.value);
        plan = await realm.program(program(GIVEN[2])).plan("--show-secrets");
        secrets = [...GIVEN, sandbox.scaleway.secretKey, generated];
        // This engine masks them in JSON all the same; another may not.
        shown = inClear(plan, { generated, secretKey: sandbox.scaleway.secretKey });
      },
      { portal: "scaleway" },
    ),
  );

  /** The plan as an engine would print it that masks nothing. */
  function inClear(text: string, { generated, secretKey }: { generated: string; secretKey: string }): string {
    const digest = JSON.parse(text) as {
      config: Record<string, string>;
      steps: { oldState?: object; newState?: object }[];
    };
    const filled = (state: object | undefined, password: string): unknown =>
      state &&
      JSON.parse(
        JSON.stringify(state, function (this: Record<string, unknown>, name, value: unknown) {
          if (name === "initialPassword" && value === MASK) return generated;
          if (name !== "password" || value !== MASK) return value;
          return this["username"] === "adm" ? GIVEN[1] : password;
        }),
      );
    const steps = digest.steps.map((step) => ({
      ...step,
      oldState: filled(step.oldState, GIVEN[0]),
      newState: filled(step.newState, GIVEN[2]),
    }));
    return JSON.stringify({ ...digest, config: { ...digest.config, "reseller:secretKey": secretKey }, steps });
  }

  it("shows none in its report, also where it has them in clear", () => {
    expect(secrets.filter((secret) => secret.length < 10)).toEqual([]);
    expect(secrets.filter((secret) => !shown.includes(secret))).toEqual([]);
    for (const report of [reviewed(plan), reviewed(shown)])
      expect(secrets.filter((secret) => report.includes(secret))).toEqual([]);
  });

  it("says the same with them and without, but for whether a password changes", () => {
    const [masked, clear] = [plan, shown].map((text) => reviewPlan(text, { today: TODAY }));
    const passwordsOf = ({ findings }: Report) =>
      findings.map(({ id, subject, certain }) => ({ id, subject, certain }));
    expect(passwordsOf(masked!)).toEqual([{ id: "PWD-01", subject: "User/anna", certain: false }]);
    expect(passwordsOf(clear!)).toEqual([{ id: "PWD-01", subject: "User/anna", certain: true }]);
    expect(clear!.effects).toEqual(masked!.effects);
    expect(clear!.exitCode).toBe(masked!.exitCode);
  });
});

describe("what is no plan", () => {
  it.each([
    { what: "nothing", text: "  \n", says: "is empty" },
    { what: "what people read", text: "Previewing update (test):\n", says: "is not JSON" },
    { what: "a list", text: "[]", says: "a JSON list" },
    { what: "a plan of another tool", text: '{"resource_changes": []}', says: "Terraform or OpenTofu" },
    { what: "a saved plan", text: '{"resourcePlans": {}}', says: "saved by --save-plan" },
    { what: "a state", text: '{"version": 3, "deployment": {}}', says: "a state, not a plan" },
    { what: "a stream of events", text: '{"sequence": 1}\n{"sequence": 2}\n', says: "a stream of events" },
    { what: "steps of another form", text: '{"steps": [{"op": 1}]}', says: "steps.0.op" },
  ])("$what is told to be that", ({ text, says }) => {
    expect(planErrorOf(text)).toContain(says);
  });

  it("is never anything but a message", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.jsonValue().map((value) => JSON.stringify({ steps: value })),
        ),
        (text) => {
          expect(() => outcomeOf(text)).not.toThrow();
        },
      ),
      { numRuns: runs(300) },
    );
  });
});

describe("a plan with resources that are like nothing the provider makes", () => {
  const value = fc.oneof(
    { maxDepth: 2 },
    fc.jsonValue({ maxDepth: 2 }),
    fc.constant(UNKNOWN_SIGN),
    fc.constantFrom("a", "b", "id-1", "Admin", "User-Adm", true),
    fc.array(fc.oneof(fc.constant(UNKNOWN_SIGN), fc.constantFrom("id-1", "id-2"), fc.jsonValue({ maxDepth: 1 })), {
      maxLength: 3,
    }),
    fc.array(
      fc.dictionary(
        fc.constantFrom("account", "profile", "permissionSets", "scope", "projects", "days", "from", "to"),
        fc.jsonValue({ maxDepth: 1 }),
      ),
      { maxLength: 2 },
    ),
  );
  const step = fc.constantFrom(...KIND_NAMES).chain((kind) => {
    const type = `pulumi-nodejs:dynamic/reseller:${kind}`;
    const fields = [...Object.keys(kinds[kind].fields), ...Object.keys(kinds[kind].outputs.shape)].filter(
      // The portal of a connection is found by the settings.
      (name) => name !== "connection",
    );
    const state = (name: string) =>
      fc.record(
        {
          urn: fc.constant(`urn:pulumi:test::realm::${type}::${name}`),
          type: fc.constant(type),
          id: fc.constantFrom("id-1", "id-2", ""),
          inputs: fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 }),
          outputs: fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 3 }),
        },
        { requiredKeys: ["urn", "type"] },
      );
    return fc.constantFrom("one", "other", "third").chain((name) =>
      fc.record(
        {
          op: fc.constantFrom("same", "create", "update", "replace", "delete", "import"),
          urn: fc.constant(`urn:pulumi:test::realm::${type}::${name}`),
          oldState: state(name),
          newState: state(name),
        },
        { requiredKeys: ["op", "urn"] },
      ),
    );
  });

  it.each(PORTAL_NAMES)("is reviewed, or told to be no plan: %s", (portal) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const text = JSON.stringify({ config: { "reseller:portal": portal }, steps });
        expect(() => outcomeOf(text)).not.toThrow();
      }),
      { numRuns: runs(250, 20_000) },
    );
  });

  it.each(PORTAL_NAMES)("gives the same report in whatever order: %s", (portal) => {
    const distinct = fc.uniqueArray(step, { maxLength: 6, selector: ({ urn }) => urn });
    fc.assert(
      fc.property(
        distinct.chain((steps) =>
          fc.tuple(fc.constant(steps), fc.shuffledSubarray(steps, { minLength: steps.length })),
        ),
        ([steps, permuted]) => {
          const [one, other] = [steps, permuted].map((of) =>
            outcomeOf(JSON.stringify({ config: { "reseller:portal": portal }, steps: of })),
          );
          expect(other).toBe(one);
        },
      ),
      { numRuns: runs(125, 10_000) },
    );
  });
});

/** The report, or why there is none. Whatever else is thrown goes on. */
function outcomeOf(text: string): string {
  try {
    return reviewed(text);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    expect(error.message).not.toBe("");
    return error.message;
  }
}

function planErrorOf(text: string): string {
  try {
    reviewPlan(text);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  throw new Error("it was taken for a plan");
}
