import { operations, type ContractOperation } from "../../../../provider/portals/csp/contract";
import { REQUIRED_PERMISSION } from "../../../../sandbox/portals/csp/requiredPermission";
import { type Json, type OperationName, TestPortal } from "../../../sandbox/portalClient";

interface Entry {
  readonly account: string | null;
  readonly permissions: readonly string[];
  readonly panels: readonly string[];
}

/** Every operation that asks for a permission; those for the reseller alone, and those of a client, apart. */
const GUARDED = Object.values(operations as Readonly<Record<string, ContractOperation>>).flatMap(
  ({ id, path, flags = [] }) => {
    const name = id as OperationName;
    const permission = REQUIRED_PERMISSION[name];
    if (permission === null) return [];
    return [{ name, permission, isResellers: flags.includes("reseller"), isInClient: path.includes("{clientId}") }];
  },
);

/** Lists of what is in a client, which are there for whoever may enter it. */
const LISTS = GUARDED.filter(({ name, isResellers }) => {
  const { path, list }: ContractOperation = operations[name];
  return list === true && !isResellers && /^\/clients\/\{clientId\}\/[^{]*$/.test(path);
});

/** What the sandbox says of a person's access, held against what it lets that person do. */
describe("GET /_sandbox/csp/people/{personId}/access", () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await TestPortal.start();
  });
  afterEach(() => portal.close());

  const accessOf = async (userId: string): Promise<Json> =>
    (await portal.control("GET", `/csp/people/${userId}/access`)).body;
  const newResellerUser = async (username: string, profile: string, others: object = {}): Promise<string> =>
    (await portal.done("createUser", { body: await portal.userInput(username, profile, others) })).user.id as string;

  /** Whether the portal names a missing permission, when the person calls an operation with nothing that it could work on. */
  const lacks = async (token: string, name: OperationName, clientId: string): Promise<boolean> => {
    const parameters = { clientId, userId: "x", ruleId: "x", sessionId: "x", profileId: "x", region: "ch-1" };
    const { status, body } = await portal.call(name, { parameters: { ...parameters, serviceKey: "x" }, token });
    return status === 403 && body.code === "permission_missing";
  };

  it("agrees with what every operation admits of people of all sorts, in their own client and in others", async () => {
    const clients = [await portal.newClient("Muster AG"), await portal.newClient("Other AG")];
    const [own, other] = clients as [string, string];
    const usage = await portal.newProfile("Usage", "client", ["show_usage", "show_projects"]);
    await portal.newProfile("Desk", "reseller", ["show_clients", "show_users", "approve_reject_request"]);
    const clientUser = async (username: string, profile: string, others: object = {}): Promise<string> => {
      const body = await portal.userInput(username, profile, others);
      return (await portal.done("createClientUser", { parameters: { clientId: own }, body })).user.id as string;
    };
    const granted = await clientUser("beside", "User");
    const body = { permissions: ["show_services", "delete_user"] };
    await portal.done("setUserPermissions", { parameters: { clientId: own, userId: granted }, body, ifMatch: "*" });
    const people: [id: string, areas: (string | null)[]][] = [
      [await clientUser("administrator", "User-Adm"), [own]],
      [await clientUser("several", "User", { permissionSets: [usage.id] }), [own]],
      [granted, [own]],
      [await newResellerUser("desk", "Desk"), [null, own, other]],
      [await newResellerUser("all", "Client-Adm"), [null, own, other]],
      [await newResellerUser("little", "User"), [null, own, other]],
    ];
    for (const [id, areas] of people) {
      const { canLogIn, because, access } = (await accessOf(id)) as Json;
      const entries = access as Entry[];
      expect([canLogIn, because, entries.map(({ account }) => account)]).toEqual([true, null, areas]);
      const token = await portal.tokenOf(id);
      const me = (await portal.done("getMe", { token })).permissions as string[];
      for (const { permissions } of entries) expect(permissions).toEqual([...me].sort());

      for (const clientId of clients) {
        for (const { name, permission } of LISTS) {
          const { status } = await portal.call(name, { parameters: { clientId }, token });
          const admitted = areas.includes(clientId) ? 200 : 404;
          expect([name, status]).toEqual([name, me.includes(permission) ? admitted : 403]);
        }
        const here = entries.find(({ account }) => account === clientId);
        if (here === undefined) continue;
        for (const { name, permission, isResellers, isInClient } of GUARDED) {
          if (!isInClient || (isResellers && !areas.includes(null))) continue;
          const isHeld = here.permissions.includes(permission);
          expect([name, await lacks(token, name, clientId)]).toEqual([name, !isHeld]);
        }
      }
      const realm = entries.find(({ account }) => account === null);
      if (realm !== undefined)
        for (const { name, permission } of GUARDED.filter(({ isInClient }) => !isInClient))
          expect([name, await lacks(token, name, own)]).toEqual([name, !realm.permissions.includes(permission)]);
    }
  });

  it("shows the entries of the menu that the services of each client give", async () => {
    const [own, other] = [await portal.newClient("Muster AG"), await portal.newClient("Other AG")];
    const { user } = await portal.newClientUser(own, "anna");
    const desk = await newResellerUser("desk", "Client-Adm");
    const panels = async (id: string) =>
      ((await accessOf(id)).access as Entry[]).map((entry) => entry.panels.includes("S3 object storage"));
    expect([await panels(user.id as string), await panels(desk)]).toEqual([[false], [true, false, false]]);
    for (const service of ["openstack", "s3"]) await portal.activate(other, service);
    expect([await panels(user.id as string), await panels(desk)]).toEqual([[false], [true, false, true]]);
    for (const service of ["openstack", "s3"]) await portal.activate(own, service);
    expect([await panels(user.id as string), await panels(desk)]).toEqual([[true], [true, true, true]]);
    const view = (await portal.control("GET", `/csp/users/${user.id as string}/view`)).body;
    expect(((await accessOf(user.id as string)).access as Entry[])[0]?.panels).toEqual(view.panels);
  });

  it("tells what conditional access binds the person to, as far as it binds, and takes no permission away for it", async () => {
    const clientId = await portal.newClient("Muster AG");
    const { user } = await portal.newClientUser(clientId, "anna");
    const parameters = { clientId, userId: user.id as string };
    const before = await accessOf(user.id as string);
    expect(before).not.toHaveProperty("conditional");
    const night = { days: ["mon"], from: "20:00", to: "22:00" };
    for (const rule of [
      { type: "source_ip", cidr: "203.0.113.0/24" },
      { type: "source_ip", cidr: "198.51.100.1", enabled: false },
      { type: "access_times", ...night },
    ])
      await portal.done("createAccessRule", { parameters, body: rule });
    expect(await accessOf(user.id as string)).toEqual({
      ...before,
      conditional: { addresses: ["203.0.113.0/24"], times: [night] },
    });
  });

  it("knows nobody who isn't there", async () => {
    expect((await portal.control("GET", "/csp/people/nobody/access")).status).toBe(404);
  });
});
