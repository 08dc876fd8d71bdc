import { type KindName, UNKNOWN } from "../../kinds";
import type { ProgramFailure, ProgramResource, ProgramRule } from "../portal";

function accountOf(resource: ProgramResource): ProgramResource | undefined {
  return resource.references["account"]?.[0];
}

/** The same account: the same resource of the program, or the same id written out, or none for both. */
function sameAccount(one: ProgramResource, other: ProgramResource): boolean {
  if (accountOf(one) !== undefined || accountOf(other) !== undefined) return accountOf(one) === accountOf(other);
  return one.inputs["account"] !== UNKNOWN && one.inputs["account"] === other.inputs["account"];
}

function ofKind(resources: readonly ProgramResource[], kind: KindName): ProgramResource[] {
  return resources.filter((resource) => resource.kind === kind);
}

const clientUsersKeepOutOfResellerProfiles: ProgramRule = {
  id: "csp/U2",
  check: (resources) =>
    ofKind(resources, "User")
      .filter((user) => user.inputs["account"] !== undefined)
      .flatMap((user) =>
        (user.references["profiles"] ?? [])
          .filter((profile) => profile.inputs["level"] === "reseller")
          .map((profile) => ({
            resource: user,
            property: "profiles",
            reason:
              `names the reseller profile ${JSON.stringify(profile.inputs["name"])}, which would let a customer's user open and change ` +
              "other customers; choose a profile of level client (rule csp/U2)",
          })),
      ),
};

const servicesAreAvailable: ProgramRule = {
  id: "csp/V2",
  check: (resources) =>
    ofKind(resources, "ServiceActivation").flatMap((activation): ProgramFailure[] => {
      const account = accountOf(activation);
      const available = account?.inputs["availableServices"];
      const service = activation.inputs["service"];
      if (account === undefined || typeof service !== "string" || !Array.isArray(available)) return [];
      if (available.includes(UNKNOWN) || available.includes(service)) return [];
      const reason = `is ${service}, which the account ${account.label} doesn't have: add ${service} to its availableServices (rule csp/V2)`;
      return [{ resource: activation, property: "service", reason }];
    }),
};

const oneDefaultInEachScope: ProgramRule = {
  id: "csp/Q3",
  check: (resources) => {
    const defaults = ofKind(resources, "QuotaProfile").filter((profile) => profile.inputs["default"] === true);
    return defaults.flatMap((profile, index): ProgramFailure[] => {
      const first = defaults.slice(0, index).find((other) => sameAccount(other, profile));
      if (first === undefined) return [];
      const reason = `is true, but ${first.label} is the default of the same scope already; there is at most one (rule csp/Q3)`;
      return [{ resource: profile, property: "default", reason }];
    });
  },
};

/** Rules over all resources of a program. */
export const programRules: readonly ProgramRule[] = [
  clientUsersKeepOutOfResellerProfiles,
  servicesAreAvailable,
  oneDefaultInEachScope,
];
