import { operations, type ContractOperation } from "../../../../provider/portals/csp/contract";
import { type Json, limits, type OperationName, TestPortal } from "../../../sandbox/portalClient";

/** Bodies that would be accepted for an object of one's own. */
const BODIES: Readonly<Record<string, object>> = {
  createClient: { name: "Mine AG", state: "trial", uprovideAccountId: "UP-10009" },
  requestDecommission: { kind: "trial", projects: [] },
  createProfile: { name: "Mine", level: "client", permissions: [] },
  createClientProfile: { name: "Mine", level: "client", permissions: [] },
  createQuotaProfile: { name: "Mine", ...limits(1) },
  createClientQuotaProfile: { name: "Mine", ...limits(1) },
  setClientQuota: { limits: limits(1) },
  setProjectQuota: { limits: limits(0) },
  createQuotaRequest: { region: "ch-1", items: [{ resource: "vcpus", requested: 1 }] },
  createProject: { name: "mine" },
  setProjectRoles: { roles: ["member"] },
  createAccessRule: { type: "source_ip", cidr: "127.0.0.1" },
  createResellerUserAccessRule: { type: "source_ip", cidr: "127.0.0.1" },
  setUserPermissions: { permissions: [] },
  setResellerUserPermissions: { permissions: [] },
};

describe("two resellers at one portal", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  it("neither sees nor changes anything of the other, by any operation", async () => {
    const parameters = await wholeRealm(portal);
    const { region: _region, serviceKey: _serviceKey, ...ids } = parameters;
    const { token } = (await portal.control("POST", "/csp/resellers")).body as { token: string };
    const before = JSON.stringify((await portal.control("GET", "/dump")).body.csp);

    const reached: string[] = [];
    for (const operation of Object.values(operations) as (ContractOperation & { id: OperationName })[]) {
      const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const request = {
        parameters,
        body:
          BODIES[operation.id] ??
          (operation.request === undefined ? undefined : await aBody(portal, operation.id, token)),
        token,
        ...(operation.ifMatch === true ? { ifMatch: "*" } : {}),
      };
      if (operation.list === true && named.length === 0) {
        const { items } = await portal.done(operation.id, { token, ...queryFor(operation) });
        const text = JSON.stringify(items);
        if (Object.values(ids).some((id) => text.includes(id))) reached.push(operation.id);
      } else if (named.some((name) => name in ids)) {
        const { status } = await portal.call(operation.id, request);
        if (status !== 404) reached.push(`${operation.id}: ${status}`);
      }
    }
    expect(reached).toEqual([]);
    expect(JSON.stringify((await portal.control("GET", "/dump")).body.csp)).toBe(before);
  });

  it("have names, pools and quotas of their own, and the first one sees nothing new either", async () => {
    await portal.newClient("Muster AG");
    const { token } = (await portal.control("POST", "/csp/resellers")).body as { token: string };
    const me = await portal.done("getMe", { token });
    expect([me.resellerId, (await portal.done("getMe")).resellerId]).toEqual(["reseller-2", "reseller-1"]);
    await portal.done("createClient", { token, body: { ...BODIES["createClient"], name: "Muster AG" } });
    portal.pass();
    for (const who of [undefined, token]) {
      const { items } = await portal.done("listClients", { token: who });
      expect(items.map(({ name }: Json) => name)).toEqual(["Muster AG"]);
    }
    const owners = await Promise.all(
      [undefined, token].map(async (of) => (await portal.done("listClients", { token: of })).items[0].resellerId),
    );
    expect(owners).toEqual(["reseller-1", "reseller-2"]);
  });
});

function queryFor({ query = [] }: ContractOperation): { query?: Record<string, string> } {
  return query.includes("region") ? { query: { region: "ch-1" } } : {};
}

async function aBody(portal: TestPortal, id: OperationName, token: string): Promise<object> {
  if (id === "createUser" || id === "createClientUser") {
    const { items } = await portal.done("listProfiles", { token });
    return { username: "x", email: "x@example.com", firstName: "X", lastName: "Y", profileId: items[1].id };
  }
  return {};
}

/** One object of every kind, and the ids of all of them by the names that paths use. */
async function wholeRealm(portal: TestPortal): Promise<Record<string, string>> {
  const { clientId, projectId } = await portal.newProject("Muster AG");
  const { user } = await portal.newClientUser(clientId, "anna");
  const parameters = { clientId, projectId, userId: user.id as string };
  const rule = await portal.done("createAccessRule", { parameters, body: { type: "source_ip", cidr: "203.0.113.1" } });
  const profile = await portal.newProfile("Storage", "client", []);
  const quotaProfile = await portal.done("createQuotaProfile", { body: { name: "Small", ...limits(1) } });
  const request = await portal.done("createQuotaRequest", { parameters, body: BODIES["createQuotaRequest"] });
  await portal.done("setProjectRoles", { parameters, body: { roles: ["member"] } });
  const { id: operationId } = await portal.done("createProject", { parameters, body: { name: "second" } });
  portal.pass();
  return {
    clientId,
    projectId,
    userId: user.id,
    ruleId: rule.id,
    profileId: profile.id,
    quotaProfileId: quotaProfile.id,
    requestId: request.id,
    operationId,
    region: "ch-1",
    serviceKey: "openstack",
  };
}
