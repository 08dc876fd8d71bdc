import { z } from "zod";
import type { Broken, LiveCheck } from "../model/rule";
import type { SettingFact } from "../model/portal";

export const ACCEPTING = "acceptDerivedContract";
export const OVERLAY = "contract";

/** Settings of a portal whose contract is derived. */
export const derivedContractSettings: readonly SettingFact[] = [
  {
    name: OVERLAY,
    credential: false,
    optional: true,
    isFile: true,
    environment: ["RESELLER_CONTRACT"],
    schema: z.string().min(1),
    hint: "a file that says how the portal differs from the derived contract, such as contract.yaml; relative to the project's folder",
  },
  {
    name: ACCEPTING,
    credential: false,
    optional: true,
    environment: [],
    schema: z.enum(["true", "false"]),
    hint: "true or false: whether to write to a real portal although no probe of its contract has passed",
  },
];

/** The check of a rule that says that nothing is written yet. */
export function writesAreAllowed(
  broken: Broken,
  { realm: { writesRefused } }: LiveCheck<{ readonly writesRefused?: string | undefined }>,
) {
  return writesRefused === undefined ? [] : [broken("", `can't be written: ${writesRefused}`)];
}

/** The sentence of that rule. */
export const WRITES_AFTER_PROBE =
  "The contract is derived and unverified. Writes to a real portal require a probe of it that passed within 30 days (`reseller contract probe`), or `reseller:acceptDerivedContract: true`.";
