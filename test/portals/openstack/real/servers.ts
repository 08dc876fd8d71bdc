import type { RunningSandbox } from "../../../../sandbox";
import { type Cloud, type ServiceName, startCloud } from "../../../../tools/openstack";
import { OpenstackByHand } from "../byHand";
import { Front, type Way } from "./front";

/** What tests of one portal have of a sandbox. */
export type Servers = Pick<RunningSandbox, "openstack" | "baseUrl" | "close">;

/** Where the paths of the sandbox lead, by the names of processes. */
const PATHS: Readonly<Record<string, (region: string) => string>> = {
  identity: () => "/openstack/identity",
  compute: (region) => `/openstack/${region}/compute`,
  "block-storage": (region) => `/openstack/${region}/volume`,
  network: (region) => `/openstack/${region}/network`,
  registration: () => "/openstack/registration",
};

function pathOf(name: string): string {
  const [type = "", region = ""] = name.split(".");
  return PATHS[type]!(region);
}

async function recordsOf(byHand: OpenstackByHand): Promise<object> {
  const lists = ["domains", "users", "groups", "projects"];
  const entries = lists.map(async (list) => {
    const records = await byHand.all(`/${list}`, list);
    return [list, records.map(({ domain_id: domainId, ...record }) => ({ ...record, domainId }))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Real servers of OpenStack behind a front. Whoever uses them has them alone, with the databases that they began with. */
export class RealServers {
  private last: Promise<void> = Promise.resolve();

  private constructor(
    readonly cloud: Cloud,
    readonly front: Front,
  ) {}

  static async start(services: readonly ServiceName[] = [], regions?: readonly string[]): Promise<RealServers> {
    const front = await Front.start();
    const shownAs = (name: string) => `${front.url}${pathOf(name)}`;
    const cloud = await startCloud({ services, regions, shownAs, log: () => undefined });
    front.ways = Object.entries(cloud.endpoints).map(([name, address]): Way => ({ path: pathOf(name), address }));
    return new RealServers(cloud, front);
  }

  /** Waits until nobody else uses them; `close` hands them back. */
  async use(): Promise<Servers> {
    const before = this.last;
    let handBack: () => void = () => undefined;
    this.last = new Promise((resolve) => (handBack = resolve));
    await before;
    this.front.restore();
    await this.cloud.restore();
    const { OS_USERNAME: username, OS_PASSWORD: password } = this.cloud.env as Record<string, string>;
    const openstack = {
      endpoint: `${this.front.url}${pathOf("identity")}/v3`,
      username: username!,
      password: password!,
      userDomainName: "Default",
      projectName: "admin",
      projectDomainName: "Default",
      regionName: "ch-1",
    };
    const byHand = new OpenstackByHand({ ...openstack, endpoint: this.cloud.authUrl });
    this.front.dump = () => recordsOf(byHand);
    return {
      baseUrl: this.front.url,
      openstack,
      close: () => Promise.resolve(handBack()),
    };
  }

  async close(): Promise<void> {
    await this.cloud.close();
    await this.front.close();
  }
}
