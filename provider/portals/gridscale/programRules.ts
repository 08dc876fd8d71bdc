import { UNKNOWN } from "../../model";
import type { ProgramFinding, ProgramResource, ProgramRule } from "../../model/portal";
import { knownWords } from "../../model/words";
import { canonicalService, LOCATION_PREFIX } from "./kinds";
import { broken, ruleId } from "./ruleBook";

function sameAccount(activation: ProgramResource, account: ProgramResource): boolean {
  return activation.references["account"]?.[0] === account;
}

const inOnePlace: ProgramRule = {
  id: ruleId("X3"),
  check: (resources) =>
    resources
      .filter(({ kind }) => kind === "ServiceActivation")
      .flatMap((activation): ProgramFinding[] => {
        const { service } = activation.inputs;
        const account = resources.find((other) => other.kind === "Account" && sameAccount(activation, other));
        if (account === undefined || typeof service !== "string" || (service as unknown) === UNKNOWN) return [];
        const isLocation = service.startsWith(LOCATION_PREFIX);
        const declared = knownWords(account.inputs[isLocation ? "locations" : "features"]);
        const prefix = isLocation ? LOCATION_PREFIX : "";
        if (!declared.some((word) => canonicalService(`${prefix}${word}`) === canonicalService(service))) return [];
        const reason = `is ${JSON.stringify(service)}, which the account ${account.label} has among its ${isLocation ? "locations" : "features"} already: keep one of the two`;
        return [{ resource: activation, ...broken("X3", "service", reason) }];
      }),
};

/** A person who is locked, and owns or is to own an account. */
const ownersCanLogIn: ProgramRule = {
  id: ruleId("L13"),
  check: (resources) =>
    resources
      .filter(({ kind }) => kind === "Account")
      .flatMap((account): ProgramFinding[] =>
        (account.references["owner"] ?? [])
          .filter((user) => user.kind === "User" && user.inputs["locked"] === true)
          .map((user) => ({
            resource: account,
            ...broken(
              "L13",
              "owner",
              `is ${user.label}, who is locked: choose somebody who can log in, or unlock the person`,
            ),
          })),
      ),
};

/** Rules over all resources of a program. */
export const programRules: readonly ProgramRule[] = [inOnePlace, ownersCanLogIn];
