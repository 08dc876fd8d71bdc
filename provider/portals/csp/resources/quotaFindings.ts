import type { Finding } from "../../../model";
import type { DeclaredOf } from "../../../model/declared";
import { alternatives } from "../../../model/nearest";
import type { PlannedInputs } from "../../../model/portal";
import { text } from "../../../model/words";
import type { CspClient } from "../client";
import { quotaProfileFindings } from "../driver";
import { isOfAnother } from "../reading";

type Inputs = DeclaredOf<"Quota">;

export async function regionFindings(client: CspClient, { region }: Pick<Inputs, "region">): Promise<Finding[]> {
  if (typeof region !== "string") return [];
  const all = (await client.regions()).map(({ id }) => id);
  if (all.includes(region)) return [];
  const reason = `is ${JSON.stringify(region)}, which is not a region of the portal${alternatives(region, all)}`;
  return [{ property: "region", reason }];
}

export async function projectFindings(
  client: CspClient,
  { account, project }: Pick<Inputs, "account" | "project">,
  planned: PlannedInputs,
): Promise<Finding[]> {
  if (typeof project !== "string" || planned.of("Project", project) !== undefined) return [];
  const found = await client.projects.withIdNear(project, text(account) || undefined);
  if (found !== undefined && !(await isOfAnother(client, found.clientId, account, planned))) return [];
  const what = found === undefined ? "is not the id of a project that the token can see" : "belongs to another account";
  return [
    {
      property: "project",
      reason: `is ${JSON.stringify(project)}, which ${what}: use the Project resource, or its id`,
    },
  ];
}

export async function profileFindings(
  client: CspClient,
  { account, profile }: Pick<Inputs, "account" | "profile">,
  planned: PlannedInputs,
): Promise<Finding[]> {
  const isPlanned = planned.of("QuotaProfile", text(profile)) !== undefined;
  return isPlanned ? [] : quotaProfileFindings(client, "profile", profile, account, planned);
}

export function rejectionFindings({
  account,
  project,
  rejectRequests,
}: Pick<Inputs, "account" | "project" | "rejectRequests">): Finding[] {
  if (!Array.isArray(rejectRequests) || typeof account !== "string" || project === undefined) return [];
  return [
    {
      property: "rejectRequests",
      reason: "is only for quotas of accounts: projects have no quota requests",
    },
  ];
}
