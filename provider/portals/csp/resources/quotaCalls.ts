import { type DeclaredOf, known } from "../../../model/declared";
import { PortalRefusal } from "../../../model/refusal";
import { text } from "../../../model/words";
import { orAbsent, type RequestOf } from "../../wire";
import type { CspClient } from "../client";
import { operations } from "../contract";
import type { WireAllocation } from "../reading";
import { Q4, Q5 } from "../rules/quotas";

export type QuotaBody = RequestOf<typeof operations.setClientQuota>;

type Owner = Pick<DeclaredOf<"Quota">, "account" | "project" | "region">;

/** The calls for the quota of an account, or of a project. */
function callsFor(client: CspClient, account: string, project: string | undefined, region: string) {
  const params = { clientId: account, region };
  if (project === undefined)
    return {
      get: () => client.wire.call(operations.getClientQuota, { params }),
      set: (body: QuotaBody, ifMatch: string) => client.wire.call(operations.setClientQuota, { params, body, ifMatch }),
    };
  const ofProject = { ...params, projectId: project };
  return {
    get: () => client.wire.call(operations.getProjectQuota, { params: ofProject }),
    set: (body: QuotaBody, ifMatch: string) =>
      client.wire.call(operations.setProjectQuota, { params: ofProject, body, ifMatch }),
  };
}

/** The quota that has this id; undefined where there is none. */
export function fetchQuota(client: CspClient, id: string): Promise<WireAllocation | undefined> {
  const [account = "", ...rest] = id.split("/");
  const region = rest[rest.length - 1] ?? "";
  return orAbsent(callsFor(client, account, rest.length > 1 ? rest[0] : undefined, region).get());
}

export function searchQuota(client: CspClient, { account, project, region }: Owner) {
  const parts = [account, project, region].filter((part) => part !== undefined);
  return fetchQuota(client, parts.map(text).join("/"));
}

/** @returns the quota as it is then. @throws PortalRefusal that names the rule, where the numbers don't fit */
export async function setQuota(
  client: CspClient,
  { account, project: declared, region }: Owner,
  body: QuotaBody,
  ifMatch: string,
): Promise<WireAllocation> {
  const project = known(declared);
  try {
    return (await callsFor(client, text(account), project, text(region)).set(body, ifMatch)).body;
  } catch (error) {
    if (!(error instanceof PortalRefusal)) throw error;
    if (error.code === "quota_exceeded") {
      const whole = project === undefined ? "the reseller's pool" : "the account's quota";
      throw new PortalRefusal(
        `the quota exceeds the rest of ${whole} ${Q4.mark}; nothing was changed. If another quota of the same run frees ` +
          `capacity, run again. ${error.message}`,
      );
    }
    if (error.code === "below_usage")
      throw new PortalRefusal(
        `the quota would be below its current usage ${Q5.mark}; nothing was changed. ${error.message}`,
      );
    throw error;
  }
}
