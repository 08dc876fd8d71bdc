import { member, profile, ScalewayBench } from "../bench";
import { type Json, TestScaleway } from "./client";

/** As the vendor's documentation writes ids: without a version. */
const id = (digit: string) =>
  `${digit.repeat(8)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(4)}-${digit.repeat(12)}`;
const accessKey = (letter: string) => `SCW${letter.repeat(17)}`;
const PARTNER = id("1");
const CLIENT = id("2");
const OWNER = id("3");
const PROJECT = id("4");
const USER = id("5");
const APPLICATION = id("6");
const GROUP = id("7");
const POLICY = id("8");
const client = {
  id: CLIENT,
  owner_id: OWNER,
  organization_name: "Acme",
  email: "a@customer.example",
  owner_firstname: "John",
  owner_lastname: "Doe",
  customer_id: "c-1",
};
const SEED = {
  partner: { id: PARTNER },
  organizations: [client],
  projects: [{ id: PROJECT, organization_id: CLIENT, name: "web" }],
  users: [{ id: USER, organization_id: CLIENT, username: "anna", email: "anna@customer.example" }],
  applications: [{ id: APPLICATION, organization_id: CLIENT, name: "robot" }],
  groups: [{ id: GROUP, organization_id: CLIENT, name: "Team", user_ids: [USER], application_ids: [APPLICATION] }],
  policies: [
    {
      id: POLICY,
      organization_id: CLIENT,
      name: "Team",
      group_id: GROUP,
      rules: [{ permission_set_names: ["AllProductsReadOnly"], project_ids: [PROJECT] }],
    },
  ],
  api_keys: [
    { access_key: accessKey("P"), secret_key: id("a") },
    { access_key: accessKey("C"), secret_key: id("b"), organization_id: CLIENT },
    { access_key: accessKey("R"), secret_key: id("c"), organization_id: CLIENT, application_id: APPLICATION },
  ],
};

describe("POST /_sandbox/scaleway/seed", () => {
  const { call, control } = new TestScaleway();
  const seed = (body: unknown) => control("POST", "/scaleway/seed", body);

  it("makes what is given with the ids that are given, in the partner's Organization and in those of clients", async () => {
    expect(await seed(SEED)).toMatchObject({ organizationId: PARTNER });
    const own = { secretKey: id("a") };
    expect((await call("listOrganizations", own)).body.organizations).toMatchObject([
      { id: CLIENT, name: "Acme", status: "opened" },
    ]);
    const theirs = { secretKey: id("b") };
    const { users } = (await call("listUsers", theirs)).body;
    expect(users.map((user: Json) => [user.id, user.type])).toEqual([
      [OWNER, "owner"],
      [USER, "member"],
    ]);
    expect((await call("getGroup", { ...theirs, parameters: { groupId: GROUP } })).body).toMatchObject({
      name: "Team",
      user_ids: [USER],
      application_ids: [APPLICATION],
    });
    expect((await call("getPolicy", { ...theirs, parameters: { policyId: POLICY } })).body.group_id).toBe(GROUP);
    const { rules } = (await call("listRules", { ...theirs, query: `?policy_id=${POLICY}` })).body;
    expect(rules).toMatchObject([{ project_ids: [PROJECT] }]);
    expect((await call("getApiKey", { ...theirs, parameters: { accessKey: accessKey("R") } })).body).toMatchObject({
      application_id: APPLICATION,
      secret_key: null,
    });
    expect((await call("listSshKeys", { secretKey: id("c"), query: `?project_id=${PROJECT}` })).status).toBe(200);
  });

  it("makes nothing where one of it can't be made, and says which", async () => {
    const locked = { ...client, id: id("9"), owner_id: undefined, email: "b@customer.example", opened: false };
    await seed({ organizations: [client, locked] });
    const before = await control("GET", "/dump");
    const refusals: [object, RegExp][] = [
      [{ users: [...SEED.users, { ...SEED.users[0], id: id("f") }] }, /user f.*already_exists/],
      [{ users: [{ ...SEED.users[0], organization_id: id("e") }] }, /user 5.*no organization e/],
      [{ groups: [{ id: CLIENT, name: "Team" }] }, /group 2.*something with this id already/],
      [{ groups: [{ id: GROUP, name: "Team", user_ids: [id("d")] }] }, /members of group 7.*not_found/],
      [{ partner: { id: PARTNER } }, /partner: it has organizations already/],
      [{ organizations: [{ ...client, id: "x" }] }, /organizations.0.id/],
      [{ keys: [] }, /keys/],
    ];
    for (const [body, text] of refusals) expect((await seed(body)).error).toMatch(text);
    expect(await control("GET", "/dump")).toEqual(before);
    const { organizations } = (await call("listOrganizations")).body;
    expect(organizations.map((found: Json) => [found.status, found.lock_reason_message])).toEqual([
      ["opened", ""],
      ["locked", "validate_email"],
    ]);
  });

  it("and a program can manage all of it by such ids", async () => {
    const bench = await ScalewayBench.start();
    try {
      const access = (await bench.control("POST", "/scaleway/seed", SEED)) as Record<string, string>;
      const keys = JSON.stringify({ [CLIENT]: { accessKey: accessKey("C"), secretKey: id("b") } });
      const engine = bench.engineWith({ ...access, keys });
      const rules = [{ permissionSets: ["AllProductsReadOnly"], scope: { projects: [PROJECT] } }];
      const { failures } = await engine.up([
        member("anna", { account: CLIENT, profiles: [GROUP], email: "anna@customer.example", adopt: true }),
        profile("Others", { account: CLIENT, rules }),
      ]);
      expect(failures).toEqual([]);
      expect(engine.resources.get("anna")?.id).toBe(USER);
    } finally {
      await bench.close();
    }
  });
});
