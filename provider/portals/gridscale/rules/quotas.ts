import { alternatives } from "../../../model/nearest";
import { type LiveCheck, rule } from "../../../model/rule";
import { text } from "../../../model/words";
import { numbersIn } from "../../../model/limitNumbers";
import { namedById } from "../../stateOnlyQuotaProfiles";
import type { RealmReading, WireContract } from "../reading";

function unknownLimit(key: string, known: WireContract["limits"]): string {
  const names = known.map((limit) => limit.key);
  const listed = known.map(({ key: name, unit }) => `${name} (${unit})`);
  return `is not a limit of the portal${alternatives(key, names, listed)}`;
}

/** Limits that are declared, each with what the portal has of it: undefined where it has no such limit. */
function withLimits(limits: unknown, known: WireContract["limits"]) {
  return Object.entries(numbersIn(limits)).map(([key, wanted]) => ({
    key,
    wanted,
    limit: known.find((candidate) => candidate.key === key),
  }));
}

export const L19 = rule({
  id: "gridscale/L19",
  severity: "refuse",
  sentence: "A limit can't be below current usage, and only the account's own limits can be set.",
  source: "public API, 416",
  fields: { Quota: ["limits"], QuotaProfile: ["limits"] },
  inputs: { Quota: namedById },
  live: {
    Quota: async (broken, { realm, inputs }: LiveCheck<RealmReading>) => {
      const contract = await realm.contracts.withId(text(inputs.account));
      // The account of a new realm has none yet: then another one tells which limits there are.
      const known = (contract ?? (await realm.sample()))?.limits;
      if (known === undefined) return [];
      return withLimits(inputs.limits, known).flatMap(({ key, wanted, limit }) => {
        if (limit === undefined) return [broken(`limits.${key}`, unknownLimit(key, known))];
        if (contract === undefined || limit.used === undefined || wanted >= limit.used) return [];
        return [
          broken(
            `limits.${key}`,
            `is ${wanted}${limit.unit === "count" ? "" : ` ${limit.unit}`}, but ${limit.used} are in use: reduce usage first, or set at least ${limit.used}`,
          ),
        ];
      });
    },
    // A set of limits that is for no account yet.
    QuotaProfile: async (broken, { realm, inputs }) => {
      const known = (await realm.sample())?.limits;
      if (known === undefined) return [];
      return withLimits(inputs.limits, known)
        .filter(({ limit }) => limit === undefined)
        .map(({ key }) => broken(`limits.${key}`, unknownLimit(key, known)));
    },
  },
  also: ["apply"],
  refusedAs: "QUO-03",
});
