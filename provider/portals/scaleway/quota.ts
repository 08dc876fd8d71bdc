import type { DeclaredInputs, Finding } from "../../model";
import { suggestion } from "../../model/nearest";
import type {
  Absence,
  Found,
  Freshness,
  KindDriver,
  Listing,
  Removed,
  Surroundings,
  Written,
} from "../../model/portal";
import { PortalRefusal } from "../../model/refusal";
import { nameWithin, text } from "../../model/words";
import { absenceIn, canonicalAccount, isOpen, organizationFindings } from "./driver";
import type { Organization, Partner, WireQuotum } from "./organization";
import { broken } from "./ruleBook";

const EVERYWHERE = "global";

/**
 * Quota asserts: the portal's quotas can only be read. What is declared is the least that must be there, in one region or zone, or for
 * the Organization as a whole (rule scaleway/Q1).
 */
export class QuotaDriver implements KindDriver {
  readonly singleton = true;

  constructor(private readonly partner: Partner) {}

  describe(inputs: DeclaredInputs): string {
    return nameWithin(text(inputs["region"]) || EVERYWHERE, inputs["account"]);
  }

  canonical(inputs: DeclaredInputs): Promise<DeclaredInputs> {
    return Promise.resolve(canonicalAccount(this.partner, inputs));
  }

  async verify(inputs: DeclaredInputs, { planned }: Surroundings): Promise<Finding[]> {
    const closed = await organizationFindings(this.partner, inputs, planned);
    if (closed.length > 0) return closed;
    return this.findings(inputs);
  }

  async find(inputs: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    if (!isOpen(this.partner, inputs)) return undefined;
    const organization = this.organization(inputs);
    return this.get(`${organization.id}/${text(inputs["region"]) || EVERYWHERE}`, inputs, freshness);
  }

  async get(id: string, state: DeclaredInputs, freshness: Freshness): Promise<Found | undefined> {
    const organization = this.organization(state);
    if (freshness === "fresh") organization.forgetQuota();
    const { limits } = state;
    return {
      id,
      inputs: {
        account: organization.isPartner ? undefined : organization.id,
        region: state["region"],
        limits: await this.asDeclared(organization, state, limits),
      },
      outputs: { allocated: await this.actual(organization, state) },
      untouched: true,
    };
  }

  /** None is at the portal: what a Quota declares is the least that there must be, and nobody but its declaration knows that. */
  everything(): Promise<Listing> {
    const without = ["quotas: the portal's can only be read, and a Quota says how much of them there must be"];
    return Promise.resolve({ found: [], without });
  }

  async create(inputs: DeclaredInputs): Promise<Written> {
    const organization = this.organization(inputs);
    organization.forgetQuota();
    const findings = await this.findings(inputs);
    if (findings.length > 0)
      throw new PortalRefusal(findings.map(({ property, reason }) => `${property} ${reason}`).join("; "));
    return {
      id: `${organization.id}/${text(inputs["region"]) || EVERYWHERE}`,
      outputs: { allocated: await this.actual(organization, inputs) },
    };
  }

  update(_found: Found, _changes: DeclaredInputs, wanted: DeclaredInputs): Promise<Written> {
    return this.create(wanted);
  }

  /** Nothing was written, and nothing is. */
  remove(): Promise<Removed> {
    return Promise.resolve({});
  }

  absence(_id: string, state: DeclaredInputs): Promise<Absence> {
    return absenceIn(this.organization(state));
  }

  private organization(inputs: DeclaredInputs): Organization {
    return this.partner.organization(inputs["account"]);
  }

  private async findings(inputs: DeclaredInputs): Promise<Finding[]> {
    const organization = this.organization(inputs);
    const quota = await organization.quota();
    const place = inputs["region"] as string | undefined;
    return Object.entries(declaredLimits(inputs)).flatMap(([name, wanted]) => {
      const property = `limits.${name}`;
      const quotum = quota.find((candidate) => candidate.name === name);
      if (quotum === undefined)
        return [
          broken(
            "Q1",
            property,
            `is no quota of the portal${suggestion(
              name,
              quota.map((known) => known.name),
            )}`,
          ),
        ];
      const limit = limitAt(quotum, place);
      if (limit === undefined)
        return [broken("Q1", place === undefined ? "region" : property, placeReason(quotum, place))];
      if (limit >= wanted) return [];
      const where = place ?? "the whole Organization";
      return [
        broken(
          "Q1",
          property,
          `is ${wanted}, but the quota of ${name} in ${where} is ${limit}, and quotas can only be read. Have it raised: log in to the Organization ` +
            `${organization.id} and write a ticket: "Please raise the quota ${name} in ${where} from ${limit} to ${wanted}"`,
        ),
      ];
    });
  }

  /** What is declared where there is at least as much, and what there is where it is less. */
  private async asDeclared(organization: Organization, state: DeclaredInputs, declared: unknown): Promise<unknown> {
    if (typeof declared !== "object" || declared === null) return undefined;
    const quota = await organization.quota();
    return Object.fromEntries(
      Object.entries(declaredLimits(state)).map(([name, wanted]) => {
        const quotum = quota.find((candidate) => candidate.name === name);
        const limit = quotum === undefined ? undefined : limitAt(quotum, state["region"] as string | undefined);
        return [name, limit === undefined ? 0 : Math.min(limit, wanted)];
      }),
    );
  }

  /** Numbers that are bounded; what is unlimited is left out. */
  private async actual(organization: Organization, state: DeclaredInputs): Promise<Record<string, number>> {
    const quota = await organization.quota();
    return Object.fromEntries(
      Object.keys(declaredLimits(state)).flatMap((name) => {
        const quotum = quota.find((candidate) => candidate.name === name);
        const limit = quotum === undefined ? undefined : limitAt(quotum, state["region"] as string | undefined);
        return limit === undefined || !Number.isFinite(limit) ? [] : [[name, limit]];
      }),
    );
  }
}

/** Rule scaleway/Q1, for a set of limits that is for no place yet. */
export async function limitNameFindings(organization: Organization, inputs: DeclaredInputs): Promise<Finding[]> {
  const names = (await organization.quota()).map(({ name }) => name);
  return Object.keys(declaredLimits(inputs))
    .filter((name) => !names.includes(name))
    .map((name) => broken("Q1", `limits.${name}`, `is no quota of the portal${suggestion(name, names)}`));
}

function declaredLimits({ limits }: DeclaredInputs): Record<string, number> {
  if (typeof limits !== "object" || limits === null) return {};
  return Object.fromEntries(
    Object.entries(limits as Record<string, unknown>).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number",
    ),
  );
}

/** The limit in a place; Infinity where there is none, undefined where the quota isn't counted by such places. */
function limitAt({ limits }: WireQuotum, place: string | undefined): number | undefined {
  const entry = limits.find(({ global, region, zone }) =>
    place === undefined ? global === true : region === place || zone === place,
  );
  if (entry === undefined) return undefined;
  return entry.unlimited === true ? Number.POSITIVE_INFINITY : (entry.limit ?? 0);
}

function placeReason({ name, locality_type: locality, limits }: WireQuotum, place: string | undefined): string {
  const places = limits.flatMap(({ region, zone }) => region ?? zone ?? []).join(", ");
  if (place === undefined) return `is missing: ${name} is counted in each ${locality}; give one of ${places}`;
  return locality === "global"
    ? `is counted for the Organization as a whole: leave region out`
    : `is not counted in ${place}; there are ${places}`;
}
