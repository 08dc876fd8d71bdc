import { ADOPTS_INPUT, type KindName, KIND_NAMES, kinds } from "../../provider/model";
import { type Report, reviewPlan } from "../../review";
import { summaryOf } from "../../engine/digest";
import { planText, urnOf, type WrittenResource } from "./planText";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const MASK = "[secret]";

const STAFF = { username: "rita", email: "rita@reseller.example", firstName: "Rita", lastName: "Muster" };
const DESK = { name: "Desk", level: "reseller", permissions: ["show_clients", "show_users"] };
const HARMLESS = { name: "Fresh", level: "client", permissions: ["show_users"] };

const desk: WrittenResource = { kind: "Profile", name: "desk", before: DESK, after: DESK };
const fresh: WrittenResource = { kind: "Profile", name: "fresh", after: HARMLESS };
const acme = { name: "Acme AG", state: "trial", uprovideAccount: "UP-10001" };
const customer: WrittenResource = { kind: "Account", name: "acme", before: acme, after: acme };

function rita(profiles: unknown, more: Partial<WrittenResource> = {}): WrittenResource {
  return {
    kind: "User",
    name: "rita",
    before: { ...STAFF, profiles: ["id-desk"] },
    after: { ...STAFF, profiles },
    dependencies: { profiles: [urnOf("Profile", "fresh")] },
    ...more,
  };
}

function reviewed(resources: readonly WrittenResource[], extra: object = {}): Report {
  return reviewPlan(planText(resources, extra), { today: "2027-03-01" });
}

function gapsOf(resources: readonly WrittenResource[], extra: object = {}): readonly string[] {
  const { completeness, verdict, exitCode } = reviewed(resources, extra);
  expect([verdict === "cannot tell", exitCode === 30]).toEqual(Array(2).fill(completeness.gaps.length > 0));
  return completeness.gaps;
}

const containing = (text: string) => expect.stringContaining(text) as string;

describe("a reference to what doesn't exist yet", () => {
  const told = { references: { "profiles[0]": "Profile::fresh" } };

  it("is known where the program's side says that it is the resource's id", () => {
    expect(gapsOf([desk, fresh, rita([UNKNOWN], told)])).toEqual([]);
  });

  it("is anything where it only hangs on the resource", () => {
    expect(gapsOf([desk, fresh, rita([UNKNOWN])])).toContainEqual(containing("profiles[0] of User rita isn't known"));
    const { findings } = reviewed([desk, fresh, rita([UNKNOWN])]);
    expect(findings.find(({ id }) => id === "ESC-01")).toMatchObject({ certain: false, accounts: ["*"] });
  });

  it.each([
    ["names a resource that it doesn't hang on", { references: { "profiles[0]": "Profile::desk" } }],
    ["is for another place", { references: { "profiles[1]": "Profile::fresh" } }],
    ["names a resource of another kind", { references: { "profiles[0]": "User::fresh" } }],
  ])("is anything where the evidence %s", (_what, more) => {
    expect(gapsOf([desk, fresh, rita([UNKNOWN], more)])).not.toEqual([]);
  });

  it("is known for the places that have evidence, and for no other", () => {
    const gaps = gapsOf([
      desk,
      fresh,
      rita(["User-Adm", UNKNOWN, UNKNOWN], { references: { "profiles[2]": "Profile::fresh" } }),
    ]);
    expect(gaps).toContainEqual(containing("profiles[1] of User rita"));
    expect(gaps.join()).not.toContain("profiles[2]");
  });

  it("is anything as a whole list, whatever the evidence", () => {
    expect(gapsOf([desk, fresh, rita(UNKNOWN, told)])).toContainEqual(containing("profiles of User rita isn't known"));
  });
});

describe("a value that isn't known", () => {
  /** Fields that hang on nothing else, so that each can be tried alone. */
  const fields = KIND_NAMES.flatMap((kind) =>
    Object.entries(kinds[kind].fields).map(([name, field]) => [kind, name, field] as const),
  );

  it.each(fields.map(([kind, name, field]) => [kind, name, field.cosmetic === true || field.secret === true] as const))(
    "of %s.%s is cannot tell, unless it decides nothing or is secret by itself (%s)",
    (kind: KindName, name, isFree) => {
      const before = { username: "x", name: "x", state: "trial" };
      const resource = { kind, name: "it", before, after: { ...before, [name]: UNKNOWN } };
      const about = gapsOf([resource]).filter((gap) => gap.startsWith(`${name} of ${kind} it `));
      expect(about).toHaveLength(isFree ? 0 : 1);
    },
  );

  it("is told at any depth, and not of what is secret in it", () => {
    const after = { ...acme, adminAccess: { username: UNKNOWN, email: "a@b.example", password: UNKNOWN } };
    const gaps = gapsOf([{ ...customer, after }], { config: { "reseller:portal": "scaleway" } });
    expect(gaps).toEqual([containing("adminAccess.username of Account acme isn't known")]);
  });

  it("is no gap in what stays the same", () => {
    const same = { ...STAFF, profiles: [UNKNOWN] };
    expect(gapsOf([desk, { kind: "User", name: "rita", before: same, after: same }])).toEqual([]);
  });

  it("may be one on both sides of a change, where the engine masks it", () => {
    const masked = { ...STAFF, profiles: [MASK] };
    const changed = { kind: "User" as const, name: "rita", before: masked, after: { ...masked, email: "r@x.example" } };
    expect(gapsOf([desk, changed])).toContainEqual(containing("profiles[0] of User rita"));
  });

  it("as an account may be none: the worst is said, that the person is one of the reseller's own", () => {
    const person = {
      kind: "User" as const,
      name: "mallory",
      after: { ...STAFF, username: "mallory", account: UNKNOWN, profiles: ["User-Adm"] },
      dependencies: { account: [urnOf("Account", "acme")] },
    };
    const { effects, verdict } = reviewed([customer, person]);
    expect(verdict).toBe("cannot tell");
    expect(effects.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^mallory of .* may perhaps from now on in every account: /),
    );
  });
});

describe("beside what can't be told, nothing is claimed", () => {
  it("nobody is said to be shut out by profiles that aren't known", () => {
    const { findings, headline } = reviewed([desk, fresh, rita(UNKNOWN)]);
    expect(findings.find(({ id }) => id === "OWN-02")?.sentence ?? "Perhaps").toContain("Perhaps");
    expect(headline).not.toContain("nobody's");
  });

  it("a profile is not said to be public by permissions that aren't known", () => {
    const { findings } = reviewed([{ ...desk, after: { ...DESK, permissions: UNKNOWN } }]);
    const published = findings.find(({ id }) => id === "ESC-03");
    expect(published).toMatchObject({ certain: false, sentence: containing("perhaps") });
    const based = { name: "Desk", level: "reseller", basedOn: "Client-Adm" };
    expect(reviewed([{ ...desk, after: based }]).findings.map(({ id }) => id)).not.toContain("ESC-03");
  });

  it("an empty plan with a gap doesn't say that nobody's access changes", () => {
    const text = planText([desk], { changeSummary: { same: 1, update: 1 } });
    expect(reviewPlan(text).headline).not.toContain("nobody's access changes");
  });
});

describe("what may be there already", () => {
  const adopted = "takes over an object of the same name";

  it("is cannot tell where it would be taken over: by the resource, by the stack's settings, or by the program's environment", () => {
    expect(gapsOf([desk, { ...fresh, after: { ...HARMLESS, adopt: true } }])).toEqual([containing(adopted)]);
    expect(gapsOf([desk, fresh], { config: { "reseller:portal": "csp", "reseller:adopt": "true" } })).toEqual([
      containing(adopted),
    ]);
    expect(gapsOf([desk, { ...fresh, after: { ...HARMLESS, [ADOPTS_INPUT]: true } }])).toEqual([containing(adopted)]);
  });

  it("is no gap where it is not taken over, or was nothing of its own", () => {
    expect(gapsOf([desk, fresh])).toEqual([]);
    const config = { "reseller:portal": "csp", "reseller:adopt": "true" };
    expect(gapsOf([desk, { ...fresh, after: { ...HARMLESS, adopt: false } }], { config })).toEqual([]);
    const quota = {
      kind: "Quota" as const,
      name: "q",
      after: { account: "id-acme", region: "ch-1", limits: { vcpus: 1 } },
    };
    expect(gapsOf([customer, quota], { config })).toEqual([]);
  });
});

describe("two connections", () => {
  const second = { ...DESK, connection: "b", permissions: [...DESK.permissions, "manage_clients"] };
  const deskB: WrittenResource = { kind: "Profile", name: "desk-b", after: second };
  const connections = (b: object, own: object = { endpoint: "https://portal.example/api" }) => ({
    config: {
      "reseller:connections": JSON.stringify({ default: { portal: "csp", ...own }, b: { portal: "csp", ...b } }),
    },
  });
  const shared = containing("the same object at the portal");

  it("with one address are one realm: what both declare is one object", () => {
    const place = connections({ endpoint: "https://PORTAL.example:443/api/" });
    expect(gapsOf([desk, deskB], place)).toEqual([shared]);
  });

  it("with one Organization are one realm, in whichever letters its id is written", () => {
    const id = "ABCDEF00-1111-4111-8111-11111111111A";
    const config = {
      "reseller:connections": JSON.stringify({
        default: { portal: "scaleway", organizationId: id },
        b: { portal: "scaleway", endpoint: "https://api.scaleway.com", organizationId: id.toLowerCase() },
      }),
    };
    const readers = { name: "Readers", rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] };
    const twins: WrittenResource[] = [
      { kind: "Profile", name: "one", after: readers },
      { kind: "Profile", name: "two", after: { ...readers, connection: "b" } },
    ];
    expect(gapsOf(twins, { config })).toContainEqual(shared);
  });

  it("with two addresses are two realms", () => {
    expect(gapsOf([desk, deskB], connections({ endpoint: "https://other.example/api" }))).toEqual([]);
  });

  it("may be one realm where an address isn't in the plan", () => {
    const gaps = gapsOf([desk, deskB], connections({}));
    expect(gaps).toContainEqual(containing("lead to the same realm"));
    expect(gaps).toContainEqual(shared);
  });

  it("of which one object is declared twice, and changed by one of them, are cannot tell", () => {
    const place = connections({ endpoint: "https://portal.example/api" });
    const twin: WrittenResource = {
      kind: "Profile",
      name: "twin",
      id: "id-desk",
      before: second,
      after: { ...second, description: "x" },
    };
    expect(gapsOf([desk, twin], place)).toEqual([shared]);
  });
});

describe("people whom the plan doesn't have", () => {
  const changed = { ...desk, after: { ...DESK, permissions: [...DESK.permissions, "manage_clients"] } };
  const said = (count: number) => ({
    diagnostics: [
      {
        severity: "info#err",
        message: `Profile Desk: permissions changes what ${count} users (rita, zoe) may do: they gain manage_clients (rule csp/P6)\n`,
      },
    ],
  });
  const same = { ...STAFF, profiles: ["id-desk"] };
  const holder: WrittenResource = { kind: "User", name: "rita", before: same, after: same };

  it("and who have a profile that changes, by what the provider said, are a gap", () => {
    expect(gapsOf([changed, holder], said(1))).toEqual([]);
    expect(gapsOf([changed, holder], said(2))).toEqual([
      containing("2 people have Profile desk at the portal, and the plan has 1"),
    ]);
  });
});

describe("what stays at the portal while its resource goes on with another object", () => {
  it("is a gap: the old one keeps all that it has", () => {
    const text = planText([desk, rita(["id-desk"], { operation: "replace", dependencies: {} })]);
    expect(reviewPlan(text).completeness.gaps).toEqual([]);
    const digest = JSON.parse(text) as { steps: { op: string; oldState?: object }[] };
    Object.assign(digest.steps.find(({ op }) => op === "replace")!.oldState!, { retainOnDelete: true });
    expect(reviewPlan(JSON.stringify(digest)).completeness.gaps).toEqual([
      containing("the old object stays unchanged at the portal"),
    ]);
  });
});

describe("people in a group who leave with the change that gives it a policy", () => {
  it("are people whom the plan has", () => {
    const same = { name: "team" };
    const team: WrittenResource = { kind: "Profile", name: "team", before: same, after: same };
    const person = { username: "rita", email: "rita@x.example", profiles: ["id-team"] };
    const gone: WrittenResource = { kind: "User", name: "rita", before: person };
    const policy: WrittenResource = {
      kind: "Profile",
      name: "policy",
      after: {
        name: "policy",
        group: "id-team",
        rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }],
      },
    };
    const message =
      "Profile policy: rules changes what 1 user (rita) may do: they gain BillingReadOnly (rule scaleway/P6)";
    const extra = { config: { "reseller:portal": "scaleway" }, diagnostics: [{ severity: "info#err", message }] };
    expect(gapsOf([team, gone, policy], extra)).toEqual([]);
    expect(gapsOf([team, policy], extra)).toEqual([containing("1 person has Profile policy")]);
  });
});

describe("a plan that doesn't add up", () => {
  const resources = [desk, rita(["id-desk", "User-Adm"], { dependencies: {} }), { ...fresh, before: HARMLESS }];

  interface Digest {
    steps: { op: string; urn: string; oldState?: { inputs: object }; newState?: { inputs: object; urn: string } }[];
    changeSummary?: Record<string, number>;
  }

  function edited(edit: (digest: Digest) => void): readonly string[] {
    const digest = JSON.parse(planText(resources)) as Digest;
    edit(digest);
    return reviewPlan(JSON.stringify(digest)).completeness.gaps;
  }

  it("adds up as it is", () => {
    expect(edited(() => undefined)).toEqual([]);
  });

  const step = ({ steps }: Digest, name: string) => steps.find(({ urn }) => urn.endsWith(`::${name}`))!;
  const counted = (digest: Digest) => (digest.changeSummary = summaryOf(digest.steps));

  const edits: readonly (readonly [what: string, edit: (digest: Digest) => void, gap: string])[] = [
    ["a step is left out", (digest) => digest.steps.splice(1, 1), 'has 1 step "update", and has 0'],
    ["what stays the same is left out", (digest) => digest.steps.splice(0, 1), "make it with --show-sames"],
    ["there is no count", (digest) => delete digest.changeSummary, "has no count of its changes"],
    [
      "an update is called the same",
      (digest) => {
        step(digest, "rita").op = "same";
        counted(digest);
      },
      "stays the same, and has another profiles",
    ],
    [
      "an update changes nothing",
      (digest) => {
        const { newState, oldState } = step(digest, "rita");
        newState!.inputs = oldState!.inputs;
      },
      "changes, and has the same values",
    ],
    ["a step has no state before", (digest) => delete step(digest, "rita").oldState, "doesn't say what is before"],
    ["a step has no state after", (digest) => delete step(digest, "rita").newState, "doesn't say what is after"],
    [
      "a step is unknown",
      (digest) => {
        step(digest, "rita").op = "transmute";
        counted(digest);
      },
      '"transmute", which this version doesn\'t know',
    ],
    [
      "a resource is there twice",
      (digest) => {
        digest.steps.push({ ...step(digest, "desk") });
        counted(digest);
      },
      "more than once: same and same",
    ],
    [
      "a step has the state of another resource",
      (digest) => {
        step(digest, "rita").newState!.urn = urnOf("User", "mallory");
      },
      "has the state of another resource",
    ],
    [
      "what others hang on is missing",
      (digest) => {
        Object.assign(step(digest, "rita").newState!, {
          propertyDependencies: { profiles: [urnOf("Profile", "gone")] },
        });
      },
      "which other resources hang on",
    ],
  ];
  it.each(edits)("where %s", (_what, edit, gap) => {
    expect(edited(edit)).toContainEqual(containing(gap));
  });
});

describe("what the provider refuses of a realm file", () => {
  it("is a finding at its line of the file, and no gap besides; what is wrong with the file itself is one", () => {
    const diagnostics = [
      {
        severity: "error",
        message: [
          "error: pulumi-reseller: 2 problems; nothing was sent to the portal",
          "  realm.yaml:3:1: accounts must be an object",
          "  realm.yaml:12:7: User acme/anna: profiles names the reseller profile, which would open other customers (rule csp/U2)",
        ].join("\n"),
      },
    ];
    const { findings, completeness } = reviewPlan(planText([], { diagnostics }));
    expect(findings).toMatchObject([
      { id: "ESC-01", subject: "User/acme/anna", rule: "csp/U2", source: { file: "realm.yaml", line: 12 } },
    ]);
    const whole = "The preview failed, so the plan is incomplete";
    expect(completeness.gaps).toEqual([`${whole}: realm.yaml:3:1: accounts must be an object`]);
  });
});
