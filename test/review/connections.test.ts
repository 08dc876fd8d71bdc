import { type Report, reviewPlan } from "../../review";
import { planText, type WrittenResource } from "./planText";

const SETTINGS = {
  "reseller:portal": "csp",
  "reseller:endpoint": "https://portal.example/api",
  "reseller:connections": { b: { portal: "csp", endpoint: "https://other-name.example/api" } },
};
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
