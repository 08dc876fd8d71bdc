import { type ChildProcess, spawn } from "node:child_process";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { BudgetServer } from "../../../cli/fleet/budget/server";
import { startSandbox } from "../../../sandbox";

const PROVIDER = path.resolve(__dirname, "..", "..", "..", "dist", "provider");
const LIMIT = { requests: 10, windowMs: 400 };
const CONCURRENCY = 3;
const REQUESTS = 20;
/** So many requests come before the budget is gone: all of the killed one, and some of the others. */
const BEFORE_THE_END = 30;

/** Sends requests, all at once. */
const SENDER = `
  const { HttpConnection } = require(${JSON.stringify(path.join(PROVIDER, "transport"))});
  const { budgetOf } = require(${JSON.stringify(path.join(PROVIDER, "portals", "budget"))});
  const endpoint = process.env.ENDPOINT;
  const budget = budgetOf({ portal: "csp", endpoint, credentials: { token: "token" } });
  const connection = new HttpConnection({
    endpoint, token: "token", budget, rateLimit: ${JSON.stringify(LIMIT)}, maxConcurrency: ${CONCURRENCY},
  });
  const send = (_, number) => connection.request({ method: "GET", path: "/" + process.env.NAME + "/" + number });
  Promise.all(Array.from({ length: ${REQUESTS} }, send)).then(() => connection.close());
`;

/** Reads all objects of all kinds, and prints how many there are. */
const READER = `
  const { Lifecycle, readSettings } = require(${JSON.stringify(path.join(PROVIDER, "lifecycle"))});
  const { KIND_NAMES } = require(${JSON.stringify(path.join(PROVIDER, "model"))});
  const settings = async () => readSettings({ get: () => undefined, environment: process.env });
  const lifecycle = new Lifecycle({ settings, say: () => undefined });
  Promise.all(KIND_NAMES.map((kind) => lifecycle.everything(kind)))
    .then((all) => console.log(all.map((listing) => listing?.found.length)))
    .finally(() => lifecycle.close());
`;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function run(
  program: string,
  environment: Readonly<Record<string, string>>,
): { process: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ["-e", program], { env: { ...process.env, ...environment } });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  return { process: child, ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, output }))) };
}

describe("a budget over real processes", () => {
  it("is kept by all together, also where one is killed; without it, everybody goes on", async () => {
    const came: number[] = [];
    const underWay = new Set<http.ServerResponse>();
    let most = 0;
    const budget = await BudgetServer.open();
    let isShared = true;
    const portal = http.createServer((request, response) => {
      const [, name = "", number] = request.url!.split("/");
      if (isShared) came.push(Date.now());
      underWay.add(response);
      response.once("close", () => underWay.delete(response));
      most = Math.max(most, underWay.size);
      // Its turns are given back by nobody but the system.
      if (name === "killed" && number === "4") return void first.process.kill("SIGKILL");
      const answer = () => response.writeHead(200, { "content-type": "application/json" }).end("{}");
      if (came.length === BEFORE_THE_END) {
        isShared = false;
        return void budget.close().then(answer);
      }
      setImmediate(answer);
    });
    await new Promise<void>((resolve) => portal.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    const start = (name: string) => run(SENDER, { ...budget.environment(name), ENDPOINT: endpoint, NAME: name });
    const first = start("killed");
    expect((await first.ended).code).toBeNull();
    const others = await Promise.all(["one", "two"].map((name) => start(name).ended));
    portal.closeAllConnections();
    await new Promise((resolve) => portal.close(resolve));
    expect(others).toEqual(Array(2).fill({ code: 0, output: "" }));
    came.forEach((moment, index) => {
      const earlier = came[index - LIMIT.requests];
      if (earlier !== undefined) expect(moment - earlier).toBeGreaterThanOrEqual(LIMIT.windowMs);
    });
    expect(came).toHaveLength(BEFORE_THE_END);
    // Together no more than one connection may have; two go on alone in the end.
    expect(most).toBeLessThanOrEqual(2 * CONCURRENCY);
  });

  it("has the lists of a portal read once, however many processes need them", async () => {
    const sandbox = await startSandbox();
    const budget = await BudgetServer.open();
    const calls = async () => {
      const report = await (await fetch(`${sandbox.baseUrl}/_sandbox/calls`)).json();
      await fetch(`${sandbox.baseUrl}/_sandbox/calls`, { method: "DELETE" });
      return report as { total: number };
    };
    const { endpoint, token } = sandbox.csp;
    const environment = { RESELLER_PORTAL: "csp", RESELLER_ENDPOINT: endpoint, RESELLER_TOKEN: token };
    const alone = await run(READER, environment).ended;
    const ofOne = await calls();
    budget.phase({ writesNothing: true, stacks: 4 });
    const names = ["one", "two", "three", "four"];
    const together = await Promise.all(
      names.map((name) => run(READER, { ...environment, ...budget.environment(name) }).ended),
    );
    const ofAll = await calls();
    const counts = names.map((name) => budget.counts(name));
    await budget.close();
    await sandbox.close();
    expect(alone.code).toBe(0);
    for (const answer of together) expect(answer).toEqual(alone);
    expect(ofAll).toEqual(ofOne);
    expect(counts.reduce((sum, { reads }) => sum + reads, 0)).toBe(ofOne.total);
    expect(counts.reduce((sum, { shared }) => sum + shared, 0)).toBe(3 * ofOne.total);
  });
});
