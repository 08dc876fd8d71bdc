import { type PolicyOptions, type PolicyResource, realmPolicies } from "../../policy";
import { type KindName, SECRETS_INPUT } from "../../provider/model";
import { ownFindings } from "../../provider/model/program";
import { PORTAL_NAMES, type PortalName, portalNamed } from "../../provider/portals/list";

const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const TOKEN = "token-of-the-connection-4711";
const LIMITS = {
  ...{ projects: 2, instances: 5, vcpus: 10, ramGb: 20, volumes: 10 },
  ...{ volumeStorageGb: 200, volumeSnapshots: 5, routers: 1, networks: 2, floatingIps: 2 },
};

interface Draft {
  readonly kind: KindName;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly behind?: Readonly<Record<string, readonly string[]>>;
}

function resource(kind: KindName, name: string, props: object, behind: Draft["behind"] = {}): Draft {
  return { kind, name, props: { ...props }, behind };
}

/** Resources as Pulumi hands them to a policy, beside the host of dynamic providers with the stack's settings. */
function stackOf(drafts: readonly Draft[], settings: object): PolicyResource[] {
  const made = new Map(
    drafts.map(({ kind, name, props }) => {
      const type = `pulumi-nodejs:dynamic/reseller:${kind}`;
      const urn = `urn:pulumi:test::realm::${type}::${name}`;
      return [
        name,
        {
          type,
          urn,
          name,
          props,
          opts: { protect: false },
          propertyDependencies: {} as Record<string, PolicyResource[]>,
        },
      ];
    }),
  );
  for (const { name, behind = {} } of drafts)
    for (const [field, names] of Object.entries(behind))
      made.get(name)!.propertyDependencies[field] = names.map((other) => made.get(other)!);
  const host: PolicyResource = {
    type: "pulumi:providers:pulumi-nodejs",
    urn: "urn:pulumi:test::realm::pulumi:providers:pulumi-nodejs::default",
    name: "default",
    props: { "reseller:token": TOKEN, ...settings },
    opts: { protect: false },
    propertyDependencies: {},
  };
  return [host, ...made.values()];
}

/** What is reported, as `policy at-resource: message`. */
function reported(
  drafts: readonly Draft[],
  options: PolicyOptions = {},
  settings: object = { "reseller:portal": "csp" },
) {
  const resources = stackOf(drafts, settings);
  return realmPolicies(options).flatMap((policy) => {
    const found: string[] = [];
    policy.validateStack({ resources }, (message, urn) =>
      found.push(`${policy.name} ${urn?.split("::").pop() ?? "-"}: ${message}`),
    );
    return found;
  });
}

const acme = resource("Account", "acme", {
  name: "Acme AG",
  state: "production",
  availableServices: ["openstack"],
  uprovideAccount: "UP-1",
});
const anna = resource(
  "User",
  "anna",
  {
    account: "a-1",
    username: "anna",
    email: "anna@acme.example.com",
    firstName: "Anna",
    lastName: "K",
    profiles: ["User-Adm"],
  },
  { account: ["acme"] },
);

describe("policies of a realm", () => {
  it("say nothing about a sound one", () => {
    expect(reported([acme, anna])).toEqual([]);
  });

  it.each<{ what: string; drafts: Draft[]; says: string }>([
    {
      what: "what a portal lacks",
      drafts: [resource("Account", "b", { ...acme.props, name: "B", phone: "1" })],
      says: "declaration b: Account b: phone is not a field of the Cloud Service Portal: people are declared as User resources",
    },
    {
      what: "a rule of one resource",
      drafts: [resource("Account", "b", { ...acme.props, state: "disabled" })],
      says: 'csp-C3 b: Account b: state is "disabled", which only the portal\'s provider sets',
    },
    {
      what: "a rule that a field's format comes from",
      drafts: [resource("Account", "b", { ...acme.props, primaryColor: "red" })],
      says: 'csp-C4 b: Account b: primaryColor is "red", but must be a hexadecimal colour',
    },
    {
      what: "a rule between resources, before ids are known",
      drafts: [
        acme,
        resource("ServiceActivation", "s3", { account: UNKNOWN_TEXT, service: "s3" }, { account: ["acme"] }),
      ],
      says: "csp-V2 s3: ServiceActivation s3: service is s3, which the account acme doesn't have",
    },
    {
      what: "the same object twice",
      drafts: [acme, resource("Account", "again", acme.props)],
      says: "declared-once again: Account again: name together with the kind names the same object as the resource acme",
    },
    {
      what: "a customer's user with a profile of the reseller's, with its id known",
      drafts: [
        acme,
        resource("Profile", "desk", { name: "Desk", level: "reseller", permissions: ["show_clients"] }),
        resource(
          "User",
          "bob",
          { ...anna.props, username: "bob", profiles: ["p-9"] },
          { account: ["acme"], profiles: ["desk"] },
        ),
        anna,
      ],
      says: 'csp-U2 bob: User bob: profiles names the reseller profile "Desk"',
    },
    {
      what: "rights over other accounts",
      drafts: [
        acme,
        resource("Profile", "desk", { name: "Desk", level: "reseller", permissions: ["show_clients"] }),
        resource(
          "User",
          "bob",
          { ...anna.props, username: "bob", profiles: ["p-9"] },
          { account: ["acme"], profiles: ["desk"] },
        ),
        anna,
      ],
      says: "ESC-01 bob: bob of Acme AG may, in every account: see all customers and enter their areas. Remove the profile or the permission",
    },
    {
      what: "an account without administrator",
      drafts: [acme, resource("User", "bob", { ...anna.props, profiles: ["User"] }, { account: ["acme"] })],
      says: "OWN-01 acme: Nobody of Acme AG can manage its people",
    },
    {
      what: "projects that share out more than there is",
      drafts: [
        acme,
        anna,
        resource("Project", "main", { account: "a-1", name: "main" }, { account: ["acme"] }),
        resource("Quota", "q", { account: "a-1", region: "ch-1", limits: LIMITS }, { account: ["acme"] }),
        resource(
          "Quota",
          "of-main",
          { account: "a-1", project: "m-1", region: "ch-1", limits: { ...LIMITS, vcpus: 11 } },
          { account: ["acme"], project: ["main"] },
        ),
      ],
      says: "QUO-02 q: The projects of Acme AG together exceed its limits in ch-1: 11 vcpus of 10.",
    },
    {
      what: "a limit below use",
      drafts: [
        acme,
        anna,
        resource(
          "Quota",
          "q",
          { account: "a-1", region: "ch-1", limits: LIMITS, used: { vcpus: 12 } },
          { account: ["acme"] },
        ),
      ],
      says: "QUO-03 q: Acme AG is left in ch-1 with less than it uses: 10 vcpus (12 in use).",
    },
  ])("report $what, in whatever order the engine has it", ({ drafts, says }) => {
    expect(reported(drafts).filter((line) => line.startsWith(says))).toHaveLength(1);
    expect(reported([...drafts].reverse())).toEqual(reported(drafts));
  });

  it("hold the realm against the team's review.yaml, and leave out what it accepts", () => {
    const quota = resource("Quota", "q", { account: "a-1", region: "ch-1", limits: LIMITS }, { account: ["acme"] });
    const review = {
      pools: { "ch-1": { vcpus: 8 } },
      administrators: { least: 1, required: ["User/anna"] },
      accept: [
        { finding: "QUO-01", subject: "quota ch-1 vcpus", reason: "ordered", owner: "eva", expires: "2026-12-31" },
        { finding: "IRR-01", subject: "User/other", reason: "of a change", owner: "eva", expires: "2020-12-31" },
      ],
    };
    const lines = reported([acme, anna, quota], { review, today: "2026-12-31" });
    expect(lines).toEqual([expect.stringMatching(/^OWN-04 anna: anna of Acme AG is required as an administrator/)]);
    expect(reported([acme, anna, quota], { review, today: "2027-01-01" })).toContain(
      "QUO-01 -: The limits of all accounts add up to 10 vcpus in ch-1, and the pool is 8. Lower some of the limits, or raise `pools` in review.yaml when more capacity is available.",
    );
  });

  it("say so where nobody knows which portal a resource is for, and take the word of whoever does", () => {
    const apart = resource("Account", "b", { ...acme.props, state: "disabled", connection: "other" });
    expect(reported([apart])).toEqual([
      expect.stringMatching(/^portal-known b: The stack's settings don't have the portal of the connection other/),
    ]);
    expect(reported([apart], { connections: { other: "csp" } })).toEqual([expect.stringMatching(/^csp-C3 b/)]);
    const connections = JSON.stringify({ other: { portal: "csp", token: TOKEN } });
    expect(reported([apart], {}, { "reseller:connections": connections })).toEqual([
      expect.stringMatching(/^csp-C3 b/),
    ]);
  });

  it("never print a credential, whatever somebody has put it into", () => {
    const lines = reported([resource("Account", "b", { ...acme.props, state: TOKEN })]);
    expect(lines).toEqual([expect.stringContaining("[secret]")]);
    expect(lines.join("\n")).not.toContain(TOKEN);
  });

  it("never print what the program gave as a secret, nor what is secret by its kind", () => {
    const given = { ...acme.props, state: "Mark3d-state", [SECRETS_INPUT]: ["state"] };
    expect(reported([resource("Account", "b", given)]).join("\n")).toMatch(/state is .*\[secret\]/);
    expect(reported([resource("Account", "b", given)]).join("\n")).not.toContain("Mark3d");
  });

  it("ask about a right that can't be told, and take nothing for certain", () => {
    const bob = resource("User", "bob", { ...anna.props, profiles: [UNKNOWN_TEXT] }, { account: ["acme"] });
    expect(reported([acme, bob]).filter((line) => line.startsWith("cannot-tell"))).toHaveLength(1);
  });

  it("are named after all rules that can be broken by a realm as it stands", () => {
    const names = realmPolicies().map(({ name }) => name);
    const rules = PORTAL_NAMES.flatMap((portal) => portalNamed(portal).rules).filter(
      ({ severity, places }) => severity !== "kept" && places.includes("program"),
    );
    const named = rules.filter(({ id }) => names.includes(id.replace("/", "-")));
    expect(named).toEqual(rules.filter(({ about }) => about !== "change"));
    expect(rules.filter(({ about }) => about === "change").map(({ id }) => id)).toEqual([
      ...["csp/C6", "csp/V3", "csp/P4", "csp/P5", "csp/Q8", "csp/A2", "csp/A5"],
      ...["scaleway/C5", "scaleway/C6", "scaleway/C7"],
      ...["gridscale/L2", "gridscale/L7"],
    ]);
    expect(names.filter((name) => !/^[a-zA-Z0-9-]{1,100}$/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("have the level of the rule, unless somebody says otherwise", () => {
    const levelOf = (name: string, options: PolicyOptions = {}) =>
      realmPolicies(options).find((policy) => policy.name === name)?.enforcementLevel;
    expect([levelOf("csp-U2"), levelOf("csp-Q3"), levelOf("ESC-01"), levelOf("QUO-01")]).toEqual([
      ...["mandatory", "advisory", "mandatory", "advisory"],
    ]);
    expect(levelOf("csp-U2", { levels: { "csp-U2": "disabled" } })).toBe("disabled");
    expect(() => realmPolicies({ levels: { "csp-U22": "disabled" } })).toThrow('"csp-U22"; did you mean csp-U2');
    expect(() => realmPolicies({ review: "/nowhere/review.yaml" })).toThrow("/nowhere/review.yaml can't be read");
  });

  it.each(PORTAL_NAMES)(
    "find nothing in what %s's rules about changes look at, as long as nothing changes",
    (name: PortalName) => {
      const portal = portalNamed(name);
      const lock = {
        kind: "Account" as const,
        label: "a",
        inputs: { ...acme.props, state: "trial", locked: true },
        references: {},
      };
      const broken = ownFindings(portal, [lock], ({ inputs }) => inputs).flatMap(({ rule }) => rule ?? []);
      const ofChanges = portal.rules.filter(({ about }) => about === "change").map(({ id }) => id);
      expect(broken.filter((rule) => ofChanges.includes(rule))).toEqual([]);
    },
  );
});
