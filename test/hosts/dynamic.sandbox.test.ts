import axios from "axios";
import { type RunningSandbox, startSandbox } from "../../sandbox";

import type * as Dynamic from "../../provider/hosts/dynamic";

type Host = typeof Dynamic;

const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const PROFILE = { name: "P", level: "client", permissions: ["show_usage"] };

/** A host as a fresh process has it: nothing configured. */
function freshHost(): Host {
  jest.resetModules();
  return require("../../provider/hosts/dynamic") as Host;
}

describe("the dynamic host", () => {
  let sandbox: RunningSandbox;
  const config = (overrides: Record<string, string> = {}) => {
    const values: Record<string, string> = {
      "reseller:portal": "csp",
      "reseller:endpoint": sandbox.csp.endpoint,
      "reseller:token": sandbox.csp.token,
      ...overrides,
    };
    return { config: { get: (key: string) => values[key] } };
  };
  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 0 });
  });
  afterAll(() => sandbox.close());

  it("waits for the configuration where calls overtake it, for every kind", async () => {
    const host = freshHost();
    const other = { ...PROFILE, name: "Another" };
    const early = Promise.all([host.Profile.check({}, other), host.Profile.create(PROFILE)]);
    await host.User.configure(config());
    const [checked, created] = await early;
    expect(checked.failures).toEqual([]);
    expect(created.id).toMatch(/^profile_/);
    await host.Profile.delete(created.id, created.outs);
  });

  it("passes unknown values through, at any depth", async () => {
    const host = freshHost();
    await host.Profile.configure(config());
    const checked = await host.Profile.check(
      {},
      { ...PROFILE, name: UNKNOWN_VALUE, permissions: ["show_usage", UNKNOWN_VALUE] },
    );
    expect(checked).toEqual({
      inputs: { ...PROFILE, name: UNKNOWN_VALUE, permissions: ["show_usage", UNKNOWN_VALUE] },
      failures: [],
    });
  });

  it("throws errors without a stack, and without the token", async () => {
    const host = freshHost();
    await host.Profile.configure(config({ "reseller:token": "wrong-but-secret" }));
    const error = await host.Profile.create(PROFILE).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain("status 401");
    expect([error?.stack, String(error).includes("wrong-but-secret")]).toEqual(["", false]);
  });

  it("takes over a state of the plugin, which doesn't name the provider, by an update that sends nothing", async () => {
    const host = freshHost();
    await host.Profile.configure(config());
    const { id, outs } = await host.Profile.create({ ...PROFILE, name: "Of the plugin" });
    const news = { ...PROFILE, name: "Of the plugin", __provider: "of this host" };
    expect(await host.Profile.diff(id, outs, news)).toMatchObject({ changes: true, replaces: [] });
    expect(await host.Profile.diff(id, { ...outs, __provider: "of this host" }, news)).toMatchObject({
      changes: false,
    });
    const calls = async () => {
      const { data } = await axios.get<{ routes: Record<string, Record<string, number>> }>(
        `${sandbox.baseUrl}/_sandbox/calls`,
      );
      return Object.entries(data.routes["csp"] ?? {}).filter(([route]) => !route.startsWith("GET "));
    };
    const before = await calls();
    expect(await host.Profile.update(id, outs, news)).toEqual({ outs });
    expect(await calls()).toEqual(before);
    await host.Profile.delete(id, outs);
  });

  it("makes one failure of bad settings, and of a portal that can't be reached", async () => {
    const host = freshHost();
    await host.Profile.configure(config({ "reseller:portal": "nowhere" }));
    const { failures } = await host.Profile.check({}, PROFILE);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toContain("not a portal this provider knows");
  });
});
