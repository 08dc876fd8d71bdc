import { findDrift, reportOf } from "../../drift";
import { enginePlan } from "../drift/enginePlan";
import { acme, CspBench, user } from "../portals/csp/bench";
import { account, GridscaleBench, person } from "../portals/gridscale/bench";
import { member, organization, ScalewayBench } from "../portals/scaleway/bench";
import type { Bench } from "../support/bench";
import { eachText, type JsonProxy, jsonProxy } from "../support/jsonProxy";
import type { MiniEngine, ProgramResource } from "../support/miniEngine";

const FOLDED = ["email", "username", "name", "customer_id"];
const AS_IT_IS = { changed: [], gone: [], failures: [] };

/** What a portal may make of what it is sent: no capitals in names and addresses, nothing at the ends, nothing in place of an empty text. */
function respelled(text: string, name: string): unknown {
  if (name === "description" && text === "") return null;
  const trimmed = /password|profile/i.test(name) ? text : text.trim().normalize("NFC");
  return FOLDED.includes(name) ? trimmed.toLowerCase() : trimmed;
}

describe("a portal that keeps another spelling than it is sent", () => {
  let proxy: JsonProxy;
  let engine: MiniEngine;

  const through = async (bench: Bench, endpoint: string) => {
    proxy = await jsonProxy(endpoint, { sent: (value) => eachText(value, respelled) });
    const own = endpoint.replace(new URL(endpoint).origin, proxy.origin);
    engine = bench.engineWith({ endpoint: own });
    return own;
  };
  const up = async (...program: readonly ProgramResource[]) => {
    const { steps, failures } = await engine.up(program);
    expect(failures).toEqual([]);
    return steps;
  };
  afterEach(() => proxy.close());

  describe("as csp might", () => {
    let bench: CspBench;
    let endpoint: string;
    beforeEach(async () => {
      bench = await CspBench.start();
      endpoint = await through(bench, bench.sandbox.csp.endpoint);
    });
    afterEach(() => bench.close());

    const anna = (inputs = {}) =>
      user("Anna", {
        email: "Anna.Keller@acme.example",
        lastName: "Ba\u0308r",
        description: "One line\n",
        profiles: ["User-Adm"],
        ...inputs,
      });
    const program = (inputs = {}) => [acme({ name: "Acme AG", description: "" }), anna(inputs)];
    const idOf = (label: string) => engine.resources.get(label)!.id;
    const atPortal = () => bench.portal.one("/users", "id", idOf("Anna"));
    const byHand = async (values: object) => bench.portal.patch(`/users/${idOf("Anna")}`, await atPortal(), values);
    const drift = async () =>
      reportOf(
        await findDrift({
          plan: enginePlan(engine.resources),
          settings: bench.readSettings({ endpoint }),
          undeclared: false,
          quietMilliseconds: 1,
        }),
      );

    it("has no difference by that, and it is said once what the portal has made of it", async () => {
      await up(...program());
      const said = bench.said.filter((line) => line.includes("the portal keeps"));
      expect(said.map((line) => line.replace(/ where .*/, "")).sort()).toEqual([
        "Account Acme AG: the portal keeps description as nothing",
        'Account Acme AG: the portal keeps name as "acme ag"',
        'User Anna: the portal keeps description as "One line"',
        'User Anna: the portal keeps email as "anna.keller@acme.example"',
        'User Anna: the portal keeps lastName as "Bär"',
        'User Anna: the portal keeps username as "anna"',
      ]);
      bench.said.length = 0;
      await bench.resetCalls();
      for (let run = 0; run < 2; run += 1) {
        expect(await engine.refresh()).toEqual(AS_IT_IS);
        expect((await drift()).verdict).toBe("none");
        expect(await up(...program())).toEqual([]);
      }
      expect(await bench.writes()).toEqual({});
      expect(bench.said.join("\n")).not.toContain("the portal keeps");
    });

    it("is written what changes, and nothing else; what can't be changed is no obstacle", async () => {
      await up(...program());
      await bench.resetCalls();
      bench.said.length = 0;
      expect(await up(...program({ firstName: "Annina" }))).toEqual(["update Anna"]);
      expect(await bench.writes()).toEqual({ "PATCH /users/{userId}": 1 });
      expect(await atPortal()).toMatchObject({ firstName: "Annina", username: "anna" });
      expect(bench.said.join("\n")).not.toContain("the portal keeps");
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      await up();
      expect(await bench.portal.list("/users")).not.toContainEqual(expect.objectContaining({ username: "anna" }));
    });

    it.each([
      ["letters", { email: "ANNA.KELLER@acme.example" }],
      ["white space", { description: "One line " }],
      ["accents", { lastName: "Bar" }],
      ["words", { description: "Two lines" }],
    ])("shows a change of %s by hand, and undoes it", async (_what, values) => {
      await up(...program());
      await byHand(values);
      expect(await drift()).toMatchObject({ verdict: "drift", changed: [{ key: "User/Anna" }] });
      expect((await engine.refresh()).changed).toEqual(["Anna"]);
      expect(await up(...program())).toEqual(["update Anna"]);
      expect(await atPortal()).not.toMatchObject(values);
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      expect(await up(...program())).toEqual([]);
    });

    it("undoes a change by hand that no refresh has seen, with the next change of the program", async () => {
      await up(...program());
      await byHand({ email: "ANNA.KELLER@acme.example" });
      await up(...program({ firstName: "Annina" }));
      expect(await atPortal()).toMatchObject({ email: "anna.keller@acme.example", firstName: "Annina" });
    });

    it("is sent a change of letters that the program declares", async () => {
      await up(...program());
      await bench.resetCalls();
      expect(await up(...program({ email: "anna.Keller@acme.example" }))).toEqual(["update Anna"]);
      expect(await bench.writes()).toEqual({ "PATCH /users/{userId}": 1 });
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      expect(await up(...program({ email: "anna.Keller@acme.example" }))).toEqual([]);
    });

    it("has no difference when its spelling is declared: nothing is made anew, and nothing is written", async () => {
      await up(...program());
      const id = idOf("Anna");
      await bench.resetCalls();
      const own = program({
        username: "anna",
        email: "anna.keller@acme.example",
        description: "One line",
        lastName: "Bär",
      });
      expect(await up(...own)).toEqual(["update Anna"]);
      expect(await bench.writes()).toEqual({});
      expect([idOf("Anna"), engine.resources.get("Anna")!.state["portalSpellings"]]).toEqual([id, undefined]);
      expect(await engine.refresh()).toEqual(AS_IT_IS);
    });

    it("takes one update to know it, where the state is of an earlier version", async () => {
      await up(...program({ username: "anna" }));
      for (const { state } of engine.resources.values()) delete state["portalSpellings"];
      expect((await engine.refresh()).changed).toEqual(["Anna", "acme"]);
      await up(...program({ username: "anna" }));
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      expect(await up(...program({ username: "anna" }))).toEqual([]);
    });

    it("keeps no value of it in the state", async () => {
      await up(...program());
      const { portalSpellings } = engine.resources.get("Anna")!.state;
      expect(Object.keys(portalSpellings as object).sort()).toEqual(["description", "email", "lastName", "username"]);
      for (const mark of Object.values(portalSpellings as object)) expect(mark).toMatch(/^[0-9a-f]{8}$/);
      expect(engine.resources.get("acme")!.state["portalSpellings"]).toBeDefined();
    });
  });

  it("as Scaleway might: customers and members go on, and can be deleted", async () => {
    const bench = await ScalewayBench.start();
    try {
      await through(bench, bench.sandbox.scaleway.endpoint);
      const program = (inputs = {}) => [
        organization("acme", {
          email: "IT@customer.example",
          name: "Acme",
          description: "a customer \n",
          onDelete: "lock",
        }),
        member("Anna", { email: "Anna@partner.example", ...inputs }),
      ];
      await up(...program());
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      expect(await up(...program())).toEqual([]);
      expect(await up(...program({ firstName: "Annina" }))).toEqual(["update Anna"]);
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      // Rules that look at what somebody has find the person all the same.
      await up(...program({ profiles: ["Administrators"] }));
      await bench.askedBy(engine, program({ locked: true }), {
        rule: "scaleway/U5",
        property: "locked",
        label: "Anna",
      });
      await up(...program({ confirm: ["scaleway/U5"] }));
      expect(await up()).toEqual(["delete Anna", "delete acme"]);
      expect(bench.said.join("\n")).not.toContain("has to confirm");
    } finally {
      await bench.close();
    }
  });

  it("as gridscale might, which goes on after its answer: nothing is waited for in vain", async () => {
    const bench = await GridscaleBench.start(20);
    try {
      await through(bench, bench.sandbox.gridscale.endpoint);
      const program = (inputs = {}) => [
        account("acme", { name: "Acme AG" }),
        person("anna", { email: "Anna@partner.example", firstName: "Anna", ...inputs }),
      ];
      await up(...program());
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      expect(await up(...program({ email: "Anna.Keller@partner.example" }))).toEqual(["update anna"]);
      expect(await engine.refresh()).toEqual(AS_IT_IS);
      expect(await up(...program({ email: "Anna.Keller@partner.example" }))).toEqual([]);
    } finally {
      await bench.close();
    }
  });
});
