import * as http from "node:http";
import { type FaultRulesError, parseFaultRules, type FaultRuleInput } from "../../sandbox";
import { TestPortal } from "./portalClient";

interface Raw {
  readonly status?: number;
  readonly type?: string;
  readonly text: string;
  /** Whether the answer came to its announced end. */
  readonly complete: boolean;
}

const INPUT = { name: "Muster AG", state: "demo", uprovideAccountId: "UP-10001" };

describe("faults", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  const setFaults = async (...rules: readonly FaultRuleInput[]) => {
    expect((await portal.control("PUT", "/faults", rules)).status).toBe(200);
  };

  /** Over a socket of its own, with what arrived of an answer that broke off. */
  const raw = (method: string, path: string, body?: object) =>
    new Promise<Raw>((resolve) => {
      const headers = { authorization: `Bearer ${portal.sandbox.csp.token}` };
      const request = http.request(
        `${portal.sandbox.csp.endpoint}${path}`,
        { method, headers, agent: false },
        (response) => {
          let text = "";
          const end = () =>
            resolve({
              status: response.statusCode,
              type: response.headers["content-type"],
              text,
              complete: response.complete,
            });
          response
            .on("data", (chunk: Buffer) => (text += chunk.toString()))
            .on("error", () => undefined)
            .on("close", end);
        },
      );
      request.on("error", () => resolve({ text: "", complete: false }));
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const names = async () => (await portal.done("listClients")).items.map(({ name }: { name: string }) => name);
  const create = () => raw("POST", "/clients", INPUT);

  describe("effects", () => {
    it("status before: another answer, and nothing was done", async () => {
      await setFaults({
        match: { method: "POST" },
        effect: { status: 503, headers: { "Retry-After": "7" }, body: { code: "busy" } },
      });
      expect(await create()).toMatchObject({ status: 503, text: '{"code":"busy"}' });
      expect(await names()).toEqual([]);
    });

    it("status after: another answer, and the work is done", async () => {
      await setFaults({ match: { method: "POST" }, effect: { status: 503, body: "busy", when: "after" } });
      expect(await create()).toMatchObject({ status: 503, text: "busy" });
      expect(await names()).toEqual(["Muster AG"]);
    });

    it.each([
      ["before", [] as string[]],
      ["after", ["Muster AG"]],
    ] as const)("cut headers %s: no answer", async (when, left) => {
      await setFaults({ match: { method: "POST" }, effect: { cut: "headers", when } });
      expect(await create()).toEqual({ text: "", complete: false });
      expect(await names()).toEqual(left);
    });

    it("cut body: half of what was announced", async () => {
      await setFaults({ match: { method: "POST" }, effect: { cut: "body", when: "after" } });
      const answer = await create();
      expect(answer).toMatchObject({ status: 202, complete: false });
      expect(answer.text).toMatch(/^\{"id"/);
      expect(await names()).toEqual(["Muster AG"]);
    });

    it("html: a login page with status 200, and nothing was done", async () => {
      await setFaults({ match: { method: "POST" }, effect: { html: true } });
      expect(await create()).toMatchObject({ status: 200, type: "text/html; charset=utf-8", complete: true });
      expect(await names()).toEqual([]);
    });

    it("truncate: JSON that stops in the middle, of a correct length", async () => {
      await setFaults({ match: { route: "/me" }, effect: { truncate: true } });
      const answer = await raw("GET", "/me");
      expect(answer).toMatchObject({ status: 200, type: "application/json; charset=utf-8", complete: true });
      expect(() => JSON.parse(answer.text) as unknown).toThrow();
    });

    it("empty: status 200 and no body", async () => {
      await setFaults({ match: { route: "/me" }, effect: { empty: true } });
      expect(await raw("GET", "/me")).toMatchObject({ status: 200, text: "", complete: true });
    });

    it("mutate: one value of another type, the rest as it is", async () => {
      await setFaults({ match: { route: "/regions" }, effect: { mutate: { pointer: "/items/0/id", value: 5 } } });
      expect(JSON.parse((await raw("GET", "/regions")).text)).toEqual({
        items: [
          { id: 5, name: "Switzerland 1" },
          { id: "ch-2", name: "Switzerland 2" },
        ],
        nextCursor: null,
      });
    });

    it("delayMs: the answer is held back", async () => {
      await setFaults(
        { match: { route: "/me" }, effect: { delayMs: 80 } },
        { match: { route: "/me" }, effect: { delayMs: 40 } },
      );
      const started = performance.now();
      await portal.done("getMe");
      expect(performance.now() - started).toBeGreaterThanOrEqual(119);
    });

    it("hang: no answer until the sandbox is closed", async () => {
      await setFaults({ effect: { hang: true } });
      const hanging = raw("GET", "/me");
      await portal.close();
      expect(await hanging).toEqual({ text: "", complete: false });
      portal = await TestPortal.start();
    });

    it("rateLimit: 429 with Retry-After beyond so many in a second", async () => {
      await setFaults({ rateLimit: { perSecond: 3 } });
      const statuses = [];
      for (let sent = 0; sent < 5; sent++) statuses.push((await portal.call("getMe")).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect((await portal.call("getMe")).headers.get("retry-after")).toBe("1");
      portal.pass(1000);
      await portal.done("getMe");
    });
  });

  describe("which requests", () => {
    const statuses = async (count: number) => {
      const all = [];
      for (let sent = 0; sent < count; sent++) all.push((await raw("GET", "/me")).status);
      return all;
    };

    it("nth: just that one", async () => {
      await setFaults({ nth: 2, effect: { status: 503 } });
      expect(await statuses(4)).toEqual([200, 503, 200, 200]);
    });

    it("every: each so manieth", async () => {
      await setFaults({ every: 2, effect: { status: 503 } });
      expect(await statuses(4)).toEqual([200, 503, 200, 503]);
    });

    it("times: at most so often", async () => {
      await setFaults({ times: 1, effect: { status: 503 } });
      expect(await statuses(3)).toEqual([503, 200, 200]);
    });

    it("match: portal, method and route, where * is any", async () => {
      await setFaults(
        { match: { portal: "other" }, effect: { status: 500 } },
        { match: { method: "POST", route: "*" }, effect: { status: 501 } },
        { match: { route: "/clients/{clientId}" }, effect: { status: 502 } },
      );
      expect((await raw("GET", "/me")).status).toBe(200);
      expect((await create()).status).toBe(501);
      expect((await raw("GET", "/clients/anything")).status).toBe(502);
    });

    it("each rule counts for itself, and of two that fire the first wins", async () => {
      await setFaults({ nth: 2, effect: { status: 500 } }, { every: 2, effect: { status: 503 } });
      expect(await statuses(4)).toEqual([200, 500, 200, 503]);
    });

    it("faulted requests are counted as calls", async () => {
      await setFaults({ effect: { status: 503 } });
      await statuses(2);
      expect((await portal.control("GET", "/calls")).body).toEqual({ total: 2, routes: { csp: { "GET /me": 2 } } });
    });
  });

  describe("rules that can't be understood", () => {
    const problemsOf = (rules: unknown): readonly string[] => {
      try {
        parseFaultRules(rules, "faults.json");
      } catch (error) {
        expect((error as Error).message).toContain("faults.json");
        return (error as FaultRulesError).problems;
      }
      return [];
    };

    it("are all named at once, with the number of the rule", () => {
      expect(
        problemsOf([
          { effect: { status: 700 } },
          { match: { methd: "GET" }, nth: 0, effect: { cut: "middle" } },
          { effect: {} },
          { effect: { hang: true, html: true } },
          { rateLimit: { perSecond: 0.5 } },
          "often",
        ]),
      ).toEqual([
        "rule 1: effect.status must be from 200 to 599",
        "rule 2: match has unknown members: methd",
        "rule 2: nth must be 1 or more",
        'rule 2: effect.cut must be "headers" or "body"',
        "rule 3: effect must have exactly one of status, cut, delayMs, hang, html, truncate, mutate, empty",
        "rule 4: effect must have exactly one of status, cut, delayMs, hang, html, truncate, mutate, empty",
        "rule 5: rateLimit.perSecond must be a whole number",
        "rule 6: must be an object",
      ]);
    });

    it("are refused at run time too, and leave the old ones in force", async () => {
      await setFaults({ effect: { status: 503 } });
      const answer = await portal.control("PUT", "/faults", { effect: 1 });
      expect(answer).toMatchObject({ status: 400, body: { problems: ["must be a JSON array of rules"] } });
      expect((await raw("GET", "/me")).status).toBe(503);
    });

    it("what is read back can be written again", async () => {
      await setFaults({ nth: 3, effect: { cut: "body" } }, { match: { method: "post" }, rateLimit: { perSecond: 2 } });
      const { body } = await portal.control("GET", "/faults");
      expect((await portal.control("PUT", "/faults", body)).body).toEqual(body);
    });
  });
});
