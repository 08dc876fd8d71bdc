import type { RunningSandbox } from "../../sandbox";
import type { CspByHand } from "../portals/csp/byHand";
import { ACME, ANNA, STORAGE_PROFILE, WHOLE_REALM } from "../support/programs";
import { beginScenario, endScenario, withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";

const USERS = "/clients/{clientId}/users";

describe("an object is made once, whatever happens to the answers", () => {
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  let realm: RealmStack;

  beforeAll(async () => {
    ({ sandbox, portal, realm } = await beginScenario());
  });
  afterAll(() => endScenario({ sandbox, realm }));

  let people = "";
  /** The program with one more person, whose password is its output. */
  const withPerson = (name: string) => {
    people += ANNA.replaceAll("anna", name);
    return realm.program(`${ACME}${people} exports.password = ${name}.initialPassword;`);
  };

  it("a create that reached nobody is reported as such, and the next run makes it", async () => {
    await portal.setFaults([
      { match: { method: "POST", route: USERS }, times: 5, effect: { status: 503, when: "before" } },
    ]);
    const up = await withPerson("nobody").up();
    expect(up.failed).toBe(true);
    expect(up.output).toContain("does not exist: nothing was created");
    expect(changed(await realm.up())).toEqual({ create: 1 });
  });

  const lost = [
    {
      name: "anna",
      what: "answers 503 after the write, every time",
      effect: { status: 503, when: "after" },
      times: 5,
    },
    {
      name: "ben",
      what: "cuts the connection after the write, every time",
      effect: { cut: "headers", when: "after" },
      times: 5,
    },
    { name: "cleo", what: "cuts the answer in the middle, once", effect: { cut: "body", when: "after" }, times: 1 },
    { name: "dora", what: "answers 503 before the write, once", effect: { status: 503, when: "before" }, times: 1 },
    {
      name: "emil",
      what: "limits the rate, with Retry-After",
      effect: { status: 429, headers: { "Retry-After": "0" }, when: "before" },
      times: 2,
    },
  ];
  it.each(lost)("the portal $what", async ({ name, effect, times }) => {
    await portal.setFaults([{ match: { method: "POST", route: USERS }, times, effect }]);
    const up = await withPerson(name).up();
    expectSuccess(up);
    // Nothing is made or changed for those who were made before.
    expect(changed(up)).toEqual({ create: 1 });
    expect((await portal.list("/users")).filter(({ username }) => username === name)).toHaveLength(1);
    // A password whose answer was lost is never made up, and its loss is said.
    const captured = typeof up.outputs["password"]?.value === "string";
    expect(up.output.includes("initialPassword is not available")).toBe(!captured);
  });

  it("and the next run has nothing to do for any of them", async () => {
    expect(changed(await realm.up())).toEqual({});
  });
});

describe("asynchronous work that doesn't end in time", () => {
  it("keeps the id and the reason, and the next run goes on from there", async () => {
    await withScenario(
      async ({ portal, realm }) => {
        const up = await realm.program(ACME).up();
        expect(up.failed).toBe(true);
        expect(up.output).toContain(
          "waiting for the client Acme AG to be created: the portal had not finished after 1 s",
        );
        const stored = realm.resources().get("acme");
        expect(stored?.id).toMatch(/^cli_/);
        expect(stored?.initErrors?.[0]).toContain("is not complete");

        realm.setConfig("reseller:operationTimeout", { value: "60" });
        const again = await realm.up();
        expectSuccess(again);
        expect(await portal.list("/clients")).toHaveLength(1);
        expect(realm.resources().get("acme")?.initErrors ?? []).toEqual([]);
      },
      { sandbox: { operationDelayMs: 4000 }, config: { "reseller:operationTimeout": "1" } },
    );
  });
});

describe("an object that exists already", () => {
  it("is an error that names its id and both ways out, with adopt it is taken over, an adopted user has no initial password, which is said; and a renamed resource of the program doesn't delete the customer", async () => {
    await withScenario(async ({ portal, realm }) => {
      await portal.post("/profiles", { name: "Storage", level: "client", permissions: ["show_usage"] });
      const { id } = await portal.one("/profiles", "name", "Storage");
      const refused = await realm.program(STORAGE_PROFILE).preview();
      expect(refused.failed).toBe(true);
      expect(refused.output).toContain(id);
      expect(refused.output).toContain("set adopt: true");
      expect(refused.output).toContain("change name");

      const base = `${ACME}${STORAGE_PROFILE.replace("name:", "adopt: true, name:")}`;
      const adopted = await realm.program(base).up();
      expectSuccess(adopted);
      expect(adopted.output).toContain("existed and was adopted");
      expect(realm.resources().get("storage")?.id).toBe(id);
      expect((await portal.one("/profiles", "name", "Storage"))["permissions"]).toEqual([
        "manage_buckets",
        "show_s3_panel",
      ]);

      const renamed = await realm.program(base.replace('Account("acme"', 'Account("acme-ag"')).up();
      expect(renamed.failed).toBe(true);
      expect(renamed.output).toContain("has the same name as the Account acme, which is in the state");
      expect(renamed.output).toContain('aliases: [{ name: "acme" }]');
      expect(await portal.list("/clients")).toHaveLength(1);
      expect(realm.resources().has("acme")).toBe(true);

      const acme = await portal.one("/clients", "name", "Acme AG");
      const profile = await portal.one("/profiles", "name", "User-Adm");
      await portal.post(`/clients/${acme.id}/users`, {
        username: "anna",
        email: "old@acme.example.com",
        firstName: "Anna",
        lastName: "Keller",
        profileId: profile.id,
      });
      realm.setConfig("reseller:adopt", { value: "true" });
      const up = await realm.program(`${base}${ANNA} exports.password = anna.initialPassword;`).up();
      expectSuccess(up);
      expect(up.output).toContain("initialPassword is not available");
      expect(up.outputs["password"]?.value).toBeUndefined();
      expect((await portal.one("/users", "username", "anna"))["email"]).toBe("anna@acme.example.com");
      expect(changed(await realm.up())).toEqual({});
    });
  });
});

describe("absence needs proof", () => {
  it("a token that lost its rights, or its sight, makes nothing vanish from the state; and one user who was deleted by hand is made again, with a new password", async () => {
    await withScenario(async ({ portal, realm }) => {
      await realm.program(WHOLE_REALM).up();
      const before = [...realm.resources().keys()];
      for (const change of [{ visible: "nothing" }, { permissions: ["show_clients", "show_services"] }]) {
        await portal.changeToken(change);
        const refresh = await realm.refresh();
        expect(refresh.failed).toBe(true);
        expect([...realm.resources().keys()]).toEqual(before);
        await portal.changeToken({ visible: "all", permissions: null });
      }

      // With all rights, what is gone is the one who was deleted since, and nothing else is changed.
      const eva = await portal.one("/users", "username", "eva");
      await portal.delete(`/users/${eva.id}`, eva);
      expect(changed(await realm.refresh())).toEqual({ delete: 1 });

      // With a person go the roles that they have on projects.
      const bob = await portal.one("/users", "username", "bob");
      await portal.delete(`/clients/${String(bob["clientId"])}/users/${bob.id}`, bob);
      expect(changed(await realm.refresh())).toEqual({ delete: 1, update: 1 });
      expect(changed(await realm.up())).toEqual({ create: 2, update: 1 });
      expect(changed(await realm.refresh())).toEqual({});
    });
  });

  it("many that vanish at once are 'cannot tell' (8 at a time, or 1), and nothing is taken for gone; and a delete makes sure that the object still is the one that was declared", async () => {
    await withScenario(async ({ portal, realm }) => {
      const users = Array.from({ length: 9 }, (_, index) => ANNA.replaceAll("anna", `user${index}`)).join("");
      await portal.post("/profiles", { name: "Another", level: "client", permissions: [] });
      expectSuccess(await realm.program(`${ACME}${STORAGE_PROFILE}${users}`).up());
      const acme = await portal.one("/clients", "name", "Acme AG");
      for (const user of await portal.list(`/clients/${acme.id}/users`))
        await portal.delete(`/clients/${acme.id}/users/${user.id}`, user);

      for (const parallel of [8, 1]) {
        const refresh = await realm.refresh({ parallel });
        expect(refresh.failed).toBe(true);
        expect(refresh.output).toContain("cannot tell");
        // One after the other, the first few can't be told from single deletions: no more than the limit may go.
        expect(realm.resources().size).toBeGreaterThanOrEqual(parallel === 1 ? 11 - 3 : 11);
      }

      realm.environment["RESELLER_MAX_VANISHED"] = "9";
      expectSuccess(await realm.refresh());
      expect([...realm.resources().keys()].sort()).toEqual(["acme", "storage"]);

      const other = await portal.one("/profiles", "name", "Another");
      const stored = realm.resources().get("storage");
      const state = realm.deployment();
      const text = JSON.stringify(state).replaceAll(stored?.id ?? "", other.id);
      realm.setDeployment(JSON.parse(text) as typeof state);
      const removed = await realm.program(ACME).up();
      expect(removed.failed).toBe(true);
      expect(removed.output).toContain("is not the one that was declared");
      expect(await portal.one("/profiles", "name", "Another")).toBeDefined();
    });
  });
});
