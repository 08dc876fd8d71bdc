import { type DeclaredInputs, type Failure, type KindName, type Rule, UNKNOWN } from "../../kinds";
import { CLIENT_STATES, PROVIDER_CLIENT_STATES } from "./contract";

/** Services that can only be switched on while others are (manual §2.1.1 note 1, §2.1.2). The live list adds to this. */
export const SERVICE_NEEDS: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  s3: ["openstack"],
});

function rule(id: string, property: string, broken: (inputs: DeclaredInputs) => string | undefined): Rule {
  return {
    id,
    check(inputs): Failure[] {
      const reason = broken(inputs);
      return reason === undefined ? [] : [{ property, reason: `${reason} (rule ${id})` }];
    },
  };
}

const accountState = rule("csp/C3", "state", ({ state }) => {
  const choices = CLIENT_STATES.join(", ");
  if (state === UNKNOWN) return undefined;
  if (state === undefined) return `is missing: the portal needs the customer's state, one of ${choices}`;
  if ((PROVIDER_CLIENT_STATES as readonly unknown[]).includes(state)) {
    return `is ${JSON.stringify(state)}, which only the portal's provider sets, at the end of a decommissioning; declare one of ${choices}`;
  }
  return (CLIENT_STATES as readonly unknown[]).includes(state)
    ? undefined
    : `is ${JSON.stringify(state)}, but must be one of ${choices}`;
});

const accountLink = rule("csp/C1", "uprovideAccount", ({ uprovideAccount }) =>
  uprovideAccount === undefined
    ? "is missing: a customer is linked to a uProvide account, which must exist first; give its id"
    : undefined,
);

const accountDeletion = rule("csp/C7", "onDelete", ({ onDelete }) =>
  onDelete === undefined || onDelete === UNKNOWN || onDelete === "retain"
    ? undefined
    : `is ${JSON.stringify(onDelete)}, but a reseller can't delete or lock a customer of the Cloud Service Portal: the provider does, after ` +
      "the steps of the reseller manual §2.5 and §2.6. Use retain",
);

const serviceDependencies: Rule = {
  id: "csp/V1",
  check({ availableServices }) {
    if (!Array.isArray(availableServices) || availableServices.includes(UNKNOWN)) return [];
    return availableServices.flatMap((service: string) =>
      (SERVICE_NEEDS[service] ?? [])
        .filter((needed) => !availableServices.includes(needed))
        .map((needed) => ({
          property: "availableServices",
          reason: `has ${service} without ${needed}: ${service} only runs where ${needed} does; add ${needed} (rule csp/V1)`,
        })),
    );
  },
};

const inheritableScope = rule("csp/Q1", "inheritable", ({ inheritable, account }) =>
  inheritable === true && account !== undefined
    ? "is true on a profile of one account, but only a global profile can be passed on to clients; take out account, or inheritable"
    : undefined,
);

/** Rules that one resource's declared inputs alone decide. */
export const rules: Partial<Record<KindName, readonly Rule[]>> = {
  Account: [accountState, accountLink, accountDeletion, serviceDependencies],
  QuotaProfile: [inheritableScope],
};

/** The service that projects are made in (manual §5). */
export const PROJECT_SERVICE = "openstack";
