import type { DeclaredInputs } from "../../../model";
import type { Absence, Found, Freshness, KindDriver, Listing, Removed, Written } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { nameWithin, text } from "../../../model/words";
import { absenceIn, isOpen } from "../driver";
import { declaredLimits } from "../../declaredLimits";
import { limitAt } from "../limits";
import { canonicalAccount } from "../opening";
import type { Organization, Partner } from "../client";
import { Q1, quotaFindings } from "../rules/quotas";

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
    const findings = await quotaFindings(Q1.broken, organization, inputs);
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

  /** What is declared where there is at least as much, and what there is where it is less. */
  private async asDeclared(organization: Organization, state: DeclaredInputs, declared: unknown): Promise<unknown> {
    if (typeof declared !== "object" || declared === null) return undefined;
    const quota = await organization.quota();
    return Object.fromEntries(
      Object.entries(declaredLimits(state["limits"])).map(([name, wanted]) => {
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
      Object.keys(declaredLimits(state["limits"])).flatMap((name) => {
        const quotum = quota.find((candidate) => candidate.name === name);
        const limit = quotum === undefined ? undefined : limitAt(quotum, state["region"] as string | undefined);
        return limit === undefined || !Number.isFinite(limit) ? [] : [[name, limit]];
      }),
    );
  }
}
