import { type Declared, type InputsAt, known, type OutputsOfKind } from "../../../model/declared";
import type { KindDriver } from "../../../model/portal";
import { PortalRefusal } from "../../../model/refusal";
import { nameWithin, text } from "../../../model/words";
import { type LimitNumbers, numbersIn } from "../../../model/limitNumbers";
import type { Partner } from "../client";
import { absenceIn, isOpen } from "../driver";
import type { fields } from "../fields";
import { limitAt } from "../limits";
import { canonicalAccount } from "../opening";
import type { Organization } from "../organization";
import { Q1, quotaFindings } from "../rules/quotas";

type Inputs = InputsAt<typeof fields, "Quota">;
type Outputs = OutputsOfKind<"Quota">;
type Driver = KindDriver<Inputs, Outputs>;

const EVERYWHERE = "global";

/**
 * Quota asserts: the portal's quotas can only be read. What is declared is the least that must be there, in one region or zone, or for
 * the Organization as a whole (rule scaleway/Q1).
 */
export function quotaDriver(partner: Partner): Driver {
  const organizationOf = ({ account }: Declared<Inputs>) => partner.organization(account);
  const idOf = (inputs: Declared<Inputs>) => `${organizationOf(inputs).id}/${placeOf(inputs)}`;

  const get: Driver["get"] = async (id, state, freshness) => {
    const organization = organizationOf(state);
    if (freshness === "fresh") organization.forgetQuota();
    const isDeclared = known(state.limits) !== undefined;
    const there = await limitsThere(organization, state);
    return {
      id,
      inputs: {
        account: organization.isPartner ? undefined : organization.id,
        region: known(state.region),
        limits: isDeclared ? asDeclared(there) : undefined,
      },
      outputs: { allocated: bounded(there) },
      untouched: true,
    };
  };

  /** Nothing is written: what is declared is held against what there is. */
  const create: Driver["create"] = async (inputs) => {
    const organization = organizationOf(inputs);
    organization.forgetQuota();
    const findings = await quotaFindings(Q1.broken, organization, inputs);
    if (findings.length > 0)
      throw new PortalRefusal(findings.map(({ property, reason }) => `${property} ${reason}`).join("; "));
    return { id: idOf(inputs), outputs: { allocated: bounded(await limitsThere(organization, inputs)) } };
  };

  return {
    singleton: true,
    get,
    create,
    describe: (inputs) => nameWithin(placeOf(inputs), inputs.account),
    canonical: (inputs) => Promise.resolve(canonicalAccount(partner, inputs)),
    find: async (inputs, freshness) => (isOpen(partner, inputs) ? get(idOf(inputs), inputs, freshness) : undefined),
    update: (_found, _changes, wanted) => create(wanted),
    remove: () => Promise.resolve({}),
    absence: (_id, state) => absenceIn(organizationOf(state)),

    /** None is at the portal: what a Quota declares is the least that there must be, and nobody but its declaration knows that. */
    everything: () =>
      Promise.resolve({
        found: [],
        without: ["quotas: they are read-only; a Quota declares the required minimum"],
      }),
  };
}

function placeOf({ region }: Declared<Inputs>): string {
  return text(region) || EVERYWHERE;
}

interface LimitThere {
  readonly name: string;
  readonly wanted: number;
  /** Undefined where the portal has no such quota there; Infinity where it has no limit. */
  readonly limit: number | undefined;
}

/** The declared limits, each with what there is of it. */
async function limitsThere(organization: Organization, { region, limits }: Declared<Inputs>): Promise<LimitThere[]> {
  const quota = await organization.quota();
  return Object.entries(numbersIn(limits)).map(([name, wanted]) => {
    const quotum = quota.find((candidate) => candidate.name === name);
    return { name, wanted, limit: quotum && limitAt(quotum, known(region)) };
  });
}

/** What is declared where there is at least as much, and what there is where it is less. */
function asDeclared(there: readonly LimitThere[]): Record<string, number> {
  return Object.fromEntries(there.map(({ name, wanted, limit = 0 }) => [name, Math.min(limit, wanted)]));
}

/** Numbers that are bounded; what is unlimited is left out. */
function bounded(there: readonly LimitThere[]): LimitNumbers {
  return Object.fromEntries(
    there.flatMap(({ name, limit }) => (limit === undefined || !Number.isFinite(limit) ? [] : [[name, limit]])),
  );
}
