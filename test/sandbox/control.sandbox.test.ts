import { type Json, TestPortal } from "./portalClient";

interface Row {
  readonly method: string;
  readonly path: string;
  readonly effect: string;
  readonly body: { readonly type?: string; readonly properties?: Readonly<Record<string, Json>> } | null;
}

describe("GET /_sandbox", () => {
  let portal: TestPortal;
  let rows: readonly Row[];
  beforeAll(async () => {
    portal = await TestPortal.start();
    rows = (await portal.control("GET", "")).body.routes as Row[];
  });
  afterAll(() => portal.close());

  const row = (method: string, path: string) =>
    rows.find((candidate) => candidate.method === method && candidate.path === path);

  it("lists every control route with what it does, itself too", () => {
    expect(row("GET", "/_sandbox")?.body).toBeNull();
    expect(row("GET", "/_sandbox/dump")).toBeDefined();
    expect(new Set(rows.map(({ method, path }) => `${method} ${path}`)).size).toBe(rows.length);
    for (const { effect } of rows) expect(effect).toMatch(/^[A-Z].{10,}[^.]$/);
  });

  it("lists none that isn't there", async () => {
    for (const { method, path } of rows) {
      const { body } = await portal.control(method, path.slice("/_sandbox".length).replace(/\{\w+\}/g, "nobody"));
      expect([path, body?.error ?? ""]).not.toEqual([path, expect.stringContaining("the sandbox has no")]);
    }
  });

  it("shows what each body must be, and the route takes just that", async () => {
    const usage = row("PUT", "/_sandbox/csp/projects/{projectId}/usage/{region}");
    expect(usage?.body?.properties?.["vcpus"]).toMatchObject({ type: "integer", minimum: 0 });
    const { status, body } = await portal.control("PUT", "/csp/projects/x/usage/ch-1", { vcpus: -1, beds: 2 });
    expect(status).toBe(400);
    expect(body.error).toMatch(/vcpus.*beds/);
    expect(row("PUT", "/_sandbox/faults")?.body?.type).toBe("array");
    expect(row("POST", "/_sandbox/csp/nightly-batch")?.body).toBeNull();
  });
});
