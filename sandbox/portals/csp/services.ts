/** What a service needs active before it can be activated itself (rule csp/V1). */
export interface PortalService {
  readonly key: string;
  readonly dependsOn: readonly string[];
}

export const SERVICES: readonly PortalService[] = [
  { key: "openstack", dependsOn: [] },
  { key: "s3", dependsOn: ["openstack"] },
  { key: "kubernetes", dependsOn: ["openstack"] },
  { key: "backup", dependsOn: ["openstack"] },
];

export function serviceOf(key: string): PortalService | undefined {
  return SERVICES.find((service) => service.key === key);
}
