import fc from "fast-check";
import type { PortalName } from "../../provider/portals/list";
import { parseReviewFile, type Report, reviewPlan } from "../../review";
import { fixtureOf, fixtures } from "../portals/list";
import { planText, same, type WrittenResource } from "./planText";
import { runs } from "../support/runs";

/** Names in review.yaml that nobody has, on realms that stay as they are. */

function reviewed(portal: PortalName, file: string, failOn?: Report["failOn"]): Report {
  return reviewPlan(planText(fixtureOf(portal).names().realm, { config: { "reseller:portal": portal } }), {
    file: parseReviewFile(file),
    today: "2027-03-01",
    ...(failOn === undefined ? {} : { failOn }),
  });
}

const idsOf = (report: Report) => report.findings.map(({ id }) => id);

/** A guard for each part of review.yaml, with a name in it, and the finding where nobody has that name. */
const GUARDS: readonly (readonly [
  finding: string,
  about: "person" | "account" | "profile" | "permission",
  file: string,
])[] = [
  ["OWN-05", "person", "administrators: { required: [NAME] }"],
  ["ASR-02", "person", "assertions: [{ name: a, who: { people: [NAME] }, never: { power: realm, where: elsewhere } }]"],
  ["ASR-02", "account", "assertions: [{ name: a, who: { account: NAME }, never: { power: realm, where: elsewhere } }]"],
  ["ASR-02", "permission", "assertions: [{ name: a, who: { account: Acme AG }, never: { permissions: [NAME] } }]"],
  ["REF-01", "person", "assertions: [{ name: a, who: { not: [NAME] }, never: { power: realm, where: own } }]"],
  ["CEI-02", "account", "ceilings: [{ name: a, account: NAME, permissions: ['*'] }]"],
  ["CEI-02", "profile", "ceilings: [{ name: a, profile: NAME, permissions: ['*'] }]"],
  ["REF-01", "permission", "ceilings: [{ name: a, account: Acme AG, permissions: [NAME] }]"],
  ["EXP-03", "person", "expiries: [{ person: NAME, until: 2027-12-31, reason: r }]"],
  ["EXP-03", "profile", "expiries: [{ person: User/eva, profile: NAME, until: 2027-12-31, reason: r }]"],
  ["APR-01", "account", "approvals: [{ by: a, account: NAME }]"],
];

const THERE = {
  person: ["User/eva", "User/kim"],
  account: ["Account/acme", "Acme AG"],
  profile: ["Profile/desk", "Support Desk", "User-Adm", "User", "Client-Adm"],
  permission: ["show_users", "reset_password", "manage_kubernetes", "panel:Users"],
};
const OF_GUARDS = ["OWN-05", "ASR-02", "CEI-02", "EXP-03", "APR-01", "QUO-04", "REF-01"];

describe("a name in review.yaml", () => {
  it.each(GUARDS)("that nobody has is %s, as a %s in %s", (id, about, file) => {
    const withName = (name: string) => reviewed("csp", file.replace("NAME", JSON.stringify(name)));
    for (const name of THERE[about])
      expect(idsOf(withName(name)).filter((found) => OF_GUARDS.includes(found))).toEqual([]);
    fc.assert(
      fc.property(
        fc.constantFrom(...THERE[about]),
        fc.nat(),
        fc.constantFrom("x", "-", "é", " ", "A"),
        (name, place, letter) => {
          const at = place % (name.length + 1);
          const wrong = `${name.slice(0, at)}${letter}${name.slice(at)}`;
          const { findings } = withName(wrong);
          const found = findings.find((finding) => finding.id === id);
          expect(found?.sentence).toContain("doesn't exist");
          expect(found?.sentence).toContain("did you mean");
          expect(found?.source).toEqual({ file: "review.yaml", line: 1 });
        },
      ),
      { numRuns: runs(40) },
    );
  });

  it("that nobody has blocks as what it guards, and no lighter", () => {
    const assertion = "assertions: [{ name: a, who: { people: [User/evaa] }, never: { power: realm } }]";
    expect(reviewed("csp", assertion).verdict).toBe("blocked");
    expect(reviewed("csp", "expiries: [{ person: User/evaa, until: 2027-01-01, reason: r }]").verdict).toBe("approval");
    expect(reviewed("csp", "expiries: [{ person: User/evaa, until: 2027-01-01, reason: r }]", "risk").verdict).toBe(
      "blocked",
    );
    expect(reviewed("csp", assertion.replace("evaa", "eva")).verdict).not.toBe("blocked");
  });

  it("can be accepted like any other finding, and an acceptance of nothing says what is near", () => {
    const file = `
expiries: [{ person: User/evaa, until: 2027-01-01, reason: r }]
accept:
  - { finding: EXP-03, subject: expiry User/evaa, reason: r, owner: o, expires: 2027-12-31 }
  - { finding: EXP-03, subject: expiry User/eva, reason: r, owner: o, expires: 2027-12-31 }`;
    const { findings } = reviewed("csp", file);
    expect(findings.map(({ id, accepted, source }) => [id, accepted !== undefined, source?.line])).toEqual([
      ["ACP-02", false, 5],
      ["EXP-03", true, 2],
    ]);
    expect(findings[0]!.sentence).toContain("(did you mean expiry User/evaa?)");
  });

  it.each(
    fixtures.flatMap(({ name: portal, names }) => names().guards.map(([file, ids]) => [portal, file, ids] as const)),
  )("means what %s calls so: %s", (portal, file, ids) => {
    expect(idsOf(reviewed(portal, file)).filter((id) => OF_GUARDS.includes(id))).toEqual(ids);
  });

  it("of a region or a limit is a finding where there are quotas, and nothing where there is none yet", () => {
    const quota = same("Quota", "quota", { account: "id-acme", region: "ch-1", limits: { vcpus: 8 } });
    const ids = (resources: readonly WrittenResource[], pools: string) =>
      idsOf(
        reviewPlan(
          planText([...fixtureOf("csp").names().realm, ...resources], { config: { "reseller:portal": "csp" } }),
          {
            file: parseReviewFile(`pools: ${pools}`),
            today: "2027-03-01",
          },
        ),
      );
    expect(ids([quota], "{ ch-1: { vcpus: 500 } }")).toEqual([]);
    expect(ids([quota], "{ ch-l: { vcpus: 500 } }")).toEqual(["QUO-04"]);
    expect(ids([quota], "{ ch-1: { vcpu: 500 } }")).toEqual(["QUO-04"]);
    expect(ids([], "{ ch-1: { vcpus: 500 } }")).toEqual([]);
  });

  it("is asked of all portals and nobody where a plan has nothing of theirs", () => {
    const report = reviewPlan(planText([]), { file: parseReviewFile("administrators: { required: [User/eva] }") });
    expect(report.findings).toEqual([]);
  });
});
