import { createHash } from "node:crypto";
import type { Report } from "../../../review";
import { changes } from "./sampleReport/changes";
import { effects } from "./sampleReport/effects";
import { findings } from "./sampleReport/findings";
import { PERMISSIONS } from "./sampleReport/permissions";
import { quotas } from "./sampleReport/quotas";
import { SampleRealm, type SampleSize } from "./sampleReport/realm";

const SIZE: SampleSize = { accounts: 14, people: 64, staff: 5, accountsEach: 1 };

/** Every customer's person in every account: nearly 100,000 rows, the most that this size can have. */
export const LARGE = { people: 500, accounts: 200, staff: 20, accountsEach: 200 };

/** A report as a reseller's pull request has it: a small change of a profile that reaches far. Sizes can be set; nothing is random. */
export function sampleReport(size: Partial<SampleSize> = {}): Report {
  const realm = new SampleRealm({ ...SIZE, ...size });
  const found = findings(realm);
  const changed = realm.people.filter(({ change }) => change !== "none");
  const lose = realm.withChange("lost").length;
  const gain = realm.withChange("gained").length;
  return {
    version: 1,
    project: "realm",
    stack: "prod",
    portals: [
      {
        name: "csp",
        title: "Cloud Service Portal",
        note: "Its API has no public contract; what is said rests on the manual.",
      },
    ],
    verdict: "blocked",
    exitCode: 20,
    failOn: "escalation",
    headline: `${gain} people gain rights, ${lose} lose one, and 1 person is replaced, which can't be taken back: 3 escalations block.`,
    effectHash: hash("effect"),
    planHash: hash("plan"),
    savedPlan: { file: "plan.json", sha256: hash("saved") },
    operations: { update: changed.length + 1, create: 2, replace: 1, delete: 0, same: realm.people.length },
    completeness: {
      complete: true,
      people: { before: realm.people.length - 1, after: realm.people.length },
      accounts: { before: realm.accounts.length - 1, after: realm.accounts.length },
      profiles: { before: 9, after: 9 },
      resources: realm.people.length + realm.accounts.length + 14,
      others: 3,
      gaps: [],
      notLookedAt: [],
      remarks: [
        "Roles inside OpenStack projects are not part of the portal's permissions: who may stop a machine isn't said here.",
        "manage_workloads_next is not in this version's catalogue; what it permits is not known.",
      ],
    },
    findings: found,
    approvals: [
      { by: "@ewcs/platform", count: 2, findings: found.slice(0, 3).map(({ id, subject }) => `${id} ${subject}`) },
      { by: "security@ewcs.example", count: 1, findings: ["IRR-02 User/bruno-huber"] },
    ],
    effects: effects(realm),
    accounts: [...realm.accounts],
    people: realm.people,
    permissions: [...PERMISSIONS],
    rights: realm.rights,
    access: realm.access,
    quotas: quotas(realm),
    said: [
      "Profile support: permissions: show_clients makes everybody who has this profile a reseller (csp/P5)",
      "Quota acme: vcpus was 480 in use at the last refresh",
    ],
    changes: changes(realm),
  };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
