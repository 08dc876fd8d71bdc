import type { QuotaLimits } from "pulumi-reseller";

/** Three sizes of customers: the ten numbers of a quota, RAM and volume storage in GB. */

export const small: QuotaLimits = {
  projects: 1,
  instances: 5,
  vcpus: 10,
  ramGb: 20,
  volumes: 10,
  volumeStorageGb: 200,
  volumeSnapshots: 5,
  routers: 1,
  networks: 2,
  floatingIps: 2,
};

export const medium: QuotaLimits = {
  ...small,
  projects: 3,
  instances: 20,
  vcpus: 60,
  ramGb: 160,
  volumes: 40,
  volumeStorageGb: 1000,
  networks: 5,
  floatingIps: 8,
};

export const large: QuotaLimits = {
  ...medium,
  projects: 10,
  instances: 100,
  vcpus: 400,
  ramGb: 1024,
  volumes: 200,
  volumeStorageGb: 10000,
  routers: 5,
  networks: 20,
};
