import { kinds, UNKNOWN } from "../../provider/model";
import { KNOWN_IDS_VARIABLE, Lifecycle, readSettings } from "../../provider/lifecycle";
import type { Context } from "../../provider/lifecycle/context";
import { identifyObject } from "../../provider/lifecycle/takeIn";
import { portalNamed } from "../../provider/portals";
import { acme, clientUser, LIMITS, openstack, quota, CspBench } from "../portals/csp/bench";

/** A realm, and a run that only looks at it. */
async function withRealm(work: (bench: CspBench, looking: Lifecycle) => Promise<void>): Promise<void> {
  const bench = await CspBench.start();
  const { endpoint, token } = bench.sandbox.csp;
  const values: Record<string, string> = { portal: "csp", endpoint, token };
  const looking = new Lifecycle({
    settings: () => Promise.resolve(readSettings({ get: (name) => values[name], environment: {} })),
    say: () => undefined,
    onlyLooks: true,
  });
  try {
    await bench.up(acme(), openstack, quota(), clientUser("anna"));
    await bench.resetCalls();
    await work(bench, looking);
    expect(await bench.writes()).toEqual({});
  } finally {
    looking.close();
    await bench.close();
  }
}

describe("a run that only looks", () => {
  it("says where an object that it doesn't find may be out of sight", async () => {
    const driver = {
      canonical: (inputs: unknown) => Promise.resolve(inputs),
      find: () => Promise.resolve(undefined),
      everything: () => Promise.resolve({ found: [], unseen: "the token has no permission of Users" }),
    };
    const context = { kind: kinds.User, driver, session: { portal: portalNamed("csp") } } as unknown as Context;
    expect(await identifyObject(context, { username: "anna" })).toEqual({
      is: "absent",
      because: "was not found, but may exist: the token has no permission of Users",
    });
  });

  it("finds what a declaration is about, and says why where it can't", async () => {
    await withRealm(async (bench, looking) => {
      const account = bench.id("acme");
      const anna = { ...clientUser("anna").inputs, account };
      expect(await looking.identify("User", anna)).toEqual({ is: "there", id: bench.id("anna") });
      expect(await looking.identify("User", { ...anna, profiles: UNKNOWN })).toMatchObject({ is: "there" });
      expect(await looking.identify("User", { ...anna, username: "bob" })).toEqual({ is: "absent" });
      expect(await looking.identify("User", { ...anna, account: UNKNOWN })).toEqual({
        is: "unknown",
        fields: ["account"],
      });
      expect(await looking.identify("Profile", { name: "User-Adm", level: "client", permissions: [] })).toMatchObject({
        is: "unfit",
        because: expect.stringContaining("standard profile") as string,
      });
    });
  });

  it("takes no service for active that isn't, and a quota for what it is", async () => {
    await withRealm(async (bench, looking) => {
      const account = bench.id("acme");
      const service = { account, service: "openstack" };
      expect(await looking.identify("ServiceActivation", service)).toMatchObject({ is: "there" });
      expect(await looking.identify("ServiceActivation", { account, service: "s3" })).toMatchObject({ is: "absent" });
      const unset = { account, region: "ch-2", limits: LIMITS };
      const found = await looking.identify("Quota", unset);
      if (found.is !== "there") throw new Error(found.is);
      const none = Object.fromEntries(Object.keys(LIMITS).map((name) => [name, 0]));
      expect(await looking.takeIn("Quota", found.id, unset)).toMatchObject({
        differing: ["limits"],
        inputs: { limits: none },
      });
    });
  });

  it("has the portal's values where they are others, and leaves out what isn't known and not shown", async () => {
    await withRealm(async (bench, looking) => {
      const account = bench.id("acme");
      const declared = {
        ...clientUser("anna").inputs,
        account,
        lastName: "Else",
        profiles: [UNKNOWN],
        resetPassword: UNKNOWN,
      };
      const taken = await looking.takeIn("User", bench.id("anna"), declared);
      expect(taken?.differing.toSorted()).toEqual(["lastName", "profiles", "resetPassword"]);
      expect(taken?.inputs).toEqual({
        account,
        username: "anna",
        email: "anna@example.com",
        firstName: "anna",
        lastName: "Muster",
        profiles: [expect.any(String)],
      });
      expect(taken?.state).toMatchObject({ lastName: "Muster", effectivePanels: expect.any(Array) as string[] });
    });
  });

  it("fails where it would write", async () => {
    await withRealm(async (bench, looking) => {
      const inputs = { ...clientUser("bob").inputs, account: bench.id("acme") };
      for (const write of [
        () => looking.create("User", inputs),
        () =>
          looking.update("User", bench.id("anna"), bench.state("anna"), { ...bench.state("anna"), lastName: "Else" }),
        () => looking.delete("User", bench.id("anna"), bench.state("anna")),
      ])
        await expect(write()).rejects.toThrow(KNOWN_IDS_VARIABLE);
      expect(await looking.check("User", undefined, { ...inputs, username: "anna" })).toMatchObject({ failures: [] });
    });
  });
});
