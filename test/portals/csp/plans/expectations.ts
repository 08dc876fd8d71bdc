import { inLine, type PlanTable, without } from "../../../review/plans/planTable";
import { inRealm, REALM } from "./realm";

/** What review.yaml asks for. */
export const expectationsPlans: PlanTable = inRealm([
  {
    what: "more is promised than the pool has",
    program: inLine(REALM, "const quota", "vcpus: 10", "vcpus: 20"),
    file: "pools: { ch-1: { vcpus: 29 } }",
    finds: [
      {
        id: "QUO-01",
        subject: "quota ch-1 vcpus",
        says: "The limits of all accounts add up to 30 vcpus in ch-1 (until now 20), and the pool is 29.",
        rule: "csp/Q4",
      },
    ],
    exitCode: 11,
  },
  {
    what: "exactly what the pool has is promised",
    program: inLine(REALM, "const quota", "vcpus: 10", "vcpus: 20"),
    file: "pools: { ch-1: { vcpus: 30 } }",
    finds: [],
    lacks: ["QUO-01"],
    exitCode: 10,
  },
  {
    what: "somebody gains what nobody may have",
    program: inLine(
      REALM,
      "const bob",
      "profiles: [storage]",
      'profiles: [storage], permissions: ["activate_service"]',
    ),
    file: "assertions: [{ name: nobody of a customer activates services, who: { reseller: false, not: [User/anna, User/dora, User/emil, User/nora] }, never: { permissions: [activate_service] } }]",
    finds: [
      {
        id: "ASR-01",
        subject: "assertion nobody of a customer activates services",
        says: "nobody of a customer activates services: bob of Acme AG would have, or might have, activate_service.",
        people: ["User/bob"],
      },
    ],
    exitCode: 20,
  },
  {
    what: "somebody gains something else",
    program: inLine(REALM, "const bob", "profiles: [storage]", 'profiles: [storage], permissions: ["show_services"]'),
    file: "assertions: [{ name: nobody of a customer activates services, who: { reseller: false, not: [User/anna, User/dora, User/emil, User/nora] }, never: { permissions: [activate_service] } }]",
    finds: [],
    lacks: ["ASR-01"],
    exitCode: 10,
  },
  {
    what: "somebody loses what they must have",
    program: inLine(REALM, "const desk", ', "show_users"', ""),
    file: "assertions: [{ name: the desk sees people, who: { people: [User/eva] }, always: { permissions: [show_users] } }]",
    finds: [
      {
        id: "ASR-01",
        subject: "assertion the desk sees people",
        says: "the desk sees people: eva would not have show_users.",
        people: ["User/eva"],
      },
    ],
    exitCode: 20,
  },
  {
    what: "a profile gains more than its ceiling",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "show_usage"'),
    file: "ceilings: [{ name: storage people, profile: Storage, permissions: [show_s3_panel, manage_*] }]",
    finds: [
      {
        id: "CEI-01",
        subject: "ceiling storage people",
        says: "storage people: bob of Acme AG and cleo of Beta GmbH would gain show_usage, above the ceiling.",
        people: ["User/bob", "User/cleo"],
      },
    ],
    exitCode: 20,
  },
  {
    what: "a profile gains what its ceiling has",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "manage_objects"'),
    file: "ceilings: [{ name: storage people, profile: Storage, permissions: [show_s3_panel, manage_*] }]",
    finds: [],
    lacks: ["CEI-01"],
    exitCode: 10,
  },
  {
    what: "somebody of an account gains more than its ceiling",
    program: inLine(REALM, "const cleo", "profiles: [storage]", 'profiles: [storage], permissions: ["show_usage"]'),
    file: "ceilings: [{ name: beta people, account: Beta GmbH, permissions: [show_s3_panel] }]",
    finds: [
      {
        id: "CEI-01",
        subject: "ceiling beta people",
        says: "beta people: cleo of Beta GmbH would gain show_usage, above the ceiling.",
        people: ["User/cleo"],
      },
    ],
    exitCode: 20,
  },
  {
    what: "the day after the last day",
    program: REALM,
    file: "expiries: [{ person: User/eva, until: 2027-03-01, reason: stand-in }]",
    today: "2027-03-02",
    finds: [
      {
        id: "EXP-01",
        subject: "User/eva",
        says: "The access of eva ended on 2027-03-01 (stand-in), and is still there after the change.",
        people: ["User/eva"],
        line: "const eva =",
      },
    ],
    exitCode: 11,
  },
  {
    what: "on the last day it only runs out",
    program: REALM,
    file: "expiries: [{ person: User/eva, until: 2027-03-01, reason: stand-in }]",
    today: "2027-03-01",
    finds: [
      {
        id: "EXP-02",
        subject: "User/eva",
        says: "The access of eva ends on 2027-03-01 (stand-in).",
        people: ["User/eva"],
        line: "const eva =",
      },
    ],
    lacks: ["EXP-01"],
    exitCode: 10,
  },
  {
    what: "in fourteen days",
    program: REALM,
    file: "expiries: [{ person: User/eva, until: 2027-03-15, reason: stand-in }]",
    today: "2027-03-01",
    finds: [
      {
        id: "EXP-02",
        subject: "User/eva",
        says: "The access of eva ends on 2027-03-15 (stand-in).",
        people: ["User/eva"],
        line: "const eva =",
      },
    ],
    exitCode: 10,
  },
  {
    what: "in fifteen days",
    program: REALM,
    file: "expiries: [{ person: User/eva, until: 2027-03-16, reason: stand-in }]",
    today: "2027-03-01",
    finds: [],
    lacks: ["EXP-02"],
    exitCode: 0,
  },
  {
    what: "before its first day",
    program: inLine(REALM, "const eva", "profiles: [desk]", "profiles: [desk, auditors]"),
    file: "expiries: [{ person: User/eva, profile: Auditors, from: 2027-03-02, until: 2027-06-30, reason: audit }]",
    today: "2027-03-01",
    finds: [
      {
        id: "ESC-01",
        subject: "User/eva",
        says: "eva may from now on, in every account: see what projects use.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
      {
        id: "EXP-01",
        subject: "User/eva Auditors",
        says: "The access of eva by Auditors begins on 2027-03-02 (audit), and would be there before.",
        people: ["User/eva"],
        line: "const eva =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "a grant with an end begins",
    program: inLine(REALM, "const eva", "profiles: [desk]", "profiles: [desk, auditors]"),
    file: "expiries: [{ person: User/eva, profile: Auditors, from: 2027-03-01, until: 2027-06-30, reason: audit }]",
    today: "2027-03-01",
    finds: [
      {
        id: "ESC-01",
        subject: "User/eva",
        says: "eva may from now on, in every account: see what projects use.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
      {
        id: "EXP-02",
        subject: "User/eva Auditors",
        says: "The access of eva by Auditors ends on 2027-06-30 (audit).",
        people: ["User/eva"],
        line: "const eva =",
      },
    ],
    exitCode: 20,
  },
  {
    what: "what has ended is taken away",
    program: inLine(REALM, "const eva", "profiles: [desk]", "profiles: [auditors]"),
    file: "expiries: [{ person: User/eva, profile: Support Desk, until: 2027-01-31, reason: stand-in }]",
    today: "2027-03-01",
    finds: [
      {
        id: "ESC-01",
        subject: "User/eva",
        says: "eva may from now on, in every account: see what projects use.",
        people: ["User/eva"],
        accounts: ["*"],
        line: "const eva =",
      },
    ],
    lacks: ["EXP-01"],
    exitCode: 20,
  },
  {
    what: "a required administrator is none any more",
    program: inLine(REALM, "const max", "profiles: [managers]", "profiles: [desk]"),
    file: "administrators: { required: [User/max], least: 1 }",
    finds: [
      {
        id: "OWN-01",
        subject: "plan",
        says: "Nobody can manage the reseller's own people any more: until now max could.",
        people: ["User/max"],
        accounts: ["*"],
        rule: "csp/U5",
      },
      {
        id: "OWN-04",
        subject: "User/max",
        says: "max is required as an administrator by review.yaml, and can't manage people after the change.",
        people: ["User/max"],
        line: "const max =",
      },
      {
        id: "OWN-04",
        subject: "plan",
        says: "0 people can manage the realm's people after the change; review.yaml asks for 1.",
      },
    ],
    exitCode: 11,
  },
  {
    what: "fewer rights and still an administrator",
    program: inLine(REALM, "const managers", '"manage_clients", ', ""),
    file: "administrators: { required: [User/max], least: 1 }",
    finds: [],
    lacks: ["OWN-04"],
    exitCode: 10,
  },
  {
    what: "an acceptance on its last day",
    program: inLine(REALM, "const desk", '"show_users"', '"show_users", "manage_clients"'),
    file: "accept: [{ finding: ESC-02, subject: Profile/desk, reason: the desk takes over, owner: max, expires: 2027-03-01 }]",
    today: "2027-03-01",
    finds: [
      {
        id: "ESC-02",
        subject: "Profile/desk",
        says: "eva has the profile Support Desk, and with it may from now on, in every account: create and change customers.",
        people: ["User/eva"],
        accounts: ["*"],
        rule: "csp/P5",
        accepted: true,
        line: "const desk =",
      },
    ],
    lacks: ["ACP-01", "ACP-02"],
    exitCode: 10,
    headline: "Changes without findings that need an approval: 1 accepted; 1 person gains access.",
  },
  {
    what: "an acceptance that ended yesterday",
    program: inLine(REALM, "const desk", '"show_users"', '"show_users", "manage_clients"'),
    file: "accept: [{ finding: ESC-02, subject: Profile/desk, reason: the desk takes over, owner: max, expires: 2027-02-28 }]",
    today: "2027-03-01",
    finds: [
      {
        id: "ESC-02",
        subject: "Profile/desk",
        says: "eva has the profile Support Desk, and with it may from now on, in every account: create and change customers.",
        people: ["User/eva"],
        accounts: ["*"],
        rule: "csp/P5",
        line: "const desk =",
      },
      {
        id: "ACP-01",
        subject: "ESC-02 Profile/desk",
        says: "The acceptance of ESC-02 for Profile/desk (max) ended on 2027-02-28: it no longer applies. Renew it, or remove it.",
      },
    ],
    exitCode: 20,
  },
  {
    what: "an acceptance of what isn't there",
    program: inLine(REALM, "const eva", 'firstName: "Eva"', 'firstName: "Evelyn"'),
    file: "accept: [{ finding: ESC-02, subject: Profile/desk, reason: the desk takes over, owner: max, expires: 2027-03-31 }]",
    today: "2027-03-01",
    finds: [
      {
        id: "ACP-02",
        subject: "ESC-02 Profile/desk",
        says: "The acceptance of ESC-02 for Profile/desk (max) names a finding that doesn't exist. Remove it.",
      },
    ],
    exitCode: 11,
  },
  {
    what: "approvals: by level, by finding and by account",
    program: inLine(REALM, "const anna", 'profiles: ["User-Adm"]', 'profiles: ["User-Adm"], resetPassword: "2027"'),
    file: "approvals: [{ by: security, level: escalation }, { by: desk, count: 2, findings: [PWD-01] }, { by: acme team, account: Acme AG }, { by: beta team, account: Beta GmbH }]",
    finds: [
      {
        id: "PWD-01",
        subject: "User/anna",
        level: "escalation",
        says: "anna of Acme AG (who holds: change what profiles and people are allowed to do; create people; change people and give them other profiles; and 6 more, in Acme AG) gets a new password: the old one stops working immediately, and the person needs the new one.",
        people: ["User/anna"],
        accounts: ["Account/acme"],
        rule: "csp/A5",
        line: "const anna =",
      },
    ],
    exitCode: 20,
    approvals: [
      { by: "security", count: 1, findings: ["PWD-01 User/anna"] },
      { by: "desk", count: 2, findings: ["PWD-01 User/anna"] },
      { by: "acme team", count: 1, findings: ["PWD-01 User/anna"] },
    ],
  },
  {
    what: "two people where one may change",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "manage_objects"'),
    file: "limits: { people: { number: 1 } }",
    finds: [
      {
        id: "MAS-02",
        subject: "plan",
        says: "The access of 2 of 9 people changes at once.",
        people: ["User/bob", "User/cleo"],
      },
    ],
    exitCode: 11,
  },
  {
    what: "two people where two may change",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "manage_objects"'),
    file: "limits: { people: { number: 2 } }",
    finds: [],
    lacks: ["MAS-02"],
    exitCode: 10,
  },
  {
    what: "one deletion where none is allowed",
    program: without(REALM, "const spare"),
    file: "limits: { deletions: { number: 0 } }",
    finds: [
      {
        id: "MAS-01",
        subject: "plan",
        says: "1 of 26 objects is deleted, replaced or removed from the program at once. Check whether a file is missing, or a list is empty by mistake.",
      },
    ],
    exitCode: 11,
  },
  {
    what: "one deletion where one is allowed",
    program: without(REALM, "const spare"),
    file: "limits: { deletions: { number: 1 } }",
    finds: [],
    lacks: ["MAS-01"],
    exitCode: 10,
  },
  {
    what: "somebody keeps what they must have",
    program: inLine(REALM, "const desk", 'name: "Support Desk"', 'name: "Support Desk", description: "Helps"'),
    file: "assertions: [{ name: the desk sees people, who: { people: [User/eva] }, always: { permissions: [show_users] } }]",
    finds: [],
    lacks: ["ASR-01"],
    exitCode: 10,
  },
  {
    what: "two of nine people, where shares count from nine",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "manage_objects"'),
    file: "limits: { people: { beyond: 8, share: 0.2 } }",
    finds: [
      {
        id: "MAS-02",
        subject: "plan",
        says: "The access of 2 of 9 people changes at once.",
        people: ["User/bob", "User/cleo"],
      },
    ],
    exitCode: 11,
  },
  {
    what: "two of nine people, where shares count from ten",
    program: inLine(REALM, "const storage", '"manage_buckets"', '"manage_buckets", "manage_objects"'),
    file: "limits: { people: { beyond: 9, share: 0.2 } }",
    finds: [],
    lacks: ["MAS-02"],
    exitCode: 10,
  },
  {
    what: "names that nobody has, each where a guard is",
    program: inLine(REALM, "const eva", 'firstName: "Eva"', 'firstName: "Evelyn"'),
    file: `
administrators: { required: [User/evaa] }
assertions:
  - { name: Eva sees people, who: { people: [User/evaa] }, always: { permissions: [show_users] } }
  - { name: Eva of Acme, who: { people: [User/eva], account: Acme AG }, never: { permissions: [show_users] } }
  - { name: nobody opens backups, who: { account: Acme, not: [User/nobody] }, never: { permissions: [show_bakup, "mange_*"] } }
ceilings:
  - { name: desk, profile: Support Desks, permissions: [show_users, show_nothing] }
  - { name: acme, account: acme, permissions: [show_users] }
expiries: [{ person: User/ev*, profile: Profile/desks, until: 2027-03-01, reason: stand-in }]
pools: { ch1: { vcpu: 5 } }
approvals: [{ by: acme team, account: Acme }]
`,
    finds: [
      {
        id: "OWN-05",
        subject: "administrators",
        says: "review.yaml requires an administrator who doesn't exist: the person User/evaa (did you mean User/eva?). Correct the name, or remove it. To include objects that only the portal has, use --live.",
        line: "review.yaml:2",
      },
      {
        id: "ASR-02",
        subject: "assertion Eva sees people",
        says: "The assertion Eva sees people is about something that doesn't exist: the person User/evaa (did you mean User/eva?). Correct the name, or remove it. To include objects that only the portal has, use --live.",
        line: "review.yaml:4",
      },
      {
        id: "ASR-02",
        subject: "assertion Eva of Acme",
        says: "The assertion Eva of Acme is about something that doesn't exist: the person User/eva among those of Acme AG. Correct the name, or remove it. To include objects that only the portal has, use --live.",
        line: "review.yaml:5",
      },
      {
        id: "ASR-02",
        subject: "assertion nobody opens backups",
        line: "review.yaml:6",
      },
      {
        id: "REF-01",
        subject: "assertion nobody opens backups",
        line: "review.yaml:6",
      },
      {
        id: "CEI-02",
        subject: "ceiling desk",
        line: "review.yaml:8",
      },
      {
        id: "REF-01",
        subject: "ceiling desk",
        line: "review.yaml:8",
      },
      {
        id: "CEI-02",
        subject: "ceiling acme",
        line: "review.yaml:9",
      },
      {
        id: "EXP-03",
        subject: "expiry User/ev* Profile/desks",
        line: "review.yaml:10",
      },
      {
        id: "QUO-04",
        subject: "pool ch1",
        line: "review.yaml:11",
      },
      {
        id: "APR-01",
        subject: "approval acme team",
        line: "review.yaml:12",
      },
    ],
    exitCode: 20,
  },
  {
    what: "the names of those who are there, before or after the change",
    program: without(REALM, "const kim"),
    file: `
administrators: { required: [User/max] }
assertions:
  - { name: Kim, who: { people: [User/kim, User/e*], account: Account/gamma }, never: { permissions: [approve_reject_request, "*_pending_requests"] } }
  - { name: Dora, who: { account: Gamma SA, not: [User/kim] }, never: { permissions: ["panel:Backup*"], where: elsewhere } }
ceilings:
  - { name: standard, profile: Client-Adm, permissions: [show_users] }
  - { name: based, profile: Profile/archive, permissions: [manage_backup] }
expiries: [{ person: User/kim, profile: Auditors, until: 2027-01-01, reason: stand-in }]
pools: { ch-1: { vcpus: 500 }, "*": { ramGb: 5000 } }
approvals: [{ by: acme team, account: Account/acme }]
`,
    finds: [
      {
        id: "KEP-01",
        subject: "User/kim",
        people: ["User/kim"],
        accounts: ["Account/gamma"],
      },
    ],
    lacks: ["OWN-05", "ASR-02", "CEI-02", "EXP-03", "QUO-04", "APR-01", "REF-01"],
    exitCode: 10,
  },
]);
