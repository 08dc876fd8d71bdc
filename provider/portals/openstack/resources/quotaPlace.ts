import { type DeclaredOf, known } from "../../../model/declared";
import { text } from "../../../model/words";

/** What a quota is of: a project in a region, or a whole domain, of which Keystone keeps limits for a region or for all. */
export type QuotaPlace =
  | { readonly project: string; readonly region: string }
  | { readonly domain: string; readonly region: string | undefined };

const OF_DOMAIN = "domain:";

/** Undefined where a part of it is not known yet, or missing. */
export function placeOf({
  account,
  project,
  region,
}: Pick<DeclaredOf<"Quota">, "account" | "project" | "region">): QuotaPlace | undefined {
  if (project !== undefined)
    return text(project) === "" || text(region) === "" ? undefined : { project: text(project), region: text(region) };
  const isKnown = typeof account === "string" && (region === undefined || text(region) !== "");
  return isKnown ? { domain: account, region: known(region) } : undefined;
}

/** `PROJECT/REGION`, `domain:DOMAIN/REGION` or `domain:DOMAIN`. */
export function quotaId(place: QuotaPlace): string {
  const owner = "project" in place ? place.project : `${OF_DOMAIN}${place.domain}`;
  return place.region === undefined ? owner : `${owner}/${place.region}`;
}

/** Undefined where the id is none of a quota. */
export function placeWithId(id: string): QuotaPlace | undefined {
  const slash = id.indexOf("/");
  const [owner, region] = slash < 0 ? [id, undefined] : [id.slice(0, slash), id.slice(slash + 1)];
  if (owner.startsWith(OF_DOMAIN)) return { domain: owner.slice(OF_DOMAIN.length), region };
  return region === undefined ? undefined : { project: owner, region };
}

export function placeText(place: QuotaPlace): string {
  const owner = "project" in place ? `the project ${place.project}` : `the domain ${place.domain}`;
  return place.region === undefined ? owner : `${owner} in ${place.region}`;
}
