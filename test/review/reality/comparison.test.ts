import type { Holding, Report } from "../../../review/report";
import { type Answer, compared, type Place, projectAndCondition, REALM, type Wording } from "./comparison";

const place: Place = {
  accounts: new Map([
    ["id-acme", "Account/acme"],
    ["id-beta", "Account/beta"],
    ["id-other", "id-other"],
  ]),
  closed: new Set(["Account/beta"]),
  projects: new Map([["id-web", "Project/web"]]),
};

/** Rights with `realm` in their names are of the realm alone. */
const wording: Wording = {
  everywhere: (permission) => ({ inRealm: true, inAccounts: !permission.includes("realm") }),
  limit: projectAndCondition,
};

type Said = readonly [scope: string, permission: string, after: Holding, limit?: string];

/** As much of a review as is compared. */
function report(...said: readonly Said[]): Report {
  return {
    permissions: said.map(([, name]) => ({ name })),
    rights: said.map(([, , after, limit], permission) => [{ permission, after, limit }]),
    access: said.map(([scope], rights) => ({ person: "User/anna", scope, rights })),
  } as unknown as Report;
}

function answer(...access: Answer["access"]): Answer {
  return { canLogIn: true, because: null, access };
}

function problems(review: Report, of: Answer): readonly string[] {
  return compared(review, "User/anna", of, place, wording).differences;
}

describe("what a review says of a person, held against what the portal answers", () => {
  const inAcme = { account: "id-acme", permissions: ["view"] };

  it("is the same where both have the same, under the names that each has for it", () => {
    expect(problems(report(["Account/acme", "view", "yes"]), answer(inAcme))).toEqual([]);
    expect(problems(report(["id-acme", "view", "yes"]), answer(inAcme))).toEqual([]);
    expect(problems(report([REALM, "view", "yes"]), answer({ ...inAcme, account: null }))).toEqual([]);
    expect(
      problems(
        report(["Account/acme", "panel:Users", "yes"]),
        answer({ ...inAcme, permissions: [], panels: ["Users"] }),
      ),
    ).toEqual([]);
  });

  it("is too much, or too little, in words that name the person, the permission and the place", () => {
    expect(problems(report(["Account/acme", "own", "yes"]), answer(inAcme))).toEqual([
      "the review gives User/anna what the portal does not: own in Account/acme",
      "the review does not give User/anna what the portal does: view in Account/acme",
    ]);
    expect(problems(report(["Account/acme", "view", "no"]), answer(inAcme))).toHaveLength(1);
  });

  it("may be more or less where the review is not sure, and counts as that", () => {
    const unsure = report(["Account/acme", "view", "maybe"], ["Account/acme", "own", "maybe"]);
    expect(problems(unsure, answer(inAcme))).toEqual([]);
    expect(problems(unsure, answer())).toEqual([]);
    const untold = report(["Account/acme", "?", "maybe"]);
    expect(problems(untold, answer(inAcme))).toEqual([]);
    expect(problems(untold, answer({ ...inAcme, account: null }))).toHaveLength(1);
    const { granted, certain } = compared(unsure, "User/anna", answer(inAcme), place, wording);
    expect([granted, certain]).toEqual([1, 0]);
  });

  it("is nothing at all of somebody who is shut out, not even perhaps", () => {
    const out: Answer = { canLogIn: false, because: "the person is locked", access: [] };
    expect(problems(report(), out)).toEqual([]);
    expect(problems(report(["Account/acme", "view", "maybe"]), out)).toEqual([
      "the review gives User/anna what the portal does not (the person is locked): view in Account/acme",
    ]);
  });

  it("holds in every account that can be entered, declared or not, where it holds everywhere", () => {
    const everywhere = report(["*", "view", "yes"], ["*", "realm-only", "yes"]);
    const all = [
      { account: null, permissions: ["view", "realm-only"] },
      inAcme,
      { account: "id-other", permissions: ["view"] },
    ];
    expect(problems(everywhere, answer(...all))).toEqual([]);
    expect(problems(everywhere, answer(...all.slice(0, 2)))).toHaveLength(1);
    expect(problems(everywhere, answer(...all, { account: "id-beta", permissions: ["view"] }))).toHaveLength(1);
  });

  it("leaves out what only one of the two tells of somebody", () => {
    const withoutOwn: Wording = {
      ...wording,
      isCompared: ({ permission }, { access }) => permission !== "own" || access.length > 1,
    };
    const of = (review: Report, said: Answer) => compared(review, "User/anna", said, place, withoutOwn).differences;
    const more = { ...inAcme, permissions: ["view", "own"] };
    expect(of(report(["Account/acme", "view", "yes"]), answer(more))).toEqual([]);
    expect(of(report(["Account/acme", "view", "yes"], ["Account/acme", "own", "yes"]), answer(inAcme))).toEqual([]);
    expect(of(report(["Account/acme", "view", "yes"]), answer(more, inAcme))).toHaveLength(1);
  });

  it("is another right with another limit, and none beside the same without one", () => {
    const web = { ...inAcme, project: "id-web" };
    const condition = 'request.ip == "203.0.113.7, 203.0.113.8"';
    const under = { ...inAcme, condition };
    expect(problems(report(["Account/acme", "view", "yes", "project Project/web"]), answer(web))).toEqual([]);
    expect(problems(report(["Account/acme", "view", "yes", "project id-web"]), answer(web))).toEqual([]);
    expect(problems(report(["Account/acme", "view", "yes", `where ${condition}`]), answer(under))).toEqual([]);
    const both = `project Project/web, where ${condition}`;
    expect(problems(report(["Account/acme", "view", "yes", both]), answer({ ...web, condition }))).toEqual([]);
    expect(problems(report(["Account/acme", "view", "yes"]), answer(web))).toHaveLength(1);
    expect(problems(report(["Account/acme", "view", "yes", "project Project/web"]), answer(inAcme))).toHaveLength(1);
    expect(problems(report(["Account/acme", "view", "yes", both]), answer(web))).toHaveLength(1);
    const more = report(["Account/acme", "view", "yes"], ["Account/acme", "view", "yes", "project Project/web"]);
    expect(problems(more, answer(inAcme))).toEqual([]);
    expect(problems(report(["Account/acme", "view", "yes"]), answer(inAcme, web))).toEqual([]);
  });

  it("reads the limits as they are written", () => {
    expect(projectAndCondition("project A")).toEqual({ project: "A" });
    expect(projectAndCondition("where a, where b")).toEqual({ condition: "a, where b" });
    expect(projectAndCondition("project A, where x")).toEqual({ project: "A", condition: "x" });
    expect(() => projectAndCondition("in winter")).toThrow("in winter");
  });
});
