import { type Cloud, startCloud } from "../../../../tools/openstack";

let cloud: Promise<Cloud> | undefined;

/** Servers of all services, with the content that they began with: started once for a test file, since that takes longer than most tests. */
export async function allServers(): Promise<Cloud> {
  cloud ??= startCloud({ services: ["compute", "volume", "network", "registration"], log: () => undefined });
  await (await cloud).restore();
  return cloud;
}

afterAll(async () => (await cloud)?.close());
