import type { PortalSession } from "../../../provider/portals";
import { Lifecycle, readSettings } from "../../../provider/lifecycle";
import { openSession } from "../../../provider/portals/openstack/session";
import { type Cloud, startCloud } from "../../../tools/openstack";
import { MiniEngine } from "../../support/miniEngine";
import { domain, person, project, ref } from "./bench";
import { OpenstackByHand, type Wire } from "./byHand";

type Settings = Readonly<Record<string, string>>;

const PASSWORD = "Not-to-be-seen-1";

/** Connections to a real Keystone that answers lists of five, whatever limit it is asked for. */
describe("a connection to a real Keystone", () => {
  let cloud: Cloud;
  let admin: Settings;
  let byHand: OpenstackByHand;
  beforeAll(async () => {
    const changes = { identity: { DEFAULT: { max_db_limit: 5 } } };
    cloud = await startCloud({ changes, log: () => undefined });
    admin = {
      username: String(cloud.env["OS_USERNAME"]),
      password: String(cloud.env["OS_PASSWORD"]),
      userDomainName: "Default",
      projectName: "admin",
      projectDomainName: "Default",
    };
  });
  beforeEach(async () => {
    await cloud.restore();
    byHand = new OpenstackByHand({ endpoint: cloud.authUrl, ...(admin as Required<typeof admin>) } as never);
  });
  afterAll(() => cloud.close());

  const connectionWith = (own: Settings) => {
    const values: Settings = { portal: "openstack", endpoint: cloud.authUrl, ...own };
    return readSettings({ get: (name) => values[name], environment: {} });
  };
  const engineWith = (own: Settings) =>
    new MiniEngine(
      (say) => new Lifecycle({ settings: () => Promise.resolve(connectionWith(own)), say, quietMilliseconds: 1 }),
    );
  /** What a connection's check comes to. */
  const verified = async (own: Settings): Promise<string> => {
    const session: PortalSession = openSession(connectionWith(own).connections.get("default")!, () => undefined);
    try {
      await session.verifyConnection();
      return "sound";
    } catch (error) {
      const { message } = error as Error;
      expect(session.redact(message)).toBe(message);
      return message;
    } finally {
      session.close();
    }
  };
  const newDomain = async (name: string) =>
    String(((await byHand.api("POST", "/domains", { domain: { name } }))["domain"] as Wire)["id"]);
  const newUser = async (name: string, members: object = {}) => {
    const user = { name, password: PASSWORD, domain_id: "default", ...members };
    return String(((await byHand.api("POST", "/users", { user }))["user"] as Wire)["id"]);
  };
  const roleOn = async (domainId: string, userId: string) =>
    `/domains/${domainId}/users/${userId}/roles/${String((await byHand.role("manager"))["id"])}`;
  /** A user of the default domain with the role manager on these domains. */
  const newManager = async (...domains: readonly string[]) => {
    const userId = await newUser("manager");
    for (const id of domains) await byHand.api("PUT", await roleOn(id, userId));
    return { userId, settings: { username: "manager", password: PASSWORD, userDomainName: "Default" } };
  };

  it("tells a wrong password, a wrong domain, and a scope without a role", async () => {
    const refused = "was refused: the password, the name or its domain is wrong";
    expect(await verified(admin)).toBe("sound");
    expect(await verified({ ...admin, password: PASSWORD })).toContain(refused);
    expect(await verified({ ...admin, userDomainName: "Nowhere" })).toContain(refused);
    expect(await verified({ ...admin, projectName: "nothing" })).toContain(
      'has no role in the project "nothing" of the domain "Default", or that doesn\'t exist or is disabled. It has roles in the projects admin',
    );
    const { projectName: _project, projectDomainName: _domain, ...unscoped } = admin;
    expect(await verified(unscoped)).toContain("has no role in a domain that is enabled");
    expect(await verified({ ...unscoped, systemScope: "all" })).toBe("sound");
  });

  it("tells whose it is, and for what", async () => {
    const bearerOf = async (own: Settings) => {
      const session = openSession(connectionWith(own).connections.get("default")!, () => undefined);
      try {
        return await session.bearer();
      } finally {
        session.close();
      }
    };
    const organization = { id: "default", name: "Default" };
    expect(await bearerOf(admin)).toMatchObject({
      name: "admin",
      role: 'admin, manager, member, reader in the project "admin" of the domain "Default"',
      organization,
      ends: null,
      untold: [],
    });
    const { userId, settings } = await newManager(await newDomain("acme"), await newDomain("beta"));
    expect(await bearerOf(settings)).toMatchObject({
      id: userId,
      role: "manager, member, reader in 2 domains",
      organization,
    });
  });

  it("tells that a project isn't enough for whoever is no administrator of the cloud", async () => {
    const account = await newDomain("acme");
    const made = await byHand.api("POST", "/projects", { project: { name: "web", domain_id: account } });
    const userId = await newUser("anna", { domain_id: account });
    const member = String((await byHand.role("member"))["id"]);
    await byHand.api("PUT", `/projects/${String((made["project"] as Wire)["id"])}/users/${userId}/roles/${member}`);
    const anna = { username: "anna", password: PASSWORD, userDomainName: "acme" };
    expect(await verified({ ...anna, projectName: "web", projectDomainName: "acme" })).toContain(
      'the token is for the project "web" of the domain "acme" with the roles member, reader, which may not list domains',
    );
    expect(await verified(anna)).toContain("It has roles in the projects web");
  });

  it("reads lists that end after five whole, and goes on with people whose names differ by case or have a slash", async () => {
    const engine = engineWith(admin);
    const people = Array.from({ length: 12 }, (_, index) => person(`p${index}`, { account: ref("acme") }));
    const names = [
      person("upper", { account: ref("acme"), username: "Anna", confirm: ["openstack/N1"] }),
      person("lower", { account: ref("acme"), username: "anna", confirm: ["openstack/N1"] }),
      person("slash", { account: ref("acme"), username: "anna/é ?" }),
      project("web", { account: ref("acme"), name: "a/b" }),
    ];
    expect((await engine.up([domain("acme"), ...people, ...names])).failures).toEqual([]);
    expect(await engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    expect((await engine.up([domain("acme"), ...people, ...names])).steps).toEqual([]);
  });

  it("goes on where its role was taken away and given back, which ends its tokens of that second, too", async () => {
    const account = await newDomain("acme");
    const { userId, settings } = await newManager(account);
    const session = openSession(connectionWith(settings).connections.get("default")!, () => undefined);
    const { User } = session.kinds;
    await User!.create({ account, username: "first" });
    const role = await roleOn(account, userId);
    for (const name of ["second", "third"]) {
      await byHand.api("DELETE", role);
      await byHand.api("PUT", role);
      await User!.create({ account, username: name });
    }
    session.close();
    const all = await byHand.all(`/users?domain_id=${account}`, "users");
    expect(all.map((user) => user["name"]).sort()).toEqual(["first", "second", "third"]);
  });

  it("takes nothing for gone in a domain that somebody disables", async () => {
    const [acme, beta] = [await newDomain("acme"), await newDomain("beta")];
    const { settings } = await newManager(acme, beta);
    const engine = engineWith(settings);
    const program = [person("anna", { account: acme }), person("ben", { account: beta })];
    expect((await engine.up(program)).failures).toEqual([]);
    await byHand.api("PATCH", `/domains/${acme}`, { domain: { enabled: false } });
    const { failures, ...others } = await engine.refresh();
    expect(others).toEqual({ changed: [], gone: [] });
    expect(failures).toEqual([expect.stringMatching(/^anna: cannot tell: .*the domain acme \(.*\) is disabled/)]);
    await byHand.api("PATCH", `/domains/${acme}`, { domain: { enabled: true } });
    await byHand.api("DELETE", `/users/${engine.resources.get("anna")!.id}`);
    expect(await engine.refresh()).toEqual({ changed: [], gone: ["anna"], failures: [] });
  });

  it("says what is missing of a service that the catalogue doesn't have", async () => {
    const session = openSession(connectionWith(admin).connections.get("default")!, () => undefined);
    const account = await newDomain("acme");
    const made = await byHand.api("POST", "/projects", { project: { name: "web", domain_id: account } });
    const id = String((made["project"] as Wire)["id"]);
    const findings = await session.verify(
      "Quota",
      { project: id, region: "ch-9", limits: { "compute.cores": 1 } },
      { before: undefined, planned: { of: () => undefined, all: () => [] } as never, say: () => undefined },
    );
    session.close();
    expect(findings).toMatchObject([{ rule: "openstack/Q3" }]);
  });
});
