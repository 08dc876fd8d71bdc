import { Lifecycle, readSettings } from "../../../../provider/lifecycle";
import type { Cloud } from "../../../../tools/openstack";
import { MiniEngine } from "../../../support/miniEngine";
import { domain, project, ref } from "../bench";
import { OpenstackByHand, type Wire } from "../byHand";
import { allServers } from "./allServers";

/** In the project that somebody signs in to: to make something, its id must be in the path. */
async function newVolume(byHand: OpenstackByHand, projectId: unknown): Promise<void> {
  const volume = { name: "disk", size: 1 };
  await byHand.service("block-storage", "ch-1", "POST", `/${String(projectId)}/volumes`, { volume });
}

/** What is left in a project, with real Nova, Cinder and Neutron. */
describe("what is to be deleted at real servers", () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await allServers();
  });

  it("is kept while a network or a volume is in it, which is told by number, and is deleted after that", async () => {
    const admin = {
      endpoint: cloud.authUrl,
      username: String(cloud.env["OS_USERNAME"]),
      password: String(cloud.env["OS_PASSWORD"]),
      userDomainName: "Default",
      projectName: "admin",
      projectDomainName: "Default",
    };
    const byHand = new OpenstackByHand(admin);
    const values: Readonly<Record<string, string>> = { portal: "openstack", ...admin };
    const settings = readSettings({ get: (name) => values[name], environment: {} });
    const engine = new MiniEngine(
      (say) => new Lifecycle({ settings: () => Promise.resolve(settings), say, quietMilliseconds: 1 }),
    );
    const acme = domain("acme", { onDelete: "delete" });
    const [web, disks] = ["web", "disks"].map((name) => project(name, { account: ref("acme") }));
    expect((await engine.up([acme, web!, disks!])).failures).toEqual([]);
    await newVolume(byHand, (await byHand.project("admin"))["id"]);
    const role = String((await byHand.role("admin"))["id"]);
    const { id: admins } = await byHand.user("admin");
    await byHand.api("PUT", `/projects/${engine.resources.get("disks")!.id}/users/${String(admins)}/roles/${role}`);
    const inDisks = new OpenstackByHand({ ...admin, projectName: "disks", projectDomainName: "acme" });
    await newVolume(inDisks, engine.resources.get("disks")!.id);
    const id = engine.resources.get("web")!.id;
    const made: string[] = [];
    for (const name of ["one", "two"]) {
      const { network } = await byHand.service("network", "ch-1", "POST", "/networks", {
        network: { name, tenant_id: id },
      });
      made.push(String((network as Wire)["id"]));
    }
    const full = (await engine.up([])).failures.join("\n");
    expect(full).toContain("in it: 2 networks in ch-1 of the project web. It would stay");
    expect(full).toContain("in it: 1 volume in ch-1 of the project disks. It would stay");
    expect(await byHand.domain("acme")).toMatchObject({ enabled: true });
    for (const network of made) await byHand.service("network", "ch-1", "DELETE", `/networks/${network}`);
    // The volume stays, with its project and the domain.
    expect((await engine.up([])).failures.join("\n")).toContain("1 volume in ch-1 of the project disks");
    expect(await byHand.all("/projects?name=web", "projects")).toEqual([]);
    expect(await byHand.domain("acme")).toMatchObject({ enabled: true });
  });
});
