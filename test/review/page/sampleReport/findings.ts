import { catalogue, EVERYWHERE, type Finding, type FindingId, type PathStep } from "../../../../review";
import { UNKNOWN_PERMISSION } from "./permissions";
import type { SampleRealm } from "./realm";

/** What the review of the sample finds, the most serious first. */
export function findings(realm: SampleRealm): Finding[] {
  return [
    ...everywhere(realm),
    unknownPermission(realm),
    newcomer(realm),
    replacement(realm),
    ...numbers(realm),
    condition(realm),
  ];
}

/** A profile of customers that reaches over all of them. */
function everywhere(realm: SampleRealm): Finding[] {
  const gaining = realm.customers("gained");
  const support: PathStep[] = [
    { kind: "person", name: `${gaining.length} people` },
    { kind: "profile", name: "Support" },
    { kind: "permission", name: "show_clients" },
  ];
  return [
    finding("ESC-02", {
      subject: "Profile/support",
      sentence: `The profile Support gains “see all accounts of the reseller”: ${gaining.length} people of ${realm.accountsOf(gaining).length} customers would see all ${realm.accounts.length} accounts.`,
      people: gaining,
      accounts: [EVERYWHERE],
      path: support,
      source: { file: "profiles/support.yaml", line: 12, column: 7 },
      rule: "csp/P5",
    }),
    finding("ESC-01", {
      subject: gaining[0] ?? "plan",
      sentence:
        "A person of a customer gains a right in every account of the reseller, and in those that are still to come.",
      people: gaining.slice(0, 1),
      accounts: [EVERYWHERE],
      path: support.map((step, index) => (index === 0 ? { kind: "person", name: "this person" } : step)),
      source: { file: "realm.yaml", line: 214 },
      rule: "csp/P5",
    }),
  ];
}

function unknownPermission(realm: SampleRealm): Finding {
  const unknown = realm.customers("unknown");
  return finding("ESC-08", {
    subject: "Profile/beta",
    sentence: `The profile Beta gains ${UNKNOWN_PERMISSION}, and this version doesn't know what that permits.`,
    certain: false,
    people: unknown,
    accounts: realm.accountsOf(unknown),
    path: [
      { kind: "profile", name: "Beta" },
      { kind: "permission", name: UNKNOWN_PERMISSION },
    ],
    source: { file: "profiles/beta.yaml", line: 9 },
  });
}

function newcomer(realm: SampleRealm): Finding {
  const { key = "", name = "" } = realm.newcomer() ?? {};
  return finding("ESC-04", {
    subject: key,
    sentence: "Somebody new starts with the profile Reseller, and may manage accounts and people everywhere.",
    people: [key],
    accounts: [EVERYWHERE],
    path: [
      { kind: "person", name },
      { kind: "profile", name: "Reseller" },
      { kind: "permission", name: "manage_clients" },
    ],
    source: { file: "staff.yaml", line: 31 },
    accepted: {
      reason: "Joins the platform team on 1 December, see OPS-2291",
      owner: "lea.brandt",
      expires: "2026-12-31",
    },
  });
}

function replacement(realm: SampleRealm): Finding {
  const replaced = realm.replaced() ?? "";
  return finding("IRR-02", {
    subject: replaced,
    sentence:
      "The login name changes, so the person is deleted and recreated: a new password, and the roles in 2 projects are gone.",
    people: [replaced],
    accounts: realm.accountsOf([replaced]),
    path: [],
    source: { file: "accounts/acme.yaml", line: 18 },
  });
}

/** How many people it is about, and how much an account shares out. */
function numbers(realm: SampleRealm): Finding[] {
  const changing = realm.customers("lost").length + realm.customers("gained").length;
  const acme = realm.crowded();
  return [
    finding("MAS-02", {
      subject: "plan",
      sentence: `The access of ${changing} of ${realm.people.length} people changes, which is more than 30 %.`,
      people: [],
      accounts: [],
      path: [],
    }),
    finding("QUO-02", {
      subject: acme?.key ?? "plan",
      sentence: "The projects of this account share out 640 vCPUs, and the account has 512 after the change.",
      people: [],
      accounts: acme === undefined ? [] : [acme.key],
      path: [],
      source: { file: "accounts/acme.yaml", line: 44 },
      rule: "csp/Q4",
    }),
  ];
}

function condition(realm: SampleRealm): Finding {
  const lost = realm.customers("lost").slice(0, 1);
  return finding("OPN-02", {
    subject: lost[0] ?? "plan",
    sentence: "May log in from 10.20.0.0/16 only, and no longer from everywhere.",
    people: lost,
    accounts: realm.accountsOf(lost),
    path: [],
    source: { file: "accounts/nordlicht.yaml", line: 27 },
  });
}

type FindingParts = Omit<Finding, "id" | "level" | "title" | "certain"> & { readonly certain?: boolean };

function finding(id: FindingId, parts: FindingParts): Finding {
  const { level, title } = catalogue[id];
  return { id, level, title, certain: true, ...parts };
}
