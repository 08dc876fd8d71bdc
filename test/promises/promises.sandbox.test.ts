import { fixtures } from "../portals/list";
import { HOSTS, throughHost } from "../support/bench";
import type { PromiseRealm, Route } from "./realm";

const MANY = ["anna", "ben", "cleo", "dora", "emil", "fritz"];

const served = HOSTS.flatMap((host) => fixtures.map(({ name, promises }) => ({ name, promises, host })));

describe.each(served)("what every resource promises, on $name, served by $host", ({ name, promises, host }) => {
  let realm: PromiseRealm;
  beforeEach(async () => {
    throughHost(host);
    realm = await promises();
  });
  afterEach(() => realm.bench.close());
  afterAll(() => throughHost("the lifecycle"));

  const faults = (...rules: readonly object[]) => realm.bench.control("PUT", "/faults", rules);
  const fault = ({ method, route }: Route, effect: object, more: object = {}) => ({
    match: { portal: name, method, route },
    effect,
    ...more,
  });
  const whole = (...people: readonly string[]) => [
    realm.account,
    realm.profile,
    ...people.map((person) => realm.person(person)),
  ];
  const named = async (username: string) => (await realm.people()).filter((person) => person.username === username);

  describe("1: preview tells the truth", () => {
    it("all that is wrong at once, each on its property, and nothing is written", async () => {
      const { program, findings } = realm.broken;
      await realm.bench.refused(program, ...findings);
    });

    it("what it foresees is what happens", async () => {
      const program = whole("anna", "ben");
      const { steps } = await realm.bench.engine.preview(program);
      expect((await realm.bench.engine.up(program)).steps).toEqual(steps);
    });
  });

  describe("2: convergence", () => {
    it("a second up does nothing, and asks the portal nothing", async () => {
      await realm.bench.up(...whole("anna", "ben"));
      await realm.bench.resetCalls();
      const again = await realm.bench.engine.up(whole("anna", "ben"));
      expect(again).toEqual({ steps: [], failures: [] });
      expect(await realm.bench.calls()).toEqual({});
    });

    it("a refresh shows exactly what somebody changed, and the next up undoes it", async () => {
      await realm.bench.up(...whole("anna", "ben"));
      await realm.renameByHand((await named("anna"))[0]!, "By Hand");
      expect(await realm.bench.engine.refresh()).toEqual({ changed: ["anna"], gone: [], failures: [] });
      expect(realm.bench.state("anna")[realm.text]).toBe("By Hand");
      expect((await realm.bench.engine.up(whole("anna", "ben"))).steps).toEqual(["update anna"]);
      expect((await named("anna"))[0]).toMatchObject({ text: "Muster" });
      expect((await realm.bench.engine.refresh()).changed).toEqual([]);
    });

    it("the order in sets, and saying the same twice, mean nothing", async () => {
      const { field, entries } = realm.set;
      const anna = (values: readonly unknown[]) => [
        realm.account,
        realm.profile,
        realm.person("anna", { [field]: values }),
      ];
      await realm.bench.up(...anna(entries));
      expect((await realm.bench.engine.up(anna([...entries].reverse().concat(entries)))).steps).toEqual([]);
      expect((await realm.bench.engine.refresh()).changed).toEqual([]);
    });
  });

  describe("3: no duplicates, nothing lost", () => {
    it("a create whose answer is lost is looked up, and there is one", async () => {
      await faults(fault(realm.routes.create, { cut: "headers", when: "after" }, { nth: 1 }));
      await realm.bench.up(...whole("anna"));
      expect(await named("anna")).toEqual([expect.objectContaining({ id: realm.bench.id("anna") })]);
      expect((await realm.bench.engine.refresh()).changed).toEqual([]);
    });

    it("a create that never arrived is an error that can be run again", async () => {
      await faults(fault(realm.routes.create, { cut: "headers", when: "before" }, { times: 1 }));
      const first = await realm.bench.engine.up(whole("anna"));
      const people = await named("anna");
      if (first.failures.length > 0) {
        expect(first.failures.join()).toContain("does not exist: nothing was created");
        expect(people).toEqual([]);
      }
      await realm.bench.up(...whole("anna"));
      expect(await named("anna")).toHaveLength(1);
    });

    it("what exists already is an error with its id and both ways out, or is taken over", async () => {
      await realm.makeByHand("anna");
      const { id } = (await named("anna"))[0]!;
      const { failures } = await realm.bench.engine.preview(whole("anna"));
      expect(failures.join()).toContain(id);
      expect(failures.join()).toMatch(/adopt: true.*To create another object/);
      await realm.bench.up(realm.account, realm.profile, realm.person("anna", { adopt: true }));
      expect(await named("anna")).toEqual([{ id, username: "anna", text: "Muster" }]);
    });
  });

  describe("4: partial failure is kept", () => {
    it("the id and what failed; the next up goes on from there", async () => {
      await faults(
        fault(
          realm.routes.rest,
          { status: 409, body: { detail: "no", message: "no", type: "conflict" } },
          { times: 20 },
        ),
      );
      const program = [realm.account, realm.profile, realm.person("anna", realm.further)];
      const failed = await realm.bench.engine.up(program);
      expect(failed.failures.join()).toMatch(/anna: User \S+ exists, but is not complete: /);
      const [anna] = await named("anna");
      expect(realm.bench.id("anna")).toBe(anna!.id);
      await faults();
      expect((await realm.bench.engine.up(program)).steps).toEqual(["update anna"]);
      expect(await named("anna")).toHaveLength(1);
      expect(await realm.bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    });
  });

  describe("5: nothing irreversible by accident", () => {
    it("a customer that is taken out of the program stays at the portal, and that is said", async () => {
      await realm.bench.up(...whole("anna"));
      const customers = await realm.customers();
      await realm.bench.up(realm.profile, realm.person("anna", realm.alone));
      expect(await realm.customers()).toEqual(customers);
      expect(realm.bench.said.join()).toContain("onDelete: retain");
    });

    it("a state that names the wrong object deletes nothing", async () => {
      await realm.bench.up(...whole("anna", "ben"));
      const [anna, ben] = [realm.bench.engine.resources.get("anna")!, realm.bench.engine.resources.get("ben")!];
      (realm.bench.engine.resources as Map<string, unknown>).set("anna", { ...anna, id: ben.id });
      const { failures } = await realm.bench.engine.up(whole("ben"));
      expect(failures.join()).toContain("is not the one that was declared");
      expect(await named("anna")).toHaveLength(1);
      expect(await named("ben")).toHaveLength(1);
    });
  });

  describe("6: absence needs proof", () => {
    it("one that is gone is made anew", async () => {
      await realm.bench.up(...whole("anna", "ben"));
      await realm.deleteByHand((await named("anna"))[0]!);
      expect(await realm.bench.engine.refresh()).toEqual({ changed: [], gone: ["anna"], failures: [] });
      expect((await realm.bench.engine.up(whole("anna", "ben"))).steps).toEqual(["create anna"]);
    });

    it("many that are gone at once stop the run, and nothing leaves the state", async () => {
      await realm.bench.up(...whole(...MANY));
      for (const person of await realm.people()) await realm.deleteByHand(person);
      const { gone, failures } = await realm.bench.engine.refresh();
      expect(gone).toEqual([]);
      expect(failures).toHaveLength(MANY.length);
      expect(failures.join()).toContain("cannot tell");
      expect(realm.bench.engine.resources.size).toBe(MANY.length + 2);
    });

    it("a credential that sees less proves nothing", async () => {
      await realm.bench.up(...whole("anna"));
      await realm.loseSight();
      const { gone, failures } = await realm.bench.engine.refresh();
      expect(gone).toEqual([]);
      expect(failures.join()).toMatch(/anna: /);
      expect(realm.bench.engine.resources.has("anna")).toBe(true);
    });

    it("preview and refresh write nothing", async () => {
      await realm.bench.up(...whole("anna"));
      await realm.bench.resetCalls();
      await realm.bench.engine.preview(whole("ben", "cleo"));
      await realm.bench.engine.refresh();
      expect(await realm.bench.writes()).toEqual({});
    });
  });

  it("7: secrets stay secret: no message has the password or the credential, whatever the portal says", async () => {
    await realm.bench.up(...whole("anna"));
    const secrets = [...realm.secrets, realm.bench.state("anna")["initialPassword"]].filter(
      (secret): secret is string => typeof secret === "string",
    );
    const told = secrets.join(" and ");
    await faults(fault(realm.routes.update, { status: 400, body: { detail: told, message: told, type: "conflict" } }));
    const { failures } = await realm.bench.engine.up([
      realm.account,
      realm.profile,
      realm.person("anna", { [realm.text]: "Other" }),
    ]);
    expect(failures.join()).toContain(secrets.map(() => "[redacted]").join(" and "));
    for (const secret of secrets) expect([...failures, ...realm.bench.said].join()).not.toContain(secret);
  });

  describe("8: polite", () => {
    it("one list answers for all, however many there are, and for the checks before their deletes", async () => {
      await realm.bench.up(...whole(...MANY));
      await realm.bench.resetCalls();
      expect((await realm.bench.engine.refresh()).changed).toEqual([]);
      const calls = Object.values(await realm.bench.calls());
      expect(Math.max(...calls)).toBe(1);
      expect(calls.length).toBeLessThanOrEqual(12);

      await realm.bench.resetCalls();
      await realm.bench.up(realm.account, realm.profile);
      const deletes = Object.entries(await realm.bench.calls());
      const counts = (of: RegExp) => deletes.filter(([route]) => of.test(route)).map(([, count]) => count);
      expect(counts(/^(?!GET )/)).toEqual([MANY.length]);
      expect(Math.max(...counts(/^GET .*[^}]$/))).toBe(1);
      // Where a portal has no revisions, an object is read once more before it is deleted.
      expect(Math.max(0, ...counts(/^GET .*\}$/))).toBeLessThanOrEqual(MANY.length);
    });

    it("what the portal refuses for its limit of requests is asked again, and no write twice", async () => {
      await faults(
        fault(realm.routes.create, { status: 429, headers: { "Retry-After": "0" }, body: {} }, { times: 2 }),
      );
      await realm.bench.up(...whole("anna", "ben"));
      expect(await realm.people()).toHaveLength(2);
    });
  });

  it("9: readable errors: what failed, on which resource, what the portal said, and no stack", async () => {
    await realm.bench.up(...whole("anna"));
    const error = { code: 409, message: "not today", title: "Conflict" };
    const body = { detail: "not today", message: "not today", type: "conflict", code: "closed", error };
    const headers = { "X-Request-Id": "req-42", "X-Openstack-Request-Id": "req-42" };
    await faults(fault(realm.routes.update, { status: 409, headers, body }));
    const { failures } = await realm.bench.engine.up([
      realm.account,
      realm.profile,
      realm.person("anna", { [realm.text]: "Other" }),
    ]);
    expect(failures).toEqual([
      expect.stringMatching(/^anna: .*PATCH \S+: not today \(status 409, (conflict|closed), request req-42\)/),
    ]);
    expect(failures.join()).not.toMatch(/\n\s+at /);
  });
});
