import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { BudgetServer } from "../../../cli/fleet/budget/server";
import { BUDGET_VARIABLE, budgetOf } from "../../../provider/portals/budget";
import { HttpConnection, ResponseError } from "../../../provider/transport";
import { type Answer, failureOf, GET, json, POST, TOKEN } from "../../transport/portalServer";

const STACKS = 4;

interface World {
  readonly budget: BudgetServer;
  readonly stack: (name: string, token?: string) => HttpConnection;
  /** What came to the portal. */
  readonly seen: string[];
}

/** A portal, the budget of a fleet, and the connections of stacks to both. */
async function withFleet(answer: Answer, work: (world: World) => Promise<void>, writesNothing = true): Promise<void> {
  const seen: string[] = [];
  const server = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response, seen.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const budget = await BudgetServer.open();
  budget.phase({ writesNothing, stacks: STACKS });
  const open: HttpConnection[] = [];
  const stack = (name: string, token = TOKEN) => {
    const shared = budgetOf({ portal: "csp", endpoint, credentials: { token } }, budget.environment(name));
    const connection = new HttpConnection({ endpoint, token, budget: shared, maxAttempts: 1 });
    open.push(connection);
    return connection;
  };
  try {
    await work({ budget, stack, seen });
  } finally {
    for (const connection of open) connection.close();
    await budget.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const counting: Answer = (_request, response, count) => json(response, 200, { count }, { etag: `"${count}"` });

describe("what the providers of a fleet share", () => {
  it("is one reading of each answer: whoever comes while it is read waits for it, and the counts say so", async () => {
    await withFleet(counting, async ({ budget, stack, seen }) => {
      const list = { ...GET, query: { page: 1 } };
      const answers = await Promise.all(["one", "two", "three"].map((name) => stack(name).request(list)));
      expect(answers.map(({ body, headers, status }) => ({ body, status, etag: headers["etag"] }))).toEqual(
        Array(3).fill({ body: { count: 1 }, status: 200, etag: '"1"' }),
      );
      await stack("four").request({ ...GET, query: { page: 2 } });
      expect(seen).toEqual(["GET /things?page=1", "GET /things?page=2"]);
      const counts = ["one", "two", "three", "four", "none"].map((name) => budget.counts(name));
      expect(counts.map(({ reads }) => reads).toSorted()).toEqual([0, 0, 0, 1, 1]);
      expect(counts.map(({ shared }) => shared).toSorted()).toEqual([0, 0, 0, 1, 1]);
    });
  });

  it("is nothing for whoever asks again, wants to know what is true now, or has written: that is read from the portal", async () => {
    await withFleet(counting, async ({ stack }) => {
      await stack("reader").request(GET);
      const again = stack("again");
      expect((await again.request(GET)).body).toEqual({ count: 1 });
      expect((await again.request(GET)).body).toEqual({ count: 2 });
      const anew = stack("anew");
      anew.readAnew();
      expect((await anew.request(GET)).body).toEqual({ count: 3 });
      const writer = stack("writer");
      await writer.request(POST);
      expect((await writer.request(GET)).body).toEqual({ count: 5 });
      expect((await stack("other").request(GET)).body).toEqual({ count: 1 });
    });
  });

  it("is nothing where only a few stacks run: the lists of their own accounts are shorter than those of all", async () => {
    await withFleet(counting, async ({ budget, stack, seen }) => {
      budget.phase({ writesNothing: true, stacks: 3 });
      for (const name of ["one", "two", "three"]) {
        const connection = stack(name);
        expect(await connection.sharesReadings()).toBe(false);
        await connection.request(GET);
      }
      expect(seen).toHaveLength(3);
      budget.phase({ writesNothing: true, stacks: STACKS });
      expect(await stack("four").sharesReadings()).toBe(true);
    });
  });

  it("is nothing of another token, of a phase that writes, or of the phase before", async () => {
    await withFleet(counting, async ({ budget, stack }) => {
      await stack("reader").request(GET);
      expect((await stack("stranger", "another-token").request(GET)).body).toEqual({ count: 2 });
      budget.phase({ writesNothing: false, stacks: STACKS });
      expect((await stack("up").request(GET)).body).toEqual({ count: 3 });
      expect((await stack("up").request(GET)).body).toEqual({ count: 4 });
      budget.phase({ writesNothing: true, stacks: STACKS });
      expect((await stack("refresh").request(GET)).body).toEqual({ count: 5 });
      expect(budget.counts("up")).toEqual({ reads: 0, writes: 0, shared: 0 });
    });
  });

  it("is no error: everybody is refused by the portal itself", async () => {
    const refusing: Answer = (_request, response) => json(response, 404, {});
    await withFleet(refusing, async ({ stack, seen }) => {
      const errors = await Promise.all(["one", "two"].map((name) => failureOf(stack(name).request(GET))));
      for (const error of errors) expect(error).toBeInstanceOf(ResponseError);
      expect(seen).toHaveLength(2);
    });
  });

  it("is read by the next where whoever reads is gone", async () => {
    const first: { came: () => void; promise: Promise<void> } = { came: () => undefined, promise: Promise.resolve() };
    first.promise = new Promise((resolve) => (first.came = resolve));
    const hanging: Answer = (_request, response, count) =>
      count === 1 ? first.came() : json(response, 200, { count });
    await withFleet(hanging, async ({ stack }) => {
      const dying = stack("dying");
      const lost = failureOf(dying.request(GET));
      await first.promise;
      const waiting = stack("waiting").request(GET);
      dying.close();
      expect((await waiting).body).toEqual({ count: 2 });
      await lost;
    });
  });
});

describe("a budget that isn't there", () => {
  it("keeps nobody from the portal, from the beginning or from the middle on", async () => {
    let close: () => Promise<void> = () => Promise.resolve();
    const answer: Answer = (_request, response, count) => {
      if (count !== 2) return void json(response, 200, { count });
      // Whoever waits for a turn, or for somebody's answer, goes on alone.
      void close().then(() => json(response, 200, { count }));
    };
    await withFleet(answer, async ({ budget, stack, seen }) => {
      close = () => budget.close();
      await stack("one").request(GET);
      const all = ["one", "two", "three"].map((name) => stack(name).request({ ...GET, path: "/others" }));
      expect(await Promise.all(all)).toHaveLength(3);
      expect(seen.length).toBeGreaterThanOrEqual(4);
      await stack("late").request(GET);
    });
  });

  it("is told by a variable that names an address and a stack, and by no other value", () => {
    const settings = { portal: "csp" as const, endpoint: "https://portal.example.com", credentials: { token: TOKEN } };
    const budget = budgetOf(settings, { [BUDGET_VARIABLE]: "/run/fleet#1/budget#acme" });
    expect(budget).toEqual({ address: "/run/fleet#1/budget", stack: "acme", connection: expect.any(String) as string });
    for (const value of ["", "#acme", "/run/budget"])
      expect(budgetOf(settings, { [BUDGET_VARIABLE]: value })).toBeUndefined();
    expect(budgetOf(settings, {})).toBeUndefined();
  });

  it("knows connections by nothing that a credential can be guessed from, and tells apart whatever differs in them", () => {
    const of = (token: string, endpoint = "https://a.example.com", address = "/run/budget") =>
      budgetOf({ portal: "csp", endpoint, credentials: { token } }, { [BUDGET_VARIABLE]: `${address}#acme` })
        ?.connection;
    expect(of("secret")).toBe(of("secret"));
    expect(
      new Set([
        of("secret"),
        of("other"),
        of("secret", "https://b.example.com"),
        of("secret", "https://a.example.com", "/run/next"),
      ]).size,
    ).toBe(4);
  });
});
