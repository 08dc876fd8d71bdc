import type { Finding } from "../../../model";
import { type Broken, type LiveCheck, rule } from "../../../model/rule";
import { known } from "../../../model/declared";
import { keyOf, knownWords, listed, text } from "../../../model/words";
import { isThere, locationOf, type RealmReading } from "../reading";

export const L1 = rule({
  id: "gridscale/L1",
  severity: "kept",
  sentence:
    "A locked account can't be accessed from its Cloud Panel or from the Partner Panel. It can still be managed.",
  source: "Account Lock",
  also: ["always"],
  foundAs: ["LCK-03"],
});

export const L2 = rule({
  id: "gridscale/L2",
  severity: "warn",
  sentence: "The workloads of a locked account continue to run and are billed.",
  source: "Account Lock",
  about: "change",
  fields: { Account: ["locked"] },
  inputs: {
    Account: (broken, { locked }, { before }) =>
      locked === true && before?.["locked"] !== true
        ? [broken("locked", "locks the account: nobody can access it, but its workloads keep running, and are billed")]
        : [],
  },
});

export const L3 = rule({
  id: "gridscale/L3",
  severity: "kept",
  sentence: "Unlocking removes a lock, also one that was set by hand.",
  source: "Account Lock",
  also: ["always"],
});

/** Accounts that are named by their ids and are being deleted. */
async function beingDeleted(
  broken: Broken,
  { realm }: LiveCheck<RealmReading>,
  named: readonly { readonly property: string; readonly account: unknown }[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { property, account } of named) {
    const found = typeof account === "string" ? await realm.contracts.withId(account) : undefined;
    if (found !== undefined && !isThere(found))
      findings.push(broken(property, `is ${found.name}, which is being deleted and can't be used anymore`));
  }
  return findings;
}

function ofAccount(broken: Broken, check: LiveCheck<RealmReading>): Promise<Finding[]> {
  return beingDeleted(broken, check, [{ property: "account", account: check.inputs["account"] }]);
}

export const L4 = rule({
  id: "gridscale/L4",
  severity: "refuse",
  sentence:
    'Deleting an account cleans it up and can\'t be taken back: only with an explicit `onDelete: "delete"`, and never for a replacement.',
  source: "Account Delete",
  fields: { Account: ["onDelete"], User: ["access"], Quota: ["account"], ServiceActivation: ["account"] },
  inputs: {
    Account: (broken, { onDelete }) =>
      onDelete === "decommission"
        ? [
            broken(
              "onDelete",
              `is "decommission", which the portal doesn't support: use retain, lock, or delete, which irreversibly deletes the account and its contents`,
            ),
          ]
        : [],
  },
  live: {
    User: (broken, check) => {
      const { access } = check.inputs;
      const named = (known(access) ?? []).map((entry, index) => ({
        property: `access[${index}].account`,
        account: known(entry)?.account,
      }));
      return beingDeleted(broken, check, named);
    },
    Quota: ofAccount,
    ServiceActivation: ofAccount,
  },
  also: ["apply"],
  foundAs: ["IRR-05"],
});

export const L5 = rule({
  id: "gridscale/L5",
  severity: "warn",
  sentence:
    "The vendor doesn't document what happens to servers, storages and addresses of a deleted account, and when billing ends.",
  source: "Account Delete (silence)",
  also: ["apply"],
});

export const L14 = rule({
  id: "gridscale/L14",
  severity: "refuse",
  sentence: "A location in which an account has a project can't be removed.",
  source: "partner model",
  fields: { Account: ["locations"] },
  live: {
    Account: async (_broken, { realm, inputs: { locations }, before, say }: LiveCheck<RealmReading>) => {
      const current = before && (await realm.contracts.ofDeclared(keyOf(text(before["name"]))));
      if (current === undefined || !Array.isArray(locations)) return [];
      const kept = await Promise.all(knownWords(locations).map((word) => locationOf(realm, word)));
      if (kept.some((found) => typeof found !== "string")) return [];
      const used = current.projects.filter(
        ({ location_uuid: at }) => at !== null && current.location_uuids.includes(at) && !kept.includes(at),
      );
      // The portal keeps it, so that nothing of the declaration is wrong.
      if (used.length > 0)
        say(
          `Account ${current.name}: there are projects in locations that are not declared (${listed(used.map(({ name }) => name))}); the portal keeps a location that is in use ${L14.mark}`,
        );
      return [];
    },
  },
  also: ["apply"],
});
