import { askedPortals } from "../../../cli/askedPortals";
import { parsePlan } from "../../../engine/digest";
import { readPlan } from "../../../engine/plannedResource";
import { QUIET } from "../../support/quiet";
import type { PortalName } from "../../../provider/portals/list";
import { type Report, reviewPlan } from "../../../review";
import { enginePlan, type PlanEdits } from "../../drift/enginePlan";
import { acme, clientUser, resource, CspBench } from "../../portals/csp/bench";
import { account, GridscaleBench, person } from "../../portals/gridscale/bench";
import { member, profile, ScalewayBench } from "../../portals/scaleway/bench";
import { type Bench, type Inputs, ref } from "../../support/bench";
import type { ProgramResource } from "../../support/miniEngine";

/** A small realm on one portal, and what somebody does to it by hand. */
interface Place {
  readonly bench: Bench;
  readonly program: readonly ProgramResource[];
  /** Anna gets more than Git says, without anybody declaring it. */
  moreByHand(): Promise<void>;
  /** A change of Git that has nothing to do with that, and writes the same object. */
  readonly change: { readonly label: string; readonly field: string };
  /** The right that Anna has by hand. */
  readonly right: string;
  /** Zoe is made by hand, and has what Anna has. */
  zoeByHand(): Promise<void>;
  /** A change of Git that takes something from everybody who has what Anna has. */
  readonly taken: { readonly label: string; readonly inputs: Inputs };
  /** What is made by hand and Git declares as its own, with more rights; whom it then reaches, and whom it is said of. */
  adoptable(): Promise<Omit<ProgramResource, "dependsOn">>;
  readonly adopted: string;
}

async function cspPlace(): Promise<Place> {
  const bench = await CspBench.start();
  const { portal } = bench;
  const desk = { name: "Desk", level: "client", permissions: ["create_user", "show_users"] };
  const people = () => `/clients/${bench.id("acme")}/users`;
  const zoe = async (profileId: string) => {
    const body = { username: "zoe", email: "zoe@example.com", firstName: "By", lastName: "Hand", profileId };
    await portal.post(people(), body);
  };
  const profileId = async (name: string) => (await portal.one("/profiles", "name", name)).id;
  return {
    bench,
    program: [acme(), resource("Profile", "desk", desk), clientUser("anna", { profiles: [ref("desk")] })],
    async moreByHand() {
      const found = await portal.one("/profiles", "name", "Desk");
      await portal.patch(`/profiles/${found.id}`, found, { permissions: [...desk.permissions, "delete_user"] });
    },
    change: { label: "desk", field: "description" },
    right: "delete_user",
    zoeByHand: async () => zoe(await profileId("Desk")),
    taken: { label: "desk", inputs: { permissions: ["show_users"] } },
    async adoptable() {
      await portal.post("/profiles", { name: "Old", level: "client", permissions: ["show_users"] });
      await zoe(await profileId("Old"));
      return resource("Profile", "old", { name: "Old", level: "client", permissions: ["show_users", "delete_user"] });
    },
    adopted: "User/zoe of Acme AG (not declared)",
  };
}

async function scalewayPlace(): Promise<Place> {
  const bench = await ScalewayBench.start();
  const { portal } = bench;
  const rules = (...permissionSets: string[]) => [{ permissionSets, scope: "organization" }];
  const sets = ["BillingReadOnly", "IAMReadOnly"];
  const zoe = async (group: string) => {
    const user = await portal.api("POST", "/iam/v1alpha1/users", {
      member: { username: "zoe", email: "zoe@example.com", last_name: "Hand" },
    });
    const { id } = await portal.group(group);
    await portal.api("POST", `/iam/v1alpha1/groups/${String(id)}/add-member`, { user_id: user["id"] });
  };
  return {
    bench,
    program: [profile("desk", { rules: rules(...sets) }), member("anna", { profiles: [ref("desk")] })],
    moreByHand: async () => portal.setRules(String((await portal.policy("desk"))["id"]), [...sets, "IAMManager"]),
    change: { label: "desk", field: "description" },
    right: "IAMManager",
    zoeByHand: () => zoe("desk"),
    taken: { label: "desk", inputs: { rules: rules("IAMReadOnly") } },
    async adoptable() {
      const group = await portal.api("POST", "/iam/v1alpha1/groups", { name: "old", organization_id: portal.ownId });
      await portal.api("POST", "/iam/v1alpha1/policies", {
        name: "old",
        organization_id: portal.ownId,
        group_id: group["id"],
        rules: [{ permission_set_names: ["IAMReadOnly"], organization_id: portal.ownId }],
      });
      await zoe("old");
      return profile("old", { rules: rules("IAMReadOnly", "IAMManager") });
    },
    adopted: "User/zoe (not declared)",
  };
}

async function gridscalePlace(): Promise<Place> {
  const bench = await GridscaleBench.start();
  const { portal } = bench;
  const found = async (email: string) =>
    String((await portal.users()).find((user) => user["email"] === email)!["user_uuid"]);
  const give = async (email: string, level: string) =>
    portal.call("addContractUser", { contractId: bench.id("acme") }, { user_uuid: await found(email), level });
  return {
    bench,
    program: [account("acme"), person("anna", { access: [{ account: ref("acme"), profile: "Read Only" }] })],
    moreByHand: async () => {
      const userId = await found(String(bench.engine.resources.get("anna")!.inputs["email"]));
      await portal.call("changeContractUser", { contractId: bench.id("acme"), userId }, { level: "admin" });
    },
    change: { label: "anna", field: "lastName" },
    right: "manage_users",
    zoeByHand: async () => {
      await portal.call("createUser", {}, { email: "zoe@example.com", last_name: "Hand" });
      await give("zoe@example.com", "read");
    },
    taken: { label: "acme", inputs: { locked: true } },
    adoptable: async () => {
      await portal.call("createUser", {}, { email: "zoe@example.com", last_name: "Hand" });
      await give("zoe@example.com", "read");
      return person("old", { email: "zoe@example.com", access: [{ account: bench.id("acme"), profile: "Admin" }] });
    },
    adopted: "User/old",
  };
}

const PLACES: readonly { readonly name: PortalName; readonly open: () => Promise<Place> }[] = [
  { name: "csp", open: cspPlace },
  { name: "scaleway", open: scalewayPlace },
  { name: "gridscale", open: gridscalePlace },
];

describe.each(PLACES)("a review that asks the portal, on $name", ({ name, open }) => {
  let place: Place;
  beforeEach(async () => {
    place = await open();
    await place.bench.up(...place.program);
  });
  afterEach(() => place.bench.close());

  const reviewed = async (edits: PlanEdits, live = true): Promise<Report> => {
    const plan = enginePlan(place.bench.engine.resources, edits);
    const asked = live ? await askedPortals(readPlan(parsePlan(plan)), place.bench.readSettings(), QUIET) : undefined;
    return reviewPlan(plan, { portals: { "": name }, ...(asked === undefined ? {} : { live: asked }) });
  };
  const edited = (label: string, inputs: Inputs): PlanEdits => ({
    git: { [label]: { ...place.bench.engine.resources.get(label)!.inputs, ...inputs } },
  });
  const harmless = () => edited(place.change.label, { [place.change.field]: "New" });
  /** What becomes of somebody's right, wherever it holds. */
  const fate = ({ access, rights, permissions }: Report, who: string, right: string) =>
    access
      .filter(({ person: key }) => key === who)
      .flatMap(({ rights: of }) => rights[of]!)
      .filter(({ permission }) => permissions[permission]!.name === right)
      .map(({ change }) => change);
  const gainers = ({ findings }: Report) => [...new Set(findings.flatMap(({ people }) => people))];

  it("finds nothing where nothing was done by hand, over lists that are asked for once, and writes nothing", async () => {
    await place.bench.resetCalls();
    const report = await reviewed({});
    expect([report.verdict, report.completeness.gaps, report.headline]).toEqual([
      "nothing",
      [],
      "Nothing to review: the plan changes nothing.",
    ]);
    expect(await place.bench.writes()).toEqual({});
    const lists = Object.entries(await place.bench.calls()).filter(([route]) => !/\{|\/rules/.test(route));
    for (const [route, count] of lists) expect([route, count]).toEqual([route, 1]);
    expect(lists.length).toBeGreaterThan(1);
  });

  it("a right that was given by hand is lost where the change writes the object, and stays where it doesn't", async () => {
    await place.moreByHand();
    expect(fate(await reviewed(harmless(), false), "User/anna", place.right)).toEqual([]);
    expect(fate(await reviewed({}), "User/anna", place.right)).toEqual(["none"]);
    const report = await reviewed(harmless());
    expect([fate(report, "User/anna", place.right), report.completeness.gaps]).toEqual([["lost"], []]);
  });

  it("somebody whom nobody declared is named where a change reaches them", async () => {
    await place.zoeByHand();
    const change = edited(place.taken.label, place.taken.inputs);
    const named = ({ people }: Report) => people.filter(({ change: of }) => of !== "none").map(({ name: of }) => of);
    expect(named(await reviewed(change, false))).toHaveLength(1);
    const report = await reviewed(change);
    expect(named(report)).toEqual([expect.stringContaining("anna"), expect.stringContaining("zoe")]);
    expect(report.people.filter(({ name: of }) => of.startsWith("zoe"))).toMatchObject([
      { declared: false, before: true, after: true },
    ]);
  });

  it("what is adopted is changed, with whoever has it, and never new", async () => {
    const { kind, label, inputs } = await place.adoptable();
    const added = [{ kind, label, inputs: { ...inputs, adopt: true } }];
    const report = await reviewed({ added });
    expect([gainers(report), report.completeness.gaps]).toEqual([[place.adopted], []]);
    expect(fate(report, place.adopted, place.right)).toEqual(["gained"]);
    expect(report.findings.map(({ id }) => id)).not.toContain("ESC-04");
  });

  it("says what was asked and when, and the same answers give the same bytes but for the time", async () => {
    await place.zoeByHand();
    const [first, second] = [await reviewed(harmless()), await reviewed(harmless())];
    const [asked] = first.completeness.live!;
    expect(asked).toMatchObject({
      portal: name,
      asked: expect.arrayContaining([{ kind: "User", count: expect.any(Number) as number }]) as object,
    });
    expect(Number.isNaN(Date.parse(asked!.at))).toBe(false);
    const timeless = (report: Report) => JSON.stringify(report).replaceAll(report.completeness.live![0]!.at, "");
    expect(timeless(second)).toBe(timeless(first));
    const without = await reviewed(harmless(), false);
    expect(without.completeness.live).toBeUndefined();
    expect(without.completeness.notLookedAt.join()).toContain("manually at the portal");
    expect(without.planHash).toBe(first.planHash);
  });

  it("who is gone at the portal can't be told of", async () => {
    const id = place.bench.id("anna");
    const report = await reviewed(harmless());
    expect(report.completeness.gaps).toEqual([]);
    const plan = enginePlan(place.bench.engine.resources, harmless()).replaceAll(id, "somebody-else");
    const live = await askedPortals(readPlan(parsePlan(plan)), place.bench.readSettings(), QUIET);
    const { verdict, completeness } = reviewPlan(plan, { portals: { "": name }, live });
    expect(verdict).toBe("cannot tell");
    expect(completeness.gaps).toContainEqual(
      expect.stringMatching(/^User\/anna is in the state and not in the portal's list/),
    );
  });
});
