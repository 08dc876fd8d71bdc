import { FleetPlans, type PlannedCrossing, type Report, reviewPlan } from "../../../review";
import { toMarkdown } from "../../../review/outputs/markdown";
import { MASK, SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../engine/values";
import { planText, same, type WrittenResource } from "../planText";

const TODAY = "2027-03-01";
const UNKNOWN_SIGN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const DESK = { name: "Desk", level: "client", permissions: ["show_users"] };
const ACME = { name: "Acme AG", state: "production" };
const ANNA = { account: "id-acme", username: "anna", profiles: ["id-desk"] };
const PEOPLE = [same("Account", "acme", ACME), same("User", "anna", ANNA)];
const CHANGED_DESK = {
  kind: "Profile",
  name: "desk",
  before: DESK,
  after: { ...DESK, permissions: ["create_user"] },
} as const;

/** The plan of a stack as its preview prints it. */
function preview(stack: string, resources: readonly WrittenResource[], extra: object = {}): string {
  return planText(resources, extra).replaceAll("urn:pulumi:test::", `urn:pulumi:${stack}::`);
}

/** Its state as `pulumi stack export` prints it. */
function state(stack: string, resources: readonly WrittenResource[], more: object = {}): string {
  const { steps } = JSON.parse(preview(stack, resources)) as { steps: { oldState: object }[] };
  return JSON.stringify({
    version: 3,
    deployment: { resources: steps.map(({ oldState }) => oldState), ...more },
  });
}

function reviewed(add: (plans: FleetPlans) => void, crossings: readonly PlannedCrossing[] = []): Report {
  const plans = new FleetPlans((stack) => (stack === "acme" ? crossings : []));
  add(plans);
  return plans.report({ today: TODAY });
}

describe("a review of several stacks", () => {
  it("names people of stacks that nobody runs, by the stack that changes", () => {
    const report = reviewed((plans) => {
      plans.addPreview("shared", preview("shared", [CHANGED_DESK]));
      plans.addState("acme", state("acme", PEOPLE));
      plans.addState("globex", undefined);
    });
    expect(report.people.map(({ key, change }) => [key, change])).toEqual([["User/anna", "gained"]]);
    expect(report.findings.map(({ id, stack, people }) => [id, stack, people])).toContainEqual([
      "ESC-07",
      "shared",
      ["User/anna"],
    ]);
    expect(report.changes.map(({ key, stack }) => [key, stack])).toEqual([["Profile/desk", "shared"]]);
    expect(report.stacks?.map(({ name, read, operations }) => [name, read, operations["same"]])).toEqual([
      ["acme", "state", 2],
      ["globex", "state", 0],
      ["shared", "preview", 0],
    ]);
    expect(report.completeness.complete).toBe(true);
  });

  it.each<readonly [what: string, says: RegExp, add: (plans: FleetPlans) => void]>([
    ["a stack could not be read", /^Stack acme: it is locked\.$/, (plans) => plans.addGap("acme", "it is locked.")],
    [
      "a stack could not be read, but its state",
      /^Stack acme: it is locked\.$/,
      (plans) => plans.addGap("acme", "it is locked.", state("acme", PEOPLE)),
    ],
    [
      "a preview failed",
      /^The preview of the stack acme failed, so the plan is incomplete: boom$/,
      (plans) =>
        plans.addPreview(
          "acme",
          preview("acme", PEOPLE, { diagnostics: [{ severity: "error", message: "error: boom" }] }),
        ),
    ],
    [
      "a plan leaves something out",
      /^Stack acme: The plan leaves out 5 of 7 resources that don't change/,
      (plans) => plans.addPreview("acme", preview("acme", PEOPLE, { changeSummary: { same: 7 } })),
    ],
    [
      "an operation of a stack that nobody runs was interrupted",
      /^Stack acme: An operation on urn:pulumi:acme::.*:User::bob was interrupted/,
      (plans) => {
        const urn = "urn:pulumi:acme::realm::pulumi-nodejs:dynamic/reseller:User::bob";
        plans.addState(
          "acme",
          state("acme", PEOPLE, { pending_operations: [{ type: "creating", resource: { urn } }] }),
        );
      },
    ],
    [
      "one stack makes what another removes",
      /^User anna is created in the stack people and removed from the stack acme, .* reseller fleet move\.$/,
      (plans) => {
        plans.addPreview("acme", preview("acme", [PEOPLE[0]!, { kind: "User", name: "anna", before: ANNA }]));
        plans.addPreview("people", preview("people", [{ kind: "User", name: "anna", after: ANNA }]));
      },
    ],
    [
      "two stacks have one object, and differ",
      /User anna and User anna are, or may be, the same object at the portal, and differ/,
      (plans) => {
        plans.addState("acme", state("acme", PEOPLE));
        plans.addPreview(
          "people",
          preview("people", [{ kind: "User", name: "anna", before: ANNA, after: { ...ANNA, profiles: [] } }]),
        );
      },
    ],
    [
      "the stacks may lead to different portals",
      /It is not known whether the connections stack:acme and default lead to the same realm/,
      (plans) =>
        plans.addPreview(
          "acme",
          preview("acme", PEOPLE, {
            config: { "reseller:portal": "csp", "reseller:endpoint": "https://other.example" },
          }),
        ),
    ],
    [
      "a reference to another stack isn't known, and nothing says what it is",
      /^profiles\[0\] of User anna isn't known before apply/,
      (plans) =>
        plans.addPreview(
          "acme",
          preview("acme", [
            PEOPLE[0]!,
            { kind: "User", name: "anna", before: ANNA, after: { ...ANNA, profiles: [UNKNOWN_SIGN] } },
          ]),
        ),
    ],
  ])("can't tell where %s", (_what, says, add) => {
    const report = reviewed((plans) => {
      plans.addPreview("shared", preview("shared", [same("Profile", "desk", DESK)]));
      add(plans);
    });
    expect(report.verdict).toBe("cannot tell");
    expect(report.completeness.gaps).toContainEqual(expect.stringMatching(says));
  });

  it("takes evidence for a reference only where the realm's files have it", () => {
    const user: WrittenResource = {
      kind: "User",
      name: "anna",
      after: { ...ANNA, profiles: [UNKNOWN_SIGN] },
      references: { "profiles[0]": "Profile::desk" },
    };
    const crossing: PlannedCrossing = {
      from: { kind: "User", name: "anna" },
      path: ["profiles", 0],
      to: { kind: "Profile", name: "desk" },
      stack: "shared",
    };
    const add = (plans: FleetPlans) => {
      plans.addPreview("shared", preview("shared", [{ kind: "Profile", name: "desk", after: DESK }]));
      plans.addPreview("acme", preview("acme", [PEOPLE[0]!, user]));
    };
    expect(reviewed(add, [crossing]).completeness.gaps).toEqual([]);
    expect(reviewed(add).verdict).toBe("cannot tell");
    expect(reviewed(add, [{ ...crossing, to: { kind: "Profile", name: "other" } }]).verdict).toBe("cannot tell");
  });

  it.each<readonly [what: string, before: object, after: object, change: string, effects: readonly string[]]>([
    ["a first name changes", { profiles: ["Desk"] }, { firstName: "A", profiles: ["Desk"] }, "none", []],
    [
      "the profile changes",
      { profiles: ["Desk"] },
      { profiles: ["Door"] },
      "gained",
      [
        "anna of Acme AG may from now on: see OpenStack projects.",
        "anna of Acme AG may perhaps from now on: see the entry OpenStack in the menu.",
        "anna of Acme AG may no longer: see the entry Users in the menu; see who the people are.",
      ],
    ],
    ["the profile is given by its id now", { profiles: ["Desk"] }, { profiles: ["id-desk"] }, "none", []],
  ])("knows the profile of another stack by its name in a state, where %s", (_what, before, after, change, effects) => {
    const door = { ...DESK, name: "Door", permissions: ["show_projects"] };
    const declared = { desk: "Desk", door: "Door" };
    const report = reviewed(
      (plans) => {
        plans.addState("shared", state("shared", [same("Profile", "desk", DESK), same("Profile", "door", door)]));
        const anna = {
          kind: "User",
          name: "anna",
          before: { ...ANNA, ...before },
          after: { ...ANNA, ...after },
        } as const;
        plans.addPreview("acme", preview("acme", [PEOPLE[0]!, anna]));
      },
      Object.entries(declared)
        .filter(([, name]) => JSON.stringify(after).includes(name))
        .map(([name]) => ({
          from: { kind: "User", name: "anna" },
          path: ["profiles", 0],
          to: { kind: "Profile", name },
          stack: "shared",
        })),
    );
    expect(report.completeness.complete).toBe(true);
    expect(report.people.map((person) => person.change)).toEqual([change]);
    expect(report.effects.map(({ sentence }) => sentence)).toEqual(effects);
  });

  it.each([
    ["scaleway", { rules: [{ permissionSets: ["InstancesReadOnly"] }] }],
    ["openstack", { roles: [{ role: "member", project: "id-main" }] }],
  ])("knows it at %s where it belongs to the same account", (portal, grants) => {
    const acme = same("Account", "acme", { name: "Acme", email: "acme@example.com" });
    const user = { account: "id-acme", username: "anna", profiles: ["Desk"] };
    const anna = { kind: "User", name: "anna", before: user, after: { ...user, description: "new" } } as const;
    const endpoint = "https://portal.example";
    const extra = { config: { "reseller:portal": portal, "reseller:endpoint": endpoint } };
    const effectsOf = (desk: object) =>
      reviewed(
        (plans) => {
          plans.addPreview("shared", preview("shared", [acme, same("Profile", "desk", { ...desk, ...grants })], extra));
          plans.addPreview("acme", preview("acme", [anna], extra));
        },
        [
          {
            from: { kind: "User", name: "anna" },
            path: ["profiles", 0],
            to: { kind: "Profile", name: "desk" },
            stack: "shared",
          },
        ],
      ).effects;
    expect(effectsOf({ account: "id-acme", name: "Desk" })).toEqual([]);
    expect(effectsOf({ account: "id-globex", name: "Desk" })).not.toEqual([]);
  });

  it("shows a secret of a state as a plan does, and nothing of it", () => {
    const user = { ...ANNA, password: { [SIGNATURE_KEY]: SECRET_SIGNATURE, ciphertext: "v1:very-secret" } };
    const report = reviewed((plans) => {
      plans.addPreview("shared", preview("shared", [CHANGED_DESK]));
      plans.addState("acme", state("acme", [PEOPLE[0]!, same("User", "anna", user)]));
    });
    const one = reviewPlan(planText([CHANGED_DESK, PEOPLE[0]!, same("User", "anna", { ...ANNA, password: MASK })]), {
      today: TODAY,
    });
    expect([report.effectHash, report.completeness.gaps]).toEqual([one.effectHash, []]);
    expect(JSON.stringify(report)).not.toContain("very-secret");
  });

  it.each<readonly [what: string, says: RegExp, add: (plans: FleetPlans) => void]>([
    [
      "another stack",
      /is a plan of the stack b, and not of a$/,
      (plans) => plans.addPreview("a", preview("b", PEOPLE)),
    ],
    [
      "another project",
      /is of the project elsewhere, and the others are of realm$/,
      (plans) => {
        plans.addPreview("a", preview("a", PEOPLE));
        plans.addState("b", state("b", PEOPLE).replaceAll("::realm::", "::elsewhere::"));
      },
    ],
    [
      "a newer engine",
      /is of version 9, made by a newer engine: update pulumi-reseller$/,
      (plans) => plans.addState("a", state("a", PEOPLE).replace('"version":3', '"version":9')),
    ],
    ["something else", /is not what pulumi stack export prints$/, (plans) => plans.addState("a", '{"secret":"x"}')],
  ])("refuses a text of %s", (_what, says, add) => {
    expect(() => add(new FleetPlans())).toThrow(says);
  });

  it("has a comment of a hundred stacks that a forge takes, with the stacks that change", () => {
    const report = reviewed((plans) => {
      plans.addPreview("shared", preview("shared", [CHANGED_DESK]));
      for (let number = 0; number < 100; number++) {
        const account = `customer-${number}`;
        const people = Array.from({ length: 20 }, (_, person) => {
          const user = { account: `id-${account}`, username: `user.${number}.${person}`, profiles: ["id-desk"] };
          return {
            kind: "User" as const,
            name: `${account}/${person}`,
            before: user,
            after: { ...user, profiles: ["User-Adm"] },
          };
        });
        plans.addPreview(account, preview(account, [same("Account", account, { name: account }), ...people]));
      }
    });
    const comment = toMarkdown(report);
    expect(comment.length).toBeLessThanOrEqual(60_000);
    expect(comment).toContain("## Access review of `realm`, 101 stacks: BLOCKED");
    expect(comment).toMatch(/### Stacks\n\n101 of 101 stacks change\.\n\n- `customer-0`: update 20\n/);
    expect(comment).toMatch(/- \*\*Escalation, blocks:\*\* `ESC-\d+` .* in the stack `/);
  });
});
