import { kinds, type KindName } from "../../../provider/model";
import { type PortalName, portalNamed } from "../../../provider/portals/list";
import type { Found } from "../../../provider/model/portal";
import { type Report, reviewPlan } from "../../../review";
import type { LiveListing, LiveRealm } from "../../../review/live/liveRealm";
import { withLive } from "../../../review/live/withLive";
import { parsePlan } from "../../../engine/digest";
import { type PlannedResource, readPlan } from "../../../engine/plannedResource";
import { planText, type WrittenResource } from "../planText";

const AT = "2027-01-31T12:00:00.000Z";

type Listed = Partial<Found> & Pick<Found, "id" | "inputs">;
type Portal = Partial<
  Record<KindName, readonly Listed[] | (Partial<Omit<LiveListing, "found">> & { readonly found: readonly Listed[] })>
>;

/** A portal that shows these objects, and nothing else of the kinds that a review asks for. */
function live(portal: PortalName, has: Portal, more: Partial<LiveRealm> = {}): LiveRealm {
  const failed = new Set(more.failed?.map(({ kind }) => kind));
  const listings = (Object.keys(kinds) as KindName[])
    .filter((kind) => !failed.has(kind))
    .map((kind): LiveListing => {
      const listed = has[kind] ?? [];
      const { found, ...about } = "found" in listed ? listed : { found: listed };
      return { kind, ...about, found: found.map((object) => ({ outputs: {}, ...object })) };
    });
  return { connection: undefined, portal, at: AT, listings, failed: [], ...more };
}

function planFor(portal: PortalName, resources: readonly WrittenResource[]): string {
  return planText(resources, { config: { "reseller:portal": portal } });
}

function review(
  portal: PortalName,
  resources: readonly WrittenResource[],
  has?: Portal,
  more?: Partial<LiveRealm>,
): Report {
  const asked = has === undefined ? undefined : [live(portal, has, more)];
  return reviewPlan(planFor(portal, resources), { failOn: "never", ...(asked === undefined ? {} : { live: asked }) });
}

function merged(portal: PortalName, resources: readonly WrittenResource[], has: Portal, adopts = false) {
  const plan = readPlan(parsePlan(planFor(portal, resources)));
  return withLive(plan.resources, [live(portal, has)], portalNamed(portal).access, adopts);
}

const resourceIn = ({ resources }: { readonly resources: readonly PlannedResource[] }, key: string) =>
  resources.find((resource) => resource.key === key)!;

/** `anna gained create_user`, for all that changes. */
function changes({ access, rights, permissions, people }: Report): string[] {
  return access
    .flatMap(({ person, rights: of }) =>
      rights[of]!.filter(({ change }) => change !== "none").map(
        ({ change, permission }) =>
          `${people.find(({ key }) => key === person)!.name} ${change} ${permissions[permission]!.name}`,
      ),
    )
    .filter((line) => !line.includes("panel:"))
    .sort();
}

const same = (kind: KindName, name: string, inputs: object, more: Partial<WrittenResource> = {}): WrittenResource => ({
  kind,
  name,
  before: inputs,
  after: inputs,
  ...more,
});

describe("Cloud Service Portal, held against what the portal has", () => {
  const acme = { name: "Acme AG", state: "production", uprovideAccount: "UP-1" };
  const storage = { name: "Storage", level: "client", permissions: ["show_s3_panel"] };
  const bob = { account: "id-acme", username: "bob", profiles: ["id-storage"] };
  const liveAcme = { id: "id-acme", inputs: acme };
  const liveStorage = { id: "id-storage", inputs: storage };
  const liveBob = { id: "id-bob", inputs: bob };
  const standard = (name: string, ...permissions: string[]) => ({
    id: `id-${name}`,
    inputs: { name, level: "client", permissions },
    builtIn: "a standard profile of the portal",
  });
  const realm = [same("Account", "acme", acme), same("Profile", "storage", storage), same("User", "bob", bob)];
  const withUser = (after: object) => [
    ...realm.slice(0, 2),
    { kind: "User" as const, name: "bob", before: bob, after },
  ];

  it("a standard profile is what it holds today, and not what the manual says", () => {
    const plan = withUser({ ...bob, profiles: ["User"] });
    expect(changes(review("csp", plan))).toContain("bob gained manage_buckets");
    const has = { Account: [liveAcme], Profile: [liveStorage, standard("User", "delete_user")], User: [liveBob] };
    const report = review("csp", plan, has);
    expect(changes(report)).toEqual(["bob gained delete_user", "bob lost show_s3_panel"]);
    expect(report.findings.flatMap(({ path }) => path.map(({ kind }) => kind))).toContain("standard profile");
    expect(report.completeness.notLookedAt.join()).not.toContain("manual");
  });

  it("people, and profiles, that only the portal has are there before and after", () => {
    const plan = [...realm, { kind: "Profile" as const, name: "new", after: { ...storage, name: "New" } }];
    const { people, accounts } = review("csp", plan, {
      Account: [liveAcme, { id: "c-2", inputs: { ...acme, name: "Beta AG" } }],
      Profile: [liveStorage],
      User: [
        liveBob,
        { id: "u-1", inputs: { ...bob, account: "c-2", username: "zoe" } },
        { id: "u-2", inputs: { ...bob, username: "zoe" } },
      ],
    });
    expect(people.map(({ key, declared }) => [key, declared])).toEqual([
      ["User/bob", undefined],
      ["User/zoe of Acme AG (not declared)", false],
      ["User/zoe of Beta AG (not declared)", false],
    ]);
    expect(accounts.map(({ key, declared }) => [key, declared])).toEqual([
      ["Account/acme", true],
      ["Account/Beta AG (not declared)", false],
    ]);
  });

  it("two objects of the same name are two", () => {
    const zoe = { ...bob, username: "zoe" };
    const { resources } = merged("csp", realm, {
      User: [liveBob, { id: "u-1", inputs: zoe }, { id: "u-2", inputs: zoe }],
    });
    expect(resources.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["User/zoe of id-acme (not declared) (u-1)", "User/zoe of id-acme (not declared) (u-2)"]),
    );
  });

  it("what is based on another has what the portal says, and after its own change what follows from it", () => {
    const derived = { name: "More", level: "client", basedOn: "id-storage", add: ["show_usage"] };
    const eva = { account: "id-acme", username: "eva", profiles: ["id-more"] };
    const has = {
      Account: [liveAcme],
      Profile: [
        liveStorage,
        { id: "id-more", inputs: { name: "More", level: "client", permissions: ["delete_user"] } },
      ],
      User: [liveBob, { id: "id-eva", inputs: eva }],
    };
    const outputs = { effectivePermissions: ["show_s3_panel", "show_usage"] };
    const others = [...realm, same("User", "eva", eva)];
    expect(changes(review("csp", [...others, same("Profile", "more", derived, { outputs })], has))).toEqual([]);
    const changed = {
      kind: "Profile" as const,
      name: "more",
      before: derived,
      after: { ...derived, description: "New" },
      outputs,
    };
    expect(changes(review("csp", [...others, changed], has))).toEqual([
      "eva gained show_s3_panel",
      "eva gained show_usage",
      "eva lost delete_user",
    ]);
  });

  it("a create is proven new, an adoption, or neither: by its natural key", () => {
    const anna = {
      kind: "User" as const,
      name: "anna",
      after: { account: "id-acme", username: "anna", profiles: ["User"] },
    };
    const there = { id: "u-9", inputs: { account: "id-acme", username: "anna", profiles: ["id-storage"] } };
    const plan = [...realm, anna];
    const of = (has: Portal, adopts: boolean) => resourceIn(merged("csp", plan, has, adopts), "User/anna");
    expect(of({ User: [liveBob] }, true)).toMatchObject({ live: "new", operation: "create" });
    expect(of({ User: [liveBob, there] }, true)).toMatchObject({
      live: "adopted",
      operation: "update",
      before: { id: "u-9" },
    });
    // Without `adopt` the provider refuses.
    const refused = of({ User: [liveBob, there] }, false);
    expect([refused.operation, refused.live]).toEqual(["create", undefined]);
    expect(of({ User: { found: [liveBob], unseen: "the token sees one customer" } }, true).live).toBeUndefined();
    const elsewhere = { ...there, inputs: { ...there.inputs, account: "id-other" } };
    expect(of({ User: [elsewhere] }, true).live).toBe("new");
  });

  it("what the portal doesn't show is a gap where the change may reach it, and otherwise said", () => {
    const has = {
      Account: [liveAcme],
      Profile: [liveStorage],
      User: { found: [liveBob], unseen: "no right to see people of Beta AG" },
    };
    const wider = {
      kind: "Profile" as const,
      name: "storage",
      before: storage,
      after: { ...storage, permissions: ["create_user"] },
    };
    const changed = review("csp", [realm[0]!, wider, realm[2]!], has);
    expect([changed.verdict, changed.completeness.gaps]).toEqual([
      "cannot tell",
      [
        "The portal doesn't show every User, so it is not known whom the change affects: no right to see people of Beta AG.",
      ],
    ]);
    const still = review("csp", realm, has);
    expect([still.verdict, still.completeness.notLookedAt]).toEqual([
      "nothing",
      expect.arrayContaining(["User: no right to see people of Beta AG"]),
    ]);
    const fields = { ...has, User: { ...has.User, unseenFields: ["accessTimes"] } };
    expect(review("csp", [realm[0]!, wider, realm[2]!], fields).completeness.gaps).toEqual([]);
    const failed = [{ kind: "User" as const, because: "the portal answered 500" }];
    expect(review("csp", [realm[0]!, wider, realm[2]!], has, { failed }).completeness.gaps).toEqual([
      "The portal's objects of the kind User couldn't be read: the portal answered 500",
    ]);
  });

  it("what the engine hides stays hidden, and is no change", () => {
    const hidden = { ...bob, email: "[secret]" };
    const plan = [
      ...realm.slice(0, 2),
      { kind: "User" as const, name: "bob", before: hidden, after: { ...hidden, lastName: "New" } },
    ];
    const { before, after } = resourceIn(
      merged("csp", plan, { User: [{ id: "id-bob", inputs: { ...bob, email: "bob@example.com" } }] }),
      "User/bob",
    );
    expect([before!.values["email"], after!.values["email"]]).toEqual(["[secret]", "[secret]"]);
  });

  it("a review without it never says complete of what nobody looked at", () => {
    const { completeness } = review("csp", realm);
    expect([completeness.complete, completeness.live, completeness.notLookedAt.length > 0]).toEqual([
      true,
      undefined,
      true,
    ]);
    expect(review("csp", realm, {}).completeness.live).toEqual([
      { portal: "csp", at: AT, asked: expect.arrayContaining([{ kind: "User", count: 0 }]) as unknown },
    ]);
  });
});

describe("Scaleway, held against what the portal has", () => {
  const rules = (...permissionSets: string[]) => [{ permissionSets, scope: "organization" }];
  const eva = { username: "eva", email: "eva@x.example", profiles: ["Editors"] };
  const editors = { id: "g-1", inputs: { name: "Editors", rules: [] }, builtIn: "one that every Organization has" };
  const policyOf = (name: string, ...sets: string[]) => ({
    id: "p-1",
    inputs: { name, group: "g-1", rules: rules(...sets) },
    builtIn: "one that every Organization has",
  });
  const desk = { name: "Desk", rules: rules("BillingReadOnly") };
  const liveEva = (...profiles: string[]) => ({ id: "id-eva", inputs: { ...eva, profiles } });

  it("a preset group is what its policies hold today", () => {
    const plan = [
      same("Profile", "desk", desk),
      { kind: "User" as const, name: "eva", before: { ...eva, profiles: ["id-desk"] }, after: eva },
    ];
    expect(changes(review("scaleway", plan))).toContain("eva gained AllProductsFullAccess");
    const has = {
      Profile: [{ id: "id-desk", inputs: desk }, editors, policyOf("Editors policy", "IAMManager")],
      User: [liveEva("id-desk")],
    };
    expect(changes(review("scaleway", plan, has))).toEqual(["eva gained IAMManager", "eva lost BillingReadOnly"]);
  });

  it("a policy that is for one person alone gives its rights to that person", () => {
    const has = {
      Profile: [
        { id: "id-desk", inputs: desk },
        {
          id: "p-2",
          inputs: { name: "Own", user: "id-eva", rules: rules("IAMManager") },
          undeclarable: "for one user",
        },
      ],
      User: [liveEva("id-desk")],
    };
    const person = { ...eva, profiles: ["id-desk"] };
    const { access, rights, permissions } = review(
      "scaleway",
      [same("Profile", "desk", desk), same("User", "eva", person)],
      has,
    );
    expect(
      access.flatMap(({ rights: of }) => rights[of]!.map(({ permission }) => permissions[permission]!.name)).sort(),
    ).toEqual(["BillingReadOnly", "IAMManager"]);
  });

  it("a name is that of the person's own Organization", () => {
    const ofClient = { account: "id-acme", ...eva };
    const plan = [same("Account", "acme", { name: "acme" }), same("User", "eva", ofClient)];
    const { resources } = merged("scaleway", plan, { Profile: [editors], User: [] });
    expect(resources.find(({ key }) => key === "User/eva")!.after!.values["profiles"]).toEqual(["Editors"]);
    const inside = { ...editors, id: "g-2", inputs: { ...editors.inputs, account: "id-acme" } };
    const { resources: found } = merged("scaleway", plan, { Profile: [editors, inside], User: [] });
    expect(found.find(({ key }) => key === "User/eva")!.after!.values["profiles"]).toEqual(["g-2"]);
  });

  it("Organizations out of sight matter to what changes in them", () => {
    const users = { found: [liveEva("id-desk")], unseen: "no key for Acme", unseenIn: ["id-acme"] };
    const change = (inputs: Record<string, unknown>) => [
      { kind: "Profile" as const, name: "desk", before: inputs, after: { ...inputs, rules: rules("IAMManager") } },
    ];
    const gaps = (inputs: Record<string, unknown>) =>
      review("scaleway", change(inputs), { Profile: [{ id: "id-desk", inputs }], User: users }).completeness.gaps;
    expect(gaps(desk)).toEqual([]);
    expect(gaps({ ...desk, account: "id-acme" })).toEqual([expect.stringContaining("no key for Acme")]);
  });

  it("the owner, who comes with the Organization, is nobody's to declare, and is said in words", () => {
    const owner = { id: "u-1", inputs: { username: "owner" }, builtIn: "the owner of the Organization" };
    expect(review("scaleway", [same("Profile", "desk", desk)], { User: [owner] }).people).toEqual([]);
  });
});

describe("gridscale, held against what the portal has", () => {
  const acme = { name: "Acme" };
  const anna = { email: "Anna@x.example", access: [{ account: "id-acme", profile: "Read Only" }] };
  const others = { account: "id-beta", profile: "admin" };
  const atPortal = (...access: object[]) => ({
    Account: [
      { id: "id-acme", inputs: acme },
      { id: "id-beta", inputs: { name: "Beta" } },
    ],
    User: [{ id: "id-anna", inputs: { email: "anna@x.example", access } }],
  });

  it("access to accounts that nobody declares stays, whatever the change writes", () => {
    const plan = [
      same("Account", "acme", acme),
      {
        kind: "User" as const,
        name: "anna",
        before: anna,
        after: { ...anna, access: [{ account: "id-acme", profile: "Admin" }] },
      },
    ];
    const report = review("gridscale", plan, atPortal({ account: "id-acme", profile: "read" }, others));
    expect(changes(report)).toEqual([
      "Anna@x.example gained manage_billing",
      "Anna@x.example gained manage_users",
      "Anna@x.example gained manage_workloads",
    ]);
    expect(report.access.map(({ scope }) => scope).sort()).toEqual(["Account/Beta (not declared)", "Account/acme"]);
  });

  it("what means the same keeps the program's spelling", () => {
    const { before } = resourceIn(
      merged("gridscale", [same("User", "anna", anna)], atPortal({ account: "id-acme", profile: "read" })),
      "User/anna",
    );
    expect(before!.values["email"]).toBe("Anna@x.example");
  });

  it("an account may have several owners", () => {
    const owned = { id: "id-acme", inputs: { ...acme, owner: "u-1" }, outputs: { owners: ["u-1", "u-2"] } };
    const people = ["u-1", "u-2", "u-3"].map((id) => ({ id, inputs: { email: `${id}@x.example` } }));
    const has = { Account: [owned], User: people };
    const plan = (owner: string) => [
      { kind: "Account" as const, name: "acme", before: { ...acme, owner: "u-1" }, after: { ...acme, owner } },
    ];
    expect(changes(review("gridscale", plan("u-1"), has))).toEqual([]);
    expect(changes(review("gridscale", plan("u-3"), has)).filter((line) => line.endsWith(" own"))).toEqual([
      "u-1@x.example lost own",
      "u-2@x.example lost own",
      "u-3@x.example gained own",
    ]);
  });

  it("a role is kept in the state alone: the portal lists none", () => {
    const role = { name: "Read Only", level: "client" };
    const { resources, gaps } = merged("gridscale", [same("Profile", "desk", role)], atPortal());
    expect([gaps, resourceIn({ resources }, "Profile/desk").after!.values]).toEqual([[], role]);
  });
});
