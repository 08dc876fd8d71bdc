import { type DeclaredInputs, type Finding, type KindName, type Rule, UNKNOWN } from "../../model";
import { CLIENT_STATES, PROVIDER_CLIENT_STATES, TRIAL_STATES } from "./contract";
import { broken, ruleId, type RuleName } from "./ruleBook";

/** Services that can only be switched on while others are (manual §2.1.1 note 1, §2.1.2). The live list adds to this. */
export const SERVICE_NEEDS: Readonly<Record<string, readonly string[]>> = Object.assign(Object.create(null), {
  s3: ["openstack"],
});

function rule(
  name: RuleName,
  property: string,
  reasonOf: (inputs: DeclaredInputs, before: DeclaredInputs | undefined) => string | undefined,
): Rule {
  return {
    id: ruleId(name),
    check(inputs, before): Finding[] {
      const reason = reasonOf(inputs, before);
      return reason === undefined ? [] : [broken(name, property, reason)];
    },
  };
}

const accountState = rule("C3", "state", ({ state }) => {
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

const accountLink = rule("C1", "uprovideAccount", ({ uprovideAccount }) =>
  uprovideAccount === undefined
    ? "is missing: a customer is linked to a uProvide account, which must exist first; give its id"
    : undefined,
);

const accountDeletion = rule("C7", "onDelete", ({ onDelete }) =>
  onDelete === undefined || onDelete === UNKNOWN || onDelete === "retain" || onDelete === "decommission"
    ? undefined
    : `is ${JSON.stringify(onDelete)}, but a reseller can't delete or lock a customer of the Cloud Service Portal: the provider does, after ` +
      "the steps of the reseller manual §2.5 and §2.6. Use retain, or decommission to ask for that",
);

/** The states in which a decommissioning needs a reason (manual §2.6). */
const decommissionReason: Rule = {
  id: "decommission-reason",
  check: ({ onDelete, state, decommissionReason: reason }) =>
    onDelete === "decommission" &&
    reason === undefined &&
    typeof state === "string" &&
    !(TRIAL_STATES as readonly string[]).includes(state)
      ? [
          {
            property: "decommissionReason",
            reason: `is missing: with onDelete: decommission, a customer in the state ${state} needs a reason, such as who cancelled and when`,
          },
        ]
      : [],
};

const chargedToTrial = rule("C6", "state", ({ state }, before) => {
  const isTrial = (value: unknown) => (TRIAL_STATES as readonly unknown[]).includes(value);
  const old = before?.["state"];
  if (old === undefined || isTrial(old) || !isTrial(state)) return undefined;
  return `goes from ${JSON.stringify(old)} to ${JSON.stringify(state)}, which changes what the customer is charged`;
});

const serviceDependencies: Rule = {
  id: ruleId("V1"),
  check({ availableServices }) {
    if (!Array.isArray(availableServices) || availableServices.includes(UNKNOWN)) return [];
    return availableServices.flatMap((service: string) =>
      (SERVICE_NEEDS[service] ?? [])
        .filter((needed) => !availableServices.includes(needed))
        .map((needed) =>
          broken(
            "V1",
            "availableServices",
            `has ${service} without ${needed}: ${service} only runs where ${needed} does; add ${needed}`,
          ),
        ),
    );
  },
};

const inheritableScope = rule("Q1", "inheritable", ({ inheritable, account }) =>
  inheritable === true && account !== undefined
    ? "is true on a profile of one account, but only a global profile can be passed on to clients; take out account, or inheritable"
    : undefined,
);

const noLongerInheritable = rule("Q8", "inheritable", ({ inheritable }, before) =>
  before?.["inheritable"] === true && inheritable !== true && inheritable !== UNKNOWN
    ? "is taken back: customers that use the profile no longer see it"
    : undefined,
);

const permissionsOrTemplate: Rule = {
  id: "permissions-or-template",
  check({ permissions, basedOn, add, remove }): Finding[] {
    if (permissions === undefined && basedOn === undefined)
      return [
        {
          property: "permissions",
          reason: "is missing: list the permissions, or name a profile to start from with basedOn",
        },
      ];
    if (permissions !== undefined && basedOn !== undefined)
      return [
        {
          property: "permissions",
          reason: "is given beside basedOn: either list all permissions, or start from basedOn and use add and remove",
        },
      ];
    return Object.entries({ add, remove })
      .filter(([, value]) => value !== undefined && basedOn === undefined)
      .map(([property]) => ({
        property,
        reason: `only goes with basedOn: put it into permissions, or name a profile to start from`,
      }));
  },
};

/** A change of level is a change of whom the profile is shown to, and of what it makes of those who have it. */
const levelStays: Rule = {
  id: ruleId("P4"),
  check({ level }, before) {
    const old = before?.["level"];
    const way = "Put the old level back, and declare another profile beside this one; then move the users";
    if (old === "reseller" && level === "client")
      return [
        broken(
          "P4",
          "level",
          `can't go from reseller to client: the profile would become visible to every customer. ${way}`,
        ),
      ];
    if (old === "client" && level === "reseller")
      return [
        broken(
          "P5",
          "level",
          `can't go from client to reseller: everybody who has the profile would gain rights over other customers. ${way}`,
        ),
      ];
    return [];
  },
};

/** Rule csp/U3, where the standard profile is given by its name. */
const noClientAdministrators = rule("U3", "profiles", ({ account, profiles }) =>
  account !== undefined && Array.isArray(profiles) && profiles.includes("Client-Adm")
    ? 'names "Client-Adm", which is for the reseller\'s own people: it opens all customers. Choose User-Adm'
    : undefined,
);

/** Rule csp/A2, for hours and for addresses. */
const accessStaysBound: Rule = {
  id: ruleId("A2"),
  check: (inputs, before) =>
    ["accessTimes", "sourceAddresses"]
      .filter((name) => before?.[name] !== undefined && inputs[name] === undefined)
      .map((name) =>
        broken(
          "A2",
          name,
          `is taken away: from then on the person can log in ${name === "accessTimes" ? "at any time" : "from anywhere"}`,
        ),
      ),
};

/** Rule csp/A5: a reset is done once, and is said before. */
const resetIsSaid = rule("A5", "resetPassword", ({ resetPassword }, before) =>
  before !== undefined && resetPassword !== undefined && resetPassword !== before["resetPassword"]
    ? "has a new value: the portal makes a new password, which becomes the output newPassword, and the old one stops working"
    : undefined,
);

/** Rules that one resource's declared inputs alone decide. */
export const rules: Partial<Record<KindName, readonly Rule[]>> = {
  Account: [accountState, accountLink, chargedToTrial, accountDeletion, decommissionReason, serviceDependencies],
  User: [noClientAdministrators, accessStaysBound, resetIsSaid],
  Profile: [permissionsOrTemplate, levelStays],
  QuotaProfile: [inheritableScope, noLongerInheritable],
};

/** Rule csp/Q6, where nothing else is to be said. */
export const WITHOUT_QUOTA =
  "is made by this run and has no quota, and so no room for a project: declare a Quota for the same account, with projects in its limits, that comes before the project";

/** The service that projects are made in (manual §5). */
export const PROJECT_SERVICE = "openstack";
