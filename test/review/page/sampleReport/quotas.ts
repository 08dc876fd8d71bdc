import type { Report } from "../../../../review";
import type { SampleRealm } from "./realm";

export function quotas(realm: SampleRealm): Report["quotas"] {
  const acme = realm.crowded();
  const own = (name: string, before: number, after: number, used: number) => ({
    account: acme?.key,
    region: "zurich",
    name,
    before,
    after,
    used,
    shared: after * 1.25,
  });
  return [
    own("vcpus", 384, 512, 301),
    own("ram_gib", 1536, 2048, 1210),
    { name: "vcpus", region: "zurich", before: 3072, after: 3200, used: 2218, pool: 4096 },
    ...realm.accounts
      .slice(0, 40)
      .map(({ key }) => ({ account: key, region: "zurich", name: "floating_ips", before: 16, after: 16, used: 5 })),
  ];
}
