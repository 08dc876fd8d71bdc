import { ScalewayProblem } from "./problem";

/** What one Organization may have of each. */
export const IAM_LIMITS: Readonly<Record<string, number>> = {
  iam_users: 50,
  iam_groups: 50,
  iam_policies: 50,
  iam_applications: 100,
  iam_api_keys: 100,
};

/** @throws {ScalewayProblem} `quotas_exceeded` where one more would be too many. */
export function requireRoom(current: number, quota: string, organizationId: string): void {
  const limit = IAM_LIMITS[quota] ?? Infinity;
  if (current >= limit)
    throw new ScalewayProblem("quotas_exceeded", {
      details: [{ resource: quota, quota: limit, current, organization_id: organizationId }],
    });
}
