import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import axios from "axios";
import { parse, stringify } from "yaml";
import { type PortalContract, probe, type Probe, readOverlay } from "../../provider/contract";
import { Lifecycle, readSettings } from "../../provider/lifecycle";
import { PortalRefusal, spokenTo } from "../../provider/portals";
import { operations as csp } from "../../provider/portals/csp/contract";
import { cspContract } from "../../provider/portals/csp/contractFacts";
import { Wire as CspWire } from "../../provider/portals/csp/wire";
import { gridscaleContract } from "../../provider/portals/gridscale/contractFacts";
import { Wire as GridscaleWire } from "../../provider/portals/gridscale/wire";
import { HttpConnection } from "../../provider/transport";
import { type RunningSandbox, type SandboxOptions, startSandbox, type VendorContract } from "../../sandbox";
import { settings as cspSettings } from "../portals/csp/settings";
import { settings as gridscaleSettings } from "../portals/gridscale/settings";
import { MiniEngine, Reference } from "../support/miniEngine";

const portals = {
  csp: { contract: cspContract, settings: cspSettings },
  gridscale: { contract: gridscaleContract, settings: gridscaleSettings },
};
type Portal = keyof typeof portals;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dialects-"));
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Overlay {
  readonly connection: Record<string, unknown>;
  readonly operations: Readonly<Record<string, Record<string, unknown>>>;
}
type Change = (overlay: Overlay) => void;

/** A file with the dialect of a portal, in which something is another way. */
function dialect(portal: Portal, change: Change = () => undefined): string {
  const overlay = parse(fs.readFileSync(path.join(__dirname, "dialects", `${portal}.yaml`), "utf8")) as Overlay;
  change(overlay);
  const file = path.join(folder, `${portal}.yaml`);
  fs.writeFileSync(file, stringify(overlay));
  return file;
}

/** A sandbox of one portal's vendor. */
async function vendorOf(portal: Portal, file: string, options: SandboxOptions = {}): Promise<RunningSandbox> {
  const overlay = readOverlay(file, portals[portal].contract as PortalContract) as unknown as VendorContract;
  const sandbox = await startSandbox({ operationDelayMs: 0, contracts: [overlay], ...options });
  open.push(sandbox);
  return sandbox;
}

/** A connection to a portal. @param contract the file that says how it differs */
function spoken(portal: Portal, sandbox: RunningSandbox, contract?: string) {
  const values: Record<string, string> = {
    portal,
    ...portals[portal].settings(sandbox),
    ...(contract === undefined ? {} : { contract }),
  };
  const { connections } = readSettings({ get: (name) => values[name], environment: {} });
  const said = spokenTo(connections.get("default")!)!;
  const http = new HttpConnection({ ...said.http, maxAttempts: 1 });
  open.push(http);
  return { ...said, http, values };
}

function cspWire(sandbox: RunningSandbox, contract?: string): CspWire {
  const { http, ...said } = spoken("csp", sandbox, contract);
  return new CspWire(http, said);
}

function engineAt(sandbox: RunningSandbox, contract: string): MiniEngine {
  const { values } = spoken("csp", sandbox, contract);
  return new MiniEngine(
    () =>
      new Lifecycle({
        settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
        say: () => undefined,
        quietMilliseconds: 1,
      }),
  );
}

async function probed(portal: Portal, sandbox: RunningSandbox, contract?: string): Promise<Probe> {
  const { contract: facts, tongue, http } = spoken(portal, sandbox, contract);
  return probe(facts, tongue, (at, query) => http.request({ method: "GET", path: at, query }));
}

async function calls(sandbox: RunningSandbox, portal: Portal): Promise<Record<string, number>> {
  const { data } = await axios.get<{ routes: Record<string, Record<string, number>> }>(
    `${sandbox.baseUrl}/_sandbox/calls`,
  );
  return data.routes[portal] ?? {};
}

describe.each(["csp", "gridscale"] as const)("a vendor of %s who differs from the contract in every way", (portal) => {
  it("is as its contract.yaml says, by a probe that only reads", async () => {
    const file = dialect(portal);
    const sandbox = await vendorOf(portal, file);
    const { operations, passed } = await probed(portal, sandbox, file);
    expect(operations.filter(({ result }) => result === "differs")).toEqual([]);
    expect(operations.filter(({ calls: number }) => number > 2)).toEqual([]);
    expect(passed).toBe(true);
    expect(Object.keys(await calls(sandbox, portal)).filter((route) => !route.startsWith("GET "))).toEqual([]);
  });

  it("can't be understood without it: every operation fails, and the probe says that all differs", async () => {
    const sandbox = await vendorOf(portal, dialect(portal));
    const { http, contract, ...said } = spoken(portal, sandbox);
    const wire =
      portal === "csp" ? new CspWire(http, { contract, ...said }) : new GridscaleWire(http, { contract, ...said });
    for (const operation of Object.values(contract.operations)) {
      const params = Object.fromEntries([...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, "x"]));
      const body = operation.request === undefined ? {} : { body: {} };
      const send = (wire as { call(operation: unknown, call: unknown): Promise<unknown> }).call.bind(wire);
      const error: unknown = await send(operation, { params, ...body }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(PortalRefusal);
      expect((error as Error).message).toMatch(/^(GET|POST|PUT|PATCH|DELETE) \/\S+: .*\(status 40[14]/);
    }
    const { operations, kinds, passed } = await probed(portal, sandbox);
    expect(operations.filter(({ result }) => result === "same")).toEqual([]);
    expect(kinds.filter(({ verdict }) => verdict !== "unusable")).toEqual([]);
    expect(passed).toBe(false);
  });
});

describe("the sandbox in the words of a vendor", () => {
  it("understands nothing that the vendor has another way", async () => {
    const sandbox = await vendorOf("csp", dialect("csp"));
    const { endpoint, token, contractEndpoint } = sandbox.csp;
    const api = axios.create({
      baseURL: endpoint,
      headers: { "X-Cle-Api": `cle ${token}` },
      validateStatus: () => true,
    });
    const person = { login: "anna", courriel: "a@example.com", identite: { prenom: "A", nom: "B" }, profil: "x" };
    const refusals = await Promise.all([
      api.get("/me"),
      api.get("/fr/moi", { headers: { "X-Cle-Api": "", Authorization: `Bearer ${token}` } }),
      api.get("/fr/comptes", { params: { limit: 5 } }),
      api.get("/fr/quotas", { params: { portee: "revendeur", region: "ch-1" } }),
      api.post("/fr/comptes", { compte: { ...person, username: "anna" }, canal: "api", meta: { version: 2 } }),
      api.post("/fr/comptes", { compte: person }),
      api.post("/fr/comptes", person),
    ]);
    expect(refusals.map(({ status, data }) => [status, (data as { erreur: { code: unknown } }).erreur.code])).toEqual([
      [404, 1404],
      [401, "E_CLE"],
      ...Array.from({ length: 5 }, () => [400, "E_SYNTAXE"]),
    ]);
    expect(refusals.map(({ headers }) => [headers["x-request-id"], typeof headers["x-requete"]])).toEqual(
      refusals.map(() => [undefined, "string"]),
    );
    const plain = axios.create({ baseURL: contractEndpoint, headers: { Authorization: `Bearer ${token}` } });
    expect((await plain.get("/me")).status).toBe(200);
  });

  it.each([
    { by: "cursor", parameter: "suite", next: "autres.suite", size: { parameter: "n", most: 7 } },
    { by: "cursor", parameter: "suite", next: "suite", required: true, size: { parameter: "n", most: 7 } },
    { by: "page", parameter: "page", first: 0, size: { parameter: "n", most: 7 } },
    { by: "page", parameter: "page", size: { parameter: "n", most: 7 }, total: "en_tout" },
    { by: "offset", parameter: "des", first: 1, size: { parameter: "n", most: 7 }, next: "encore" },
    { by: "link", next: "liens.suivant", size: { parameter: "n", most: 7 } },
    { by: "link", size: { parameter: "n", most: 7 } },
    { by: "none" },
  ])("has all pages of a list by $by", async (paging) => {
    const file = dialect("csp", ({ operations }) => {
      operations["listPermissions"]!["paging"] = paging;
    });
    const sandbox = await vendorOf("csp", file);
    const items = await cspWire(sandbox, file).list(csp.listPermissions);
    const { data } = await axios.get<{ items: unknown[] }>(`${sandbox.csp.contractEndpoint}/permissions`, {
      params: { limit: 200 },
      headers: { Authorization: `Bearer ${sandbox.csp.token}` },
    });
    expect(items.map(({ key }) => key)).toEqual((data.items as { key: string }[]).map(({ key }) => key));
    expect((await calls(sandbox, "csp"))["GET /permissions"]).toBe(
      1 + (paging.by === "none" ? 1 : Math.ceil(data.items.length / 7)),
    );
  });
});

describe("what the contract promises and the vendor lacks", () => {
  const anna = { username: "anna", email: "anna@example.com", firstName: "Anna", lastName: "Muster" };

  async function withAnna(change?: Change) {
    const file = dialect("csp", change);
    const sandbox = await vendorOf("csp", file);
    const wire = cspWire(sandbox, file);
    const [profile] = (await wire.list(csp.listProfiles)).filter(({ name }) => name === "User");
    const body = { ...anna, profileId: profile!.id };
    const { user } = (await wire.call(csp.createUser, { body, idempotencyKey: "key" })).body;
    const byHand = axios.create({
      baseURL: sandbox.csp.contractEndpoint,
      headers: { Authorization: `Bearer ${sandbox.csp.token}`, "If-Match": "*" },
    });
    return { sandbox, wire, user, byHand, params: { userId: user.id } };
  }

  it.each([
    { without: "ETags", change: () => undefined },
    {
      without: "If-Match",
      change: ({ connection }: Overlay) => void (connection["headers"] = { ifMatch: "none", etag: "X-Etat" }),
    },
  ])("what somebody changed since it was read is not overwritten, without $without", async ({ change }) => {
    const { sandbox, wire, user, byHand, params } = await withAnna(change);
    await byHand.patch(`/users/${user.id}`, { lastName: "By Hand" });
    await axios.delete(`${sandbox.baseUrl}/_sandbox/calls`);
    const write = (ifMatch: string) => wire.call(csp.updateUser, { params, body: { firstName: "Anne" }, ifMatch });
    await expect(write(user.etag)).rejects.toMatchObject({
      reason: "stale",
      message: expect.stringContaining("changed since it was read; nothing was sent") as unknown,
    });
    expect(await calls(sandbox, "csp")).toEqual({ "GET /users/{userId}": 1 });
    const now = (await wire.list(csp.listUsers)).find(({ id }) => id === user.id)!;
    expect((await write(now.etag)).body).toMatchObject({ firstName: "Anne", lastName: "By Hand" });
  });

  it("a create whose answer is lost is not sent again without an idempotency key", async () => {
    const { sandbox, wire, user } = await withAnna();
    await axios.delete(`${sandbox.baseUrl}/_sandbox/calls`);
    const cut = {
      match: { portal: "csp", method: "POST", route: "/users" },
      effect: { cut: "headers", when: "after" },
    };
    await axios.put(`${sandbox.baseUrl}/_sandbox/faults`, [cut]);
    const body = { ...anna, username: "ben", profileId: user.profileId };
    await expect(wire.call(csp.createUser, { body, idempotencyKey: "other" })).rejects.toMatchObject({
      uncertain: true,
    });
    expect(await calls(sandbox, "csp")).toEqual({ "POST /users": 1 });
    expect((await wire.list(csp.listUsers)).filter(({ username }) => username === "ben")).toHaveLength(1);
  });

  it("an object whose id the portal doesn't tell is not taken for another one", async () => {
    const file = dialect("csp", ({ connection }) => {
      connection["asynchronous"] = "none";
    });
    const sandbox = await vendorOf("csp", file);
    const body = { name: "Acme", state: "trial", availableServices: [], uprovideAccountId: "UP-10001" } as const;
    const said =
      "createClient: the portal's answer has no id at id. Say where it is, as operations.createClient.response";
    // It is looked up before anything else is done.
    await expect(cspWire(sandbox, file).call(csp.createClient, { body })).rejects.toMatchObject({
      uncertain: true,
      message: expect.stringContaining(said) as unknown,
    });
  });

  it("a member that the vendor refuses is named as in the contract", async () => {
    const { wire } = await withAnna();
    const body = { ...anna, username: "ben", email: "nobody", profileId: "x" };
    await expect(wire.call(csp.createUser, { body })).rejects.toMatchObject({
      code: "validation",
      fields: ["email"],
      message: expect.stringContaining("compte.courriel") as unknown,
    });
  });

  it("what is in an account is found in the lists of the whole realm, where the vendor has no others", async () => {
    const file = dialect("csp", ({ operations }) => {
      for (const id of ["listClientUsers", "listClientProjects"]) {
        delete operations[id]!["path"];
        operations[id]!["lacks"] = "no such lists";
      }
    });
    const sandbox = await vendorOf("csp", file);
    const engine = engineAt(sandbox, file);
    const account = new Reference("acme");
    const program = (firstName: string) => [
      {
        kind: "Account" as const,
        label: "acme",
        inputs: { name: "Acme AG", state: "production", availableServices: [], uprovideAccount: "UP-10001" },
      },
      { kind: "User" as const, label: "anna", inputs: { ...anna, firstName, account, profiles: ["User"] } },
    ];
    expect((await engine.up(program("Anna"))).failures).toEqual([]);
    expect(await engine.up(program("Anne"))).toEqual({ steps: ["update anna"], failures: [] });
    expect(await engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    expect(await calls(sandbox, "csp")).toHaveProperty(["GET /users"]);
  });

  it("work that is done when the portal answers is not awaited", async () => {
    const file = dialect("csp", ({ connection, operations }) => {
      connection["asynchronous"] = "none";
      for (const id of ["createClient", "createProject"]) operations[id]!["response"] = { members: { id: "numero" } };
    });
    const sandbox = await vendorOf("csp", file, { operationDelayMs: 20 });
    const engine = engineAt(sandbox, file);
    const account = new Reference("acme");
    const limits = {
      projects: 2,
      instances: 1,
      vcpus: 1,
      ramGb: 1,
      volumes: 1,
      volumeStorageGb: 1,
      volumeSnapshots: 1,
    };
    const program = (name: string) => [
      {
        kind: "Account" as const,
        label: "acme",
        inputs: { name, state: "production", availableServices: ["openstack"], uprovideAccount: "UP-10001" },
      },
      { kind: "ServiceActivation" as const, label: "openstack", inputs: { account, service: "openstack" } },
      {
        kind: "Quota" as const,
        label: "quota",
        inputs: { account, region: "ch-1", limits: { ...limits, routers: 1, networks: 1, floatingIps: 1 } },
      },
      {
        kind: "Project" as const,
        label: "web",
        inputs: { account, name: "web", after: new Reference("openstack") },
        dependsOn: ["openstack", "quota"],
      },
    ];
    expect((await engine.up(program("Acme AG"))).failures).toEqual([]);
    expect(await engine.up(program("Acme AG"))).toEqual({ steps: [], failures: [] });
    expect(await engine.up(program("Acme GmbH"))).toEqual({ steps: ["update acme"], failures: [] });
    expect(await engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    expect(Object.keys(await calls(sandbox, "csp")).filter((route) => route.includes("/operations"))).toEqual([]);
    expect((await engine.up(program("Acme GmbH").slice(0, 3))).failures).toEqual([]);
  });
});
