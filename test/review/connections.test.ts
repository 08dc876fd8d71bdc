import { parsePlan } from "../../engine/digest";
import { readPlan } from "../../engine/plannedResource";
import { type Report, reviewPlan } from "../../review";
import { planText, type WrittenResource } from "./planText";

const SETTINGS = {
  "reseller:portal": "csp",
  "reseller:endpoint": "https://portal.example/api",
  "reseller:connections": { b: { portal: "csp", endpoint: "https://other-name.example/api" } },
};
/** Two realms of two portals by provider resources; the stack's settings name none. */
function withProviders(): { readonly steps: Step[]; readonly changeSummary: object } {
  const step = (op: string, urn: string, state: object): Step => ({
    op,
    urn,
    newState: { urn, custom: true, ...state },
  });
  const provider = (name: string, inputs: object) =>
    step("create", providerUrn(name), { type: "pulumi:providers:reseller", inputs });
  const profile = (name: string, of: string, inputs: object) =>
    step("create", `urn:pulumi:test::realm::reseller:index:Profile::${name}`, {
      type: "reseller:index:Profile",
      provider: `${providerUrn(of)}::04da6b54-80e4-46f7-96ec-b56ff0331ba9`,
      inputs,
    });
  const { connection: _, ...manager } = MANAGER;
  const steps = [
    provider("eu", { portal: "csp", endpoint: "https://one.example/api", token: "[secret]" }),
    provider("us", {
      endpoint: "https://other.example/api",
      connections: '{"x":{"portal":"csp","endpoint":"https://third.example"}}',
    }),
    profile("clerk", "eu", CLERK),
    profile("manager", "us", manager),
    profile("other", "us", { ...manager, connection: "x" }),
  ];
  return { steps, changeSummary: { create: steps.length } };
}

interface Step {
  readonly op: string;
  readonly urn: string;
  readonly newState: object;
}

function providerUrn(name: string): string {
  return `urn:pulumi:test::realm::pulumi:providers:reseller::${name}`;
}

const CLERK = { name: "Clerk", level: "client", permissions: ["show_users"] };
const MANAGER = { ...CLERK, permissions: ["show_users", "create_user"], connection: "b" };

function reviewed(...ids: readonly string[]): Report {
  const resources: readonly WrittenResource[] = [
    { kind: "Profile", name: "clerk", before: CLERK, after: CLERK },
    { kind: "Profile", name: "manager", before: MANAGER, after: MANAGER },
    { kind: "Account", name: "acme", after: { name: "Acme AG", state: "trial", uprovideAccount: "UP-1" } },
  ].map((resource, index) => ({
    ...resource,
    kind: resource.kind as WrittenResource["kind"],
    id: ids[index] ?? "acme-1",
  }));
  return reviewPlan(planText(resources, { config: SETTINGS }));
}

describe("two connections with different addresses", () => {
  it("lead to one realm where they have an object together: which of two resources for it counts can't be told", () => {
    const { verdict, completeness } = reviewed("profile_4f1c", "profile_4f1c");
    expect(completeness.gaps).toEqual([
      expect.stringContaining("Profile clerk and Profile manager are, or may be, the same object"),
    ]);
    expect(verdict).toBe("cannot tell");
  });

  it.each([
    ["have objects of their own", "profile_4f1c", "profile_77aa"],
    ["have objects of the same number, as portals that count have", "17", "17"],
  ])("are two realms where they %s", (_what, one, other) => {
    expect(reviewed(one, other).completeness.gaps).toEqual([]);
  });
});

describe("connections of provider resources", () => {
  const text = (change: object = {}) => JSON.stringify({ config: {}, diagnostics: [], ...withProviders(), ...change });

  it("are told apart by the names of the resources; a portal that none tells is the environment's, or is asked for", () => {
    const unknown = reviewPlan(text());
    expect(unknown.completeness.gaps).toEqual([expect.stringContaining("--portal us=NAME")]);
    expect(reviewPlan(text(), { portalOfEnvironment: "csp" }).completeness.gaps).toEqual([]);
    expect(readPlan(parsePlan(text())).resources.map(({ key, connection }) => [key, connection])).toEqual([
      ["Profile/clerk", "eu"],
      ["Profile/manager", "us"],
      ["Profile/other", "us/x"],
    ]);
  });

  it("can't be told apart where two resources have one name", () => {
    const { steps } = withProviders();
    const twin = steps[0]!.urn.replace("::pulumi:providers", "::acme:index:Group$pulumi:providers");
    const twice = [...steps, { ...steps[0]!, urn: twin, newState: { ...steps[0]!.newState, urn: twin } }];
    const { completeness } = reviewPlan(text({ steps: twice, changeSummary: { create: twice.length } }), {
      portalOfEnvironment: "csp",
    });
    expect(completeness.gaps).toEqual([expect.stringContaining("Two provider resources are called eu")]);
  });
});
