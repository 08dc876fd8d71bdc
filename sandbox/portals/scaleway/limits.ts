import { ScalewayProblem } from "./problem";
import type { OrganizationRecord } from "./records";

const REGIONS = ["fr-par", "nl-ams", "pl-waw"];
const ZONES = REGIONS.flatMap((region) => ["1", "2", "3"].map((number) => `${region}-${number}`));

export interface QuotumFacts {
  readonly name: string;
  readonly locality: "global" | "region" | "zone";
  /** null: as many as one likes. */
  readonly limit: number | null;
}

/** What an Organization may have of each, where no ticket has changed that. Some of every locality; the portal has hundreds. */
export const QUOTA: readonly QuotumFacts[] = [
  { name: "iam_users", locality: "global", limit: 50 },
  { name: "iam_groups", locality: "global", limit: 50 },
  { name: "iam_policies", locality: "global", limit: 50 },
  { name: "iam_applications", locality: "global", limit: 100 },
  { name: "iam_api_keys", locality: "global", limit: 100 },
  { name: "iam_ssh_keys", locality: "global", limit: null },
  { name: "k8s_clusters", locality: "region", limit: 10 },
  { name: "vpc_private_networks", locality: "region", limit: 255 },
  { name: "instances_volumes", locality: "zone", limit: 500 },
  { name: "cp_servers_type_DEV1_S", locality: "zone", limit: 5 },
];

export function limitOf(organization: OrganizationRecord | undefined, { name, limit }: QuotumFacts): number | null {
  return organization?.quotas?.[name] ?? limit;
}

/** The places that a quota is counted in, as they stand in an answer. */
export function placesOf({ locality }: QuotumFacts): object[] {
  if (locality === "global") return [{ global: true }];
  return locality === "region" ? REGIONS.map((region) => ({ region })) : ZONES.map((zone) => ({ zone }));
}

/** @throws {ScalewayProblem} `quotas_exceeded` where the Organization has as many of them as it may. */
export function requireRoom(
  objects: { count(index: "organization", id: string): number },
  quota: string,
  organization: OrganizationRecord,
): void {
  const facts = QUOTA.find(({ name }) => name === quota);
  const limit = facts === undefined ? null : limitOf(organization, facts);
  const current = objects.count("organization", organization.id);
  if (limit !== null && current >= limit)
    throw new ScalewayProblem("quotas_exceeded", {
      details: [{ resource: quota, quota: limit, current, organization_id: organization.id }],
    });
}
