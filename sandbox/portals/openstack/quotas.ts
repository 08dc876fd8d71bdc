import { compositeKey } from "../../store/collection";
import type { OpenStackRealm } from "./realm";
import type { QuotaService } from "./records";

export type Amounts = Readonly<Record<string, number>>;

/** What a new cloud allows each project. */
export const DEFAULTS: Readonly<Record<QuotaService, Amounts>> = {
  compute: {
    cores: 20,
    instances: 10,
    key_pairs: 100,
    metadata_items: 128,
    ram: 51_200,
    server_group_members: 10,
    server_groups: 10,
  },
  volume: {
    volumes: 10,
    per_volume_gigabytes: -1,
    snapshots: 10,
    gigabytes: 1000,
    backups: 10,
    backup_gigabytes: 1000,
    groups: 10,
    volumes___DEFAULT__: -1,
    gigabytes___DEFAULT__: -1,
    snapshots___DEFAULT__: -1,
  },
  network: {
    network: 100,
    subnet: 100,
    subnetpool: -1,
    port: 500,
    router: 10,
    router_route: 30,
    floatingip: 50,
    rbac_policy: 10,
    security_group: 10,
    security_group_rule: 100,
  },
};

/** What Nova shows beside, to whoever asks for no later version of its API. */
export const OLD_COMPUTE: Amounts = {
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  security_group_rules: -1,
  security_groups: -1,
};

/** All that a project is allowed. */
export function limitsIn(realm: OpenStackRealm, service: QuotaService, region: string, projectId: string): Amounts {
  const old = service === "compute" ? OLD_COMPUTE : {};
  return { ...DEFAULTS[service], ...old, ...realm.quotas.get(compositeKey(service, region, projectId))?.limits };
}

/** Sets what is named; the rest stays. */
export function setQuota(
  realm: OpenStackRealm,
  service: QuotaService,
  region: string,
  projectId: string,
  limits: Amounts,
): void {
  const id = compositeKey(service, region, projectId);
  realm.quotas.put({ id, service, region, projectId, limits: { ...realm.quotas.get(id)?.limits, ...limits } });
}

export function resetQuota(realm: OpenStackRealm, service: QuotaService, region: string, projectId: string): void {
  realm.quotas.remove(compositeKey(service, region, projectId));
}
