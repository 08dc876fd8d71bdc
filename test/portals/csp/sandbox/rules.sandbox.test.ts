import { limits, type Json, TestPortal } from "../../../sandbox/portalClient";

interface RuleCase {
  readonly rule: string;
  readonly what: string;
  /** Does what must be refused, and returns the problem. */
  readonly attempt: (portal: TestPortal, name: string) => Promise<Json>;
  readonly problem: object;
}

const onField = (field: string, code?: string) => ({
  status: 422,
  code: "validation",
  errors: expect.arrayContaining([
    expect.objectContaining({ field, ...(code === undefined ? {} : { code }) }),
  ]) as unknown,
});

const newClient = (input: object) => (portal: TestPortal, name: string) =>
  portal.refused("createClient", { body: { name, state: "trial", uprovideAccountId: "UP-10001", ...input } });

const changedClient =
  (input: object, change: object, prepare?: (portal: TestPortal, clientId: string) => Promise<unknown>) =>
  async (portal: TestPortal, name: string) => {
    const clientId = await portal.newClient(name, input);
    await prepare?.(portal, clientId);
    return portal.refused("updateClient", { parameters: { clientId }, body: change, ifMatch: "*" });
  };

const activated =
  (serviceKey: string, availableServices: readonly string[]) => async (portal: TestPortal, name: string) => {
    const clientId = await portal.newClient(name, { availableServices });
    return portal.refused("activateService", { parameters: { clientId, serviceKey } });
  };

const newProfile = (level: string, permissions: readonly string[]) => (portal: TestPortal, name: string) =>
  portal.refused("createProfile", { body: { name, level, permissions } });

const changedProfile =
  (level: string, before: readonly string[], after: readonly string[]) => async (portal: TestPortal, name: string) => {
    const { id: profileId } = await portal.newProfile(name, level, before);
    return portal.refused("updateProfile", { parameters: { profileId }, body: { permissions: after }, ifMatch: "*" });
  };

const CASES: readonly RuleCase[] = [
  {
    rule: "csp/C1",
    what: "a uProvide account that is gone",
    async attempt(portal, name) {
      await portal.control("DELETE", "/csp/uprovide-accounts/UP-12001");
      return newClient({ uprovideAccountId: "UP-12001" })(portal, name);
    },
    problem: onField("uprovideAccountId", "not_found"),
  },
  {
    rule: "csp/C3",
    what: "a new client that is disabled",
    attempt: newClient({ state: "disabled" }),
    problem: onField("state"),
  },
  {
    rule: "csp/C3",
    what: "a client set to inactive",
    attempt: changedClient({}, { state: "inactive" }),
    problem: onField("state"),
  },
  {
    rule: "csp/C3",
    what: "a client that the provider has disabled",
    attempt: changedClient({}, { state: "trial" }, (portal, clientId) =>
      portal.control("PUT", `/csp/clients/${clientId}/state`, { state: "disabled" }),
    ),
    problem: { status: 409, code: "invalid_transition" },
  },
  {
    rule: "csp/C4",
    what: "a colour by name",
    attempt: newClient({ primaryColor: "red" }),
    problem: onField("primaryColor"),
  },
  {
    rule: "csp/C4",
    what: "an icon that is no URL",
    attempt: newClient({ iconUrl: "logo.png" }),
    problem: onField("iconUrl"),
  },
  {
    rule: "csp/C7",
    what: "a client deleted by its reseller",
    attempt: async (portal, name) =>
      portal.refused("deleteClient", { parameters: { clientId: await portal.newClient(name) }, ifMatch: "*" }),
    problem: { status: 403, code: "provider_only" },
  },
  {
    rule: "csp/V1",
    what: "S3 ticked without OpenStack",
    attempt: newClient({ availableServices: ["s3"] }),
    problem: onField("availableServices", "dependency_missing"),
  },
  {
    rule: "csp/V1",
    what: "S3 activated before OpenStack",
    attempt: activated("s3", ["openstack", "s3"]),
    problem: { status: 409, code: "dependency_missing" },
  },
  {
    rule: "csp/V1",
    what: "S3 activated while OpenStack is still activating",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      await portal.done("activateService", { parameters: { clientId, serviceKey: "openstack" } });
      return portal.refused("activateService", { parameters: { clientId, serviceKey: "s3" } });
    },
    problem: { status: 409, code: "dependency_missing" },
  },
  {
    rule: "csp/V2",
    what: "a service that was not ticked",
    attempt: activated("openstack", []),
    problem: { status: 409, code: "not_available" },
  },
  {
    rule: "csp/V2",
    what: "a service of a client that uProvide has not pushed yet",
    attempt: async (portal, name) => {
      const body = { name, state: "trial", uprovideAccountId: "UP-10001", availableServices: ["openstack"] };
      const { resource } = await portal.done("createClient", { body });
      return portal.refused("activateService", { parameters: { clientId: resource.id, serviceKey: "openstack" } });
    },
    problem: { status: 409, code: "not_available" },
  },
  {
    rule: "csp/V4",
    what: "an active service made unavailable",
    attempt: changedClient({ availableServices: ["openstack"] }, { availableServices: [] }, (portal, clientId) =>
      portal.activate(clientId),
    ),
    problem: { status: 409, code: "invalid_transition" },
  },
  {
    rule: "csp/U1",
    what: "a profile that does not exist",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      const body = await portal.userInput("anna", "User", { profileId: "profile-of-nobody" });
      return portal.refused("createClientUser", { parameters: { clientId }, body });
    },
    problem: onField("profileId", "not_found"),
  },
  {
    rule: "csp/U1",
    what: "a profile of another client",
    attempt: async (portal, name) => {
      const [own, other] = [await portal.newClient(name), await portal.newClient(`${name} 2`)];
      const profile = await portal.done("createClientProfile", {
        parameters: { clientId: other },
        body: { name: `Profile of ${name}`, level: "client", permissions: [] },
      });
      const body = await portal.userInput("anna", "User", { profileId: profile.id });
      return portal.refused("createClientUser", { parameters: { clientId: own }, body });
    },
    problem: onField("profileId", "not_found"),
  },
  {
    rule: "csp/U2",
    what: "a client's user with Client-Adm",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      return portal.refused("createClientUser", {
        parameters: { clientId },
        body: await portal.userInput("anna", "Client-Adm"),
      });
    },
    problem: onField("profileId", "profile_has_clients_permission"),
  },
  {
    rule: "csp/U2",
    what: "a client's user moved to a reseller profile",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      const { user } = await portal.newClientUser(clientId, "anna");
      const { id: profileId } = await portal.newProfile(`Profile of ${name}`, "reseller", ["show_clients"]);
      return portal.refused("updateClientUser", {
        parameters: { clientId, userId: user.id },
        body: { profileId },
        ifMatch: "*",
      });
    },
    problem: onField("profileId", "profile_has_clients_permission"),
  },
  {
    rule: "csp/U2",
    what: "a client's user granted a Clients permission",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      const { user } = await portal.newClientUser(clientId, "anna");
      const body = { permissions: ["show_clients"] };
      return portal.refused("setUserPermissions", { parameters: { clientId, userId: user.id }, body, ifMatch: "*" });
    },
    problem: onField("permissions"),
  },
  {
    rule: "csp/P1",
    what: "a client profile with a Clients permission",
    attempt: newProfile("client", ["show_users", "show_clients"]),
    problem: { status: 422, code: "client_profile_has_clients_permission" },
  },
  {
    rule: "csp/P1",
    what: "a client profile patched to hold a Clients permission",
    attempt: changedProfile("client", ["show_users"], ["show_users", "manage_clients"]),
    problem: { status: 422, code: "client_profile_has_clients_permission" },
  },
  {
    rule: "csp/P2",
    what: "a reseller profile without a Clients permission",
    attempt: newProfile("reseller", ["show_users"]),
    problem: { status: 422, code: "reseller_profile_needs_clients_permission" },
  },
  {
    rule: "csp/P2",
    what: "a reseller profile patched to lose its last Clients permission",
    attempt: changedProfile("reseller", ["show_clients"], ["show_users"]),
    problem: { status: 422, code: "reseller_profile_needs_clients_permission" },
  },
  {
    rule: "csp/P9",
    what: "a permission that is in no catalogue",
    attempt: newProfile("client", ["fly"]),
    problem: onField("permissions", "not_found"),
  },
  {
    rule: "csp/P7",
    what: "a profile deleted while somebody has it",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      const { id: profileId } = await portal.newProfile(name, "client", []);
      await portal.done("createClientUser", {
        parameters: { clientId },
        body: await portal.userInput("anna", "User", { profileId }),
      });
      return portal.refused("deleteProfile", { parameters: { profileId }, ifMatch: "*" });
    },
    problem: { status: 409, code: "in_use" },
  },
  {
    rule: "csp/P7",
    what: "a standard profile deleted",
    attempt: async (portal) =>
      portal.refused("deleteProfile", {
        parameters: { profileId: (await portal.profileNamed("User")).id },
        ifMatch: "*",
      }),
    problem: { status: 403, code: "not_owner" },
  },
  {
    rule: "csp/P7",
    what: "a standard profile changed",
    attempt: async (portal) =>
      portal.refused("updateProfile", {
        parameters: { profileId: (await portal.profileNamed("User")).id },
        body: { description: "mine" },
        ifMatch: "*",
      }),
    problem: { status: 403, code: "not_owner" },
  },
  {
    rule: "csp/Q1",
    what: "an inheritable quota profile of a client",
    attempt: async (portal, name) =>
      portal.refused("createClientQuotaProfile", {
        parameters: { clientId: await portal.newClient(name) },
        body: { name, inheritable: true, ...limits(1) },
      }),
    problem: onField("inheritable"),
  },
  {
    rule: "csp/Q2",
    what: "the predefined quota profile changed",
    attempt: async (portal) => {
      const { items } = await portal.done("listQuotaProfiles", { query: { "filter[name]": "object-storage" } });
      return portal.refused("updateQuotaProfile", {
        parameters: { quotaProfileId: items[0].id },
        body: { vcpus: 1 },
        ifMatch: "*",
      });
    },
    problem: { status: 403, code: "inherited_readonly" },
  },
  {
    rule: "csp/Q4",
    what: "more for clients than the reseller has",
    attempt: async (portal, name) => {
      const [first, second] = [await portal.newClient(name), await portal.newClient(`${name} 2`)];
      await portal.setQuota(first, "ch-2", limits(0, { ramGb: 400_000 }));
      const body = { limits: limits(0, { ramGb: 100_001 }) };
      return portal.refused("setClientQuota", { parameters: { clientId: second, region: "ch-2" }, body, ifMatch: "*" });
    },
    problem: {
      status: 409,
      code: "quota_exceeded",
      resource: "ramGb",
      region: "ch-2",
      limit: 100_000,
      requested: 100_001,
    },
  },
  {
    rule: "csp/Q4",
    what: "more for projects than the client has",
    attempt: async (portal, name) => {
      const parameters = { ...(await portal.newProject(name)), region: "ch-1" };
      return portal.refused("setProjectQuota", {
        parameters,
        body: { limits: limits(0, { vcpus: 11 }) },
        ifMatch: "*",
      });
    },
    problem: { status: 409, code: "quota_exceeded", resource: "vcpus", limit: 10, requested: 11 },
  },
  {
    rule: "csp/Q5",
    what: "a project's quota below what it uses",
    attempt: async (portal, name) => {
      const parameters = { ...(await portal.newProject(name)), region: "ch-1" };
      await portal.done("setProjectQuota", { parameters, body: { limits: limits(5, { projects: 0 }) }, ifMatch: "*" });
      await portal.control("PUT", `/csp/projects/${parameters.projectId}/usage/ch-1`, { vcpus: 3 });
      return portal.refused("setProjectQuota", {
        parameters,
        body: { limits: limits(5, { vcpus: 2, projects: 0 }) },
        ifMatch: "*",
      });
    },
    problem: { status: 409, code: "below_usage", resource: "vcpus", limit: 3, requested: 2 },
  },
  {
    rule: "csp/Q5",
    what: "a client's quota below what its projects were given",
    attempt: async (portal, name) => {
      const parameters = { ...(await portal.newProject(name)), region: "ch-1" };
      await portal.done("setProjectQuota", { parameters, body: { limits: limits(5, { projects: 0 }) }, ifMatch: "*" });
      return portal.refused("setClientQuota", {
        parameters,
        body: { limits: limits(10, { instances: 4 }) },
        ifMatch: "*",
      });
    },
    problem: { status: 409, code: "below_usage", resource: "instances" },
  },
  {
    rule: "csp/Q6",
    what: "a project of a client that may have none",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      await portal.activate(clientId);
      return portal.refused("createProject", { parameters: { clientId }, body: { name: "web" } });
    },
    problem: { status: 409, code: "quota_exceeded", resource: "projects", limit: 0 },
  },
  {
    rule: "csp/Q9",
    what: "a request decided twice",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      const body = { region: "ch-1", items: [{ resource: "vcpus", requested: 1 }] };
      const { id: requestId } = await portal.done("createQuotaRequest", { parameters: { clientId }, body });
      await portal.done("rejectQuotaRequest", { parameters: { requestId } });
      return portal.refused("approveQuotaRequest", { parameters: { requestId } });
    },
    problem: { status: 409, code: "not_pending" },
  },
  {
    rule: "csp/Q11",
    what: "a negative, a fractional and a missing number, all at once",
    attempt: (portal, name) => {
      const { networks: _networks, ...numbers } = limits(1, { vcpus: -1, ramGb: 1.5 });
      return portal.refused("createQuotaProfile", { body: { name, ...numbers } });
    },
    problem: {
      ...onField("vcpus"),
      errors: ["vcpus", "ramGb", "networks"].map((field) => expect.objectContaining({ field }) as unknown),
    },
  },
  {
    rule: "csp/O1",
    what: "a project without active OpenStack",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      await portal.setQuota(clientId, "ch-1", limits(1));
      return portal.refused("createProject", { parameters: { clientId }, body: { name: "web" } });
    },
    problem: { status: 409, code: "dependency_missing" },
  },
  {
    rule: "csp/O5",
    what: "a project deleted that is not empty",
    attempt: async (portal, name) => {
      const parameters = await portal.newProject(name);
      await portal.control("PUT", `/csp/projects/${parameters.projectId}/usage/ch-2`, { volumes: 1 });
      return portal.refused("deleteProject", { parameters, ifMatch: "*" });
    },
    problem: { status: 409, code: "not_empty" },
  },
  {
    rule: "csp/U6",
    what: "a client decommissioned while it has users",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      await portal.newClientUser(clientId, "anna");
      return portal.refused("requestDecommission", { parameters: { clientId }, body: { kind: "trial", projects: [] } });
    },
    problem: { status: 409, code: "not_empty" },
  },
  {
    rule: "csp/A3",
    what: "an access rule whose address is none",
    attempt: async (portal, name) => {
      const clientId = await portal.newClient(name);
      const { user } = await portal.newClientUser(clientId, "anna");
      return portal.refused("createAccessRule", {
        parameters: { clientId, userId: user.id },
        body: { type: "source_ip", cidr: "10.0.0.0/33" },
      });
    },
    problem: onField("cidr"),
  },
];

describe("the rules of the portal", () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start();
  });
  afterAll(() => portal.close());

  it.each(CASES.map((entry, place) => ({ ...entry, name: `Case ${place}` })))(
    "$rule refuses $what",
    async ({ attempt, name, problem }) => {
      expect(await attempt(portal, name)).toMatchObject(problem);
    },
  );

  it("name_taken: each name once where it must be", async () => {
    const { clientId } = await portal.newProject("Names AG");
    const { user } = await portal.newClientUser(clientId, "anna");
    await portal.newProfile("Named", "client", []);
    await portal.done("createQuotaProfile", { body: { name: "Named", ...limits(1) } });
    const taken = { status: 409, code: "name_taken" };
    expect(
      await portal.refused("createClient", {
        body: { name: "Names AG", state: "demo", uprovideAccountId: "UP-10002" },
      }),
    ).toMatchObject({ ...taken, existingId: clientId });
    expect(
      await portal.refused("createClientUser", { parameters: { clientId }, body: await portal.userInput("anna") }),
    ).toMatchObject({ ...taken, existingId: user.id });
    expect(await portal.refused("createUser", { body: await portal.userInput("realm-operator") })).toMatchObject(taken);
    expect(
      await portal.refused("createProfile", { body: { name: "Named", level: "client", permissions: [] } }),
    ).toMatchObject(taken);
    expect(await portal.refused("createQuotaProfile", { body: { name: "Named", ...limits(1) } })).toMatchObject(taken);
    expect(await portal.refused("createProject", { parameters: { clientId }, body: { name: "web" } })).toMatchObject(
      taken,
    );
    const other = await portal.newClient("Other names AG");
    await portal.newClientUser(other, "anna");
    await portal.done("createClientQuotaProfile", {
      parameters: { clientId: other },
      body: { name: "Named", ...limits(1) },
    });
  });

  it("name_taken: a renamed client sets its old name free, and holds its new one at once", async () => {
    const clientId = await portal.newClient("Before AG");
    await portal.done("updateClient", { parameters: { clientId }, body: { name: "After AG" }, ifMatch: "*" });
    expect(
      await portal.refused("createClient", {
        body: { name: "After AG", state: "demo", uprovideAccountId: "UP-10002" },
      }),
    ).toMatchObject({ code: "name_taken" });
    portal.pass();
    await portal.newClient("Before AG");
    expect((await portal.done("listClients", { query: { "filter[name]": "After AG" } })).items).toMatchObject([
      { id: clientId },
    ]);
  });

  it("csp/V1: S3 can be activated once OpenStack is active, and activating twice changes nothing", async () => {
    const clientId = await portal.newClient("Storage AG");
    await portal.activate(clientId, "openstack");
    await portal.activate(clientId, "s3");
    const again = await portal.call("activateService", { parameters: { clientId, serviceKey: "s3" } });
    expect([again.status, again.body.status]).toEqual([200, "succeeded"]);
  });

  it("csp/V4: a service that an edit under way makes unavailable can't be activated meanwhile", async () => {
    const clientId = await portal.newClient("Muster AG");
    await portal.activate(clientId);
    const parameters = { clientId, serviceKey: "s3" };
    await portal.done("updateClient", { parameters, body: { availableServices: ["openstack"] }, ifMatch: "*" });
    expect((await portal.refused("activateService", { parameters })).code).toBe("not_available");
  });

  it("csp/P3: who sees a profile follows from its permissions", async () => {
    expect((await portal.newProfile("For clients", "client", ["show_usage"])).visibleTo).toBe("all_clients");
    expect((await portal.newProfile("For resellers", "reseller", ["show_clients"])).visibleTo).toBe("reseller_only");
  });

  it("csp/Q3: a new default takes the place of the old one, in its own scope only", async () => {
    const clientId = await portal.newClient("Defaults AG");
    const create = async (name: string) =>
      (await portal.done("createQuotaProfile", { body: { name, default: true, ...limits(1) } })).id as string;
    const first = await create("First default");
    const ofClient = await portal.done("createClientQuotaProfile", {
      parameters: { clientId },
      body: { name: "Own default", default: true, ...limits(1) },
    });
    const second = await create("Second default");
    const isDefault = async (quotaProfileId: string) =>
      (await portal.done("getQuotaProfile", { parameters: { quotaProfileId } })).default as boolean;
    expect(await Promise.all([first, second, ofClient.id as string].map(isDefault))).toEqual([false, true, true]);
  });

  it("csp/Q7: a changed quota profile changes no allocation", async () => {
    const { clientId } = await portal.newProject("Allocations AG");
    await portal.setQuota(clientId, "ch-1", limits(20));
    const profile = await portal.done("createQuotaProfile", {
      body: { name: "Template", inheritable: true, ...limits(3) },
    });
    const { resource } = await portal.done("createProject", {
      parameters: { clientId },
      body: { name: "shop", quotaProfileId: profile.id },
    });
    await portal.done("updateQuotaProfile", {
      parameters: { quotaProfileId: profile.id },
      body: limits(9),
      ifMatch: "*",
    });
    const quota = await portal.done("getProjectQuota", {
      parameters: { clientId, projectId: resource.id, region: "ch-1" },
    });
    expect(quota.limits).toEqual(limits(3, { projects: 0 }));
  });
});
