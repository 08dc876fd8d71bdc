import { type Finding, UNKNOWN } from "../../../model";
import type { DeclaredOf } from "../../../model/declared";
import { alternatives } from "../../../model/nearest";
import { type Broken, rule } from "../../../model/rule";
import { numbersIn } from "../../../model/limitNumbers";
import { namedById } from "../../stateOnlyQuotaProfiles";
import { limitAt } from "../limits";
import { type Check, openOrganization } from "../opening";
import type { OrganizationReading, WireQuotum } from "../reading";

function unknownQuota(name: string, quota: readonly WireQuotum[]): string {
  const names = quota.map((known) => known.name);
  return `is not a quota of the portal${alternatives(name, names)}`;
}

function placeReason({ name, locality_type: locality, limits }: WireQuotum, place: string | undefined): string {
  const places = limits.flatMap(({ region, zone }) => region ?? zone ?? []).join(", ");
  if (place === undefined) return `is missing: ${name} is counted in each ${locality}; give one of ${places}`;
  return locality === "global"
    ? `applies to the whole Organization: remove region`
    : `is not available in ${place}; there are ${places}`;
}

/** What the quotas that there are have against those that are declared; a change is held against it once more. */
export async function quotaFindings(
  broken: Broken,
  organization: OrganizationReading,
  { region, limits }: Pick<DeclaredOf<"Quota">, "region" | "limits">,
): Promise<Finding[]> {
  const quota = await organization.quota();
  return Object.entries(numbersIn(limits)).flatMap(([name, wanted]) => {
    const property = `limits.${name}`;
    const quotum = quota.find((candidate) => candidate.name === name);
    if (quotum === undefined) return [broken(property, unknownQuota(name, quota))];
    // Where it is to be isn't known yet.
    if (region === UNKNOWN) return [];
    const limit = limitAt(quotum, region);
    if (limit === undefined) return [broken(region === undefined ? "region" : property, placeReason(quotum, region))];
    if (limit >= wanted) return [];
    const where = region ?? "the whole Organization";
    return [
      broken(
        property,
        `is ${wanted}, but the quota of ${name} in ${where} is ${limit}, and quotas are read-only. To raise it, log in to the Organization ` +
          `${organization.id} and open a ticket: "Please raise the quota ${name} in ${where} from ${limit} to ${wanted}"`,
      ),
    ];
  });
}

export const Q1 = rule({
  id: "scaleway/Q1",
  severity: "refuse",
  sentence: "Quotas are read-only. The declared limits are compared, and raised with a ticket.",
  source: "IAM API, quota",
  fields: { Quota: ["limits", "region"], QuotaProfile: ["limits"] },
  inputs: { Quota: namedById },
  live: {
    Quota: async (broken, check: Check<"Quota">) => {
      const organization = await openOrganization(check);
      return organization === undefined ? [] : quotaFindings(broken, organization, check.inputs);
    },
    // A set of limits that is for no place yet.
    QuotaProfile: async (broken, { realm, inputs }) => {
      const quota = await realm.organization(undefined).quota();
      return Object.keys(numbersIn(inputs.limits))
        .filter((name) => !quota.some((known) => known.name === name))
        .map((name) => broken(`limits.${name}`, unknownQuota(name, quota)));
    },
  },
  also: ["apply"],
});
