import type { RunningSandbox } from "../../sandbox";
import type { CspByHand } from "../portals/csp/byHand";
import { ACME, ANNA, WHOLE_REALM } from "../support/programs";
import { beginScenario, endScenario, withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";

describe("a realm on the real engine", () => {
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  let realm: RealmStack;

  beforeAll(async () => {
    ({ sandbox, portal, realm } = await beginScenario());
  });
  afterAll(() => endScenario({ sandbox, realm }));

  it("comes up with every kind, whatever order the program declares them in, and a second up does nothing", async () => {
    const up = await realm.program(WHOLE_REALM).up();
    expect(up.output).not.toContain("error");
    expect(changed(up)).toEqual({ create: 16 });
    expect((await portal.list("/services")).filter(({ status }) => status === "active").map(({ key }) => key)).toEqual([
      "openstack",
      "s3",
    ]);

    await portal.resetCalls();
    expect(changed(await realm.up())).toEqual({});
    expect(await portal.calls()).toEqual({});
  });

  it("stores a short provider string, the line of the program, and no code", () => {
    const { inputs, sourcePosition } = realm.resources().get("storage")!;
    expect(inputs?.["__provider"]).toBe('exports.handler=()=>require("pulumi-reseller/host").Profile');
    expect(sourcePosition).toMatch(/index\.js#\d+,\d+$/);
    expect(realm.stateText()).not.toMatch(/function|=>\{/);
  });

  it("shows exactly the change that was made by hand, and the next up undoes it", async () => {
    const profile = await portal.one("/profiles", "name", "Storage");
    await portal.patch(`/profiles/${profile.id}`, profile, {
      permissions: ["show_s3_panel", "manage_buckets", "show_usage"],
    });

    await portal.resetCalls();
    const refresh = await realm.refresh();
    expect(changed(refresh)).toEqual({ update: 1 });
    expect(await portal.writes()).toEqual({});
    // In the order of the declaration, so that a later diff shows nothing else; what is new comes last.
    expect(realm.resources().get("storage")?.inputs?.["permissions"]).toEqual([
      "show_s3_panel",
      "manage_buckets",
      "show_usage",
    ]);

    expect(changed(await realm.up())).toEqual({ update: 1 });
    expect((await portal.one("/profiles", "name", "Storage"))["permissions"]).toEqual([
      "manage_buckets",
      "show_s3_panel",
    ]);
  });

  it("takes neither the order of sets nor the portal's own values for drift, and reads a realm with lists: nothing is read one by one", async () => {
    const profile = await portal.one("/profiles", "name", "Storage");
    await portal.patch(`/profiles/${profile.id}`, profile, { permissions: ["manage_buckets", "show_s3_panel"] });
    expect((await portal.one("/clients", "name", "Acme AG"))["primaryColor"]).toMatch(/^#/);
    await portal.resetCalls();
    expect(changed(await realm.refresh())).toEqual({});
    // One account's own lists are read. A reseller's person stands in the list of all people: whose is asked for first is left to the engine.
    const { "GET /clients/{clientId}/users": ofAccount = 0, ...calls } = await portal.calls();
    expect(ofAccount).toBeLessThanOrEqual(1);
    expect(calls).toEqual({
      "GET /me": 1,
      "GET /permissions": 1,
      // Of each person that has some.
      "GET /access-rules": 2,
      "GET /clients": 1,
      "GET /clients/{clientId}/projects": 1,
      "GET /clients/{clientId}/services": 1,
      "GET /profiles": 1,
      "GET /project-quotas": 1,
      "GET /project-roles": 1,
      "GET /quota-profiles": 1,
      "GET /quotas": 1,
      "GET /quota-requests": 1,
      "GET /users": 1,
    });

    realm.program(WHOLE_REALM.replace('["show_s3_panel", "manage_buckets"]', '["manage_buckets", "show_s3_panel"]'));
    expect(changed(await realm.up())).toEqual({});
  });

  it("deletes people and projects, and leaves the customer, its services and its quotas where they are (csp/C7, csp/V3)", async () => {
    const destroy = await realm.destroy();
    expectSuccess(destroy);
    expect(destroy.output).toContain("kept unchanged at the portal");
    expect(await portal.list("/clients")).toHaveLength(1);
    expect((await portal.list("/services")).filter(({ status }) => status === "active")).toHaveLength(2);
    expect(await portal.list("/projects")).toEqual([]);
    expect((await portal.list("/users")).map(({ username }) => username)).not.toContain("anna");
  });
});

describe("an account and its user on the real engine", () => {
  it("write just what changed, and clear what is no longer declared; a user whose login name changes is replaced, an account refuses to be, and is protected unless the program says otherwise", () =>
    withScenario(async ({ portal, realm }) => {
      const account = ACME.replace(", { protect: false }", "");
      await realm.program(`${account}${ANNA.replace("account: acme", 'account: acme, description: "Boss"')}`).up();
      expect(realm.resources().get("acme")?.protect).toBe(true);

      await portal.resetCalls();
      const meier = ANNA.replace("Keller", "Meier");
      await realm.program(`${account}${meier}`).up();
      const anna = await portal.one("/users", "username", "anna");
      expect([anna["lastName"], anna["description"]]).toEqual(["Meier", null]);
      expect(await portal.writes()).toEqual({ "PATCH /clients/{clientId}/users/{userId}": 1 });

      const renamed = await realm
        .program(`${account}${meier.replace('username: "anna"', 'username: "anna.keller"')}`)
        .up();
      expect(changed(renamed)).toEqual({ replace: 1 });
      expect(
        (await portal.list("/users")).filter(({ clientId }) => clientId !== null).map(({ username }) => username),
      ).toEqual(["anna.keller"]);

      const moved = await realm.program(account.replace("UP-10001", "UP-10002")).preview();
      expect(moved.failed).toBe(true);
      expect(moved.output).toContain('can\'t be changed from "UP-10001" to "UP-10002"');

      const destroy = await realm.destroy();
      expect(destroy.failed).toBe(true);
      expect(destroy.output).toContain("protected");
    }));
});
