import { createHash } from "node:crypto";
import {
  catalogue,
  type Change,
  type Effect,
  EVERYWHERE,
  type Finding,
  type FindingId,
  type Holding,
  type PathStep,
  type Report,
  type ReportAccount,
  type ReportPermission,
  type ReportPerson,
  type ReportRight,
} from "../../review";

export interface SampleSize {
  readonly accounts: number;
  /** All people, the reseller's own among them. */
  readonly people: number;
  /** The reseller's own, who may do what they may everywhere. */
  readonly staff: number;
  /** In how many accounts each customer's person has rights: their own, and the ones after it. */
  readonly accountsEach: number;
}

const SIZE: SampleSize = { accounts: 14, people: 64, staff: 5, accountsEach: 1 };

type PermissionLine = readonly [name: string, sentence: string, power?: ReportPermission["power"]];

const SECTIONS: Readonly<Record<string, readonly PermissionLine[]>> = {
  Accounts: [
    ["show_clients", "see all accounts of the reseller", "realm"],
    ["manage_clients", "create, lock and end accounts", "realm"],
    ["manage_billing", "see and change what accounts are charged for", "realm"],
  ],
  People: [
    ["show_users", "see the users of the account"],
    ["create_user", "create users", "administration"],
    ["edit_user", "change users and give them new passwords", "administration"],
    ["delete_user", "delete users", "administration"],
    ["manage_conditional_access", "set from where and when somebody may log in", "administration"],
  ],
  Profiles: [
    ["show_profiles", "see permission profiles"],
    ["create_profile", "create permission profiles", "administration"],
    ["manage_permissions", "change what a profile permits", "administration"],
  ],
  Services: [
    ["show_services", "see which services are active"],
    ["manage_services", "activate services"],
  ],
  "Object storage": [
    ["show_s3_panel", "see the object storage panel"],
    ["manage_buckets", "create and delete buckets"],
    ["manage_objects", "upload and delete objects"],
    ["manage_ec2_credentials", "create access keys"],
  ],
  Projects: [
    ["show_projects", "see the projects"],
    ["create_project", "create projects"],
    ["delete_project", "delete projects and all that is in them"],
    ["manage_project_users", "give people roles in projects"],
  ],
  Quotas: [
    ["show_client_quota", "see the limits of the account"],
    ["edit_client_quota", "change the limits of the account", "administration"],
    ["show_pending_requests", "see requests for more quota"],
  ],
  Usage: [
    ["show_usage", "see what is used and what it costs"],
    ["show_backup", "see the backups"],
    ["show_api_calls", "see who called what"],
    ["manage_workloads_next", "manage_workloads_next"],
  ],
};

const UNKNOWN_PERMISSION = "manage_workloads_next";

const PERMISSIONS: readonly ReportPermission[] = Object.entries(SECTIONS).flatMap(([section, lines]) =>
  lines.map(([name, sentence, power = "none"]) => ({
    portal: "csp",
    name,
    sentence,
    section,
    power,
    known: name !== UNKNOWN_PERMISSION,
  })),
);

/** Something that holds permissions before and after the change. */
interface SampleProfile {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What the plan can't know. */
  readonly maybe?: readonly string[];
  readonly unknown?: readonly string[];
  readonly limited?: readonly string[];
}

const ALL = PERMISSIONS.map(({ name }) => name).filter((name) => name !== UNKNOWN_PERMISSION);
const REALM = ["show_clients", "manage_clients", "manage_billing"];
const CUSTOMER = ALL.filter((name) => !REALM.includes(name));
const USER = ["show_s3_panel", "manage_buckets", "manage_objects", "show_projects", "show_services", "show_usage"];
const WIDE_USER = [
  ...USER,
  "show_users",
  "show_backup",
  "show_client_quota",
  "manage_ec2_credentials",
  "show_profiles",
];

const PROFILES = {
  user: { name: "User", before: WIDE_USER, after: WIDE_USER.filter((name) => name !== "show_s3_panel") },
  administrator: { name: "User-Adm", before: CUSTOMER, after: CUSTOMER, limited: ["delete_project"] },
  support: { name: "Support", before: [...WIDE_USER, "edit_user"], after: [...WIDE_USER, "edit_user"] },
  supportEverywhere: { name: "Support", before: [], after: ["show_clients"] },
  desk: {
    name: "Desk",
    before: [...REALM.slice(0, 2), "show_users", "show_usage"],
    after: [...REALM.slice(0, 2), "show_users", "show_usage"],
  },
  reseller: { name: "Reseller", before: ALL, after: ALL },
  newReseller: { name: "Reseller", before: [], after: ALL },
  planned: { name: "Storage", before: USER, after: USER, maybe: ["manage_ec2_credentials", "show_backup"] },
  beta: { name: "Beta", before: USER, after: USER, unknown: [UNKNOWN_PERMISSION] },
} as const satisfies Record<string, SampleProfile>;

const FIRST = [
  "anna",
  "bruno",
  "carla",
  "david",
  "elif",
  "fabio",
  "greta",
  "henrik",
  "ines",
  "jonas",
  "katja",
  "luis",
  "mira",
  "noah",
  "olga",
  "paul",
  "rosa",
  "simon",
  "tara",
  "yusuf",
];
const LAST = [
  "meier",
  "rossi",
  "frei",
  "huber",
  "sahin",
  "costa",
  "lindt",
  "novak",
  "perez",
  "kuhn",
  "weber",
  "jansen",
  "vogel",
];
const COMPANIES = [
  "Nordlicht Logistik",
  "Acme",
  "Bergmann Optik",
  "Kanton Seeland",
  "Helvia Versicherung",
  "Ostwind Energie",
  "Praxis Lindenhof",
  "Rhein Digital",
  "Stadtwerke Auental",
  "Tessin Foto",
  "Ulmer Druck",
  "Vela Reisen",
  "Winkler & Söhne",
  "Zentrum Medizin",
];
const FORMS = ["AG", "GmbH", "SA", "KG"];

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A report as a reseller's pull request has it: a small change of a profile that reaches far. Sizes can be set; nothing is random. */
export function sampleReport(size: Partial<SampleSize> = {}): Report {
  return new Sample({ ...SIZE, ...size }).report();
}

class Sample {
  private readonly accounts: readonly ReportAccount[];
  private readonly people: ReportPerson[] = [];
  private readonly access: Report["access"] = [];
  private readonly rights: ReportRight[][] = [];
  private readonly lists = new Map<string, number>();

  constructor(private readonly size: SampleSize) {
    this.accounts = Array.from({ length: size.accounts }, (_, index) => {
      const company = COMPANIES[index % COMPANIES.length] ?? "";
      const turn = Math.floor(index / COMPANIES.length);
      const name = `${company}${turn === 0 ? "" : ` ${turn + 1}`} ${FORMS[index % FORMS.length]}`;
      const isLast = index === size.accounts - 1;
      return { key: `Account/${slug(name)}`, name, portal: "csp", before: !isLast, after: true, declared: index !== 3 };
    });
    this.fill();
  }

  private fill(): void {
    const { people, staff, accountsEach } = this.size;
    for (let index = 0; index < people; index += 1) {
      if (index < staff) this.addStaff(index);
      else this.addCustomer(index, accountsEach);
    }
  }

  private addStaff(index: number): void {
    const isNew = index === this.size.staff - 1;
    const profile = isNew ? PROFILES.newReseller : index % 2 === 0 ? PROFILES.reseller : PROFILES.desk;
    const key = this.addPerson(index, undefined, isNew ? "gained" : "none", !isNew);
    this.add(key, EVERYWHERE, profile);
  }

  private addCustomer(index: number, accountsEach: number): void {
    const { staff, accounts } = this.size;
    const number = index - staff;
    const home = number % accounts;
    const [profile, change] = this.profileOf(number);
    const key = this.addPerson(index, this.accounts[home]?.key, change, true);
    for (let step = 0; step < Math.min(accountsEach, accounts); step += 1) {
      const account = this.accounts[(home + step) % accounts];
      if (account !== undefined) this.add(key, account.key, profile);
    }
    if (profile === PROFILES.support) this.add(key, EVERYWHERE, PROFILES.supportEverywhere);
  }

  private profileOf(number: number): readonly [SampleProfile, Change] {
    if (number < this.size.accounts) return [PROFILES.administrator, "none"];
    if (number % 16 === 1) return [PROFILES.support, "gained"];
    if (number % 23 === 2) return [PROFILES.planned, "maybe gained"];
    if (number % 29 === 5) return [PROFILES.beta, "unknown"];
    if (number % 7 === 4) return [PROFILES.administrator, "none"];
    return [PROFILES.user, "lost"];
  }

  private addPerson(index: number, account: string | undefined, change: Change, before: boolean): string {
    const first = FIRST[index % FIRST.length] ?? "";
    const last = LAST[Math.floor(index / FIRST.length + index) % LAST.length] ?? "";
    const turn = Math.floor(index / (FIRST.length * LAST.length));
    const name = `${first}.${last}${turn === 0 ? "" : turn + 1}`;
    const key = `User/${slug(name)}-${index}`;
    const fullName = `${capital(first)} ${capital(last)}`;
    this.people.push({ key, name, fullName, account, portal: "csp", before, after: true, change });
    return key;
  }

  private add(person: string, scope: string, profile: SampleProfile): void {
    this.access.push({ person, scope, rights: this.list(profile) });
  }

  /** People who have the same share one list. */
  private list(profile: SampleProfile): number {
    const key = `${profile.name} ${profile.before.length} ${profile.after.length} ${profile.maybe?.length ?? 0}`;
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    const rights = PERMISSIONS.flatMap(({ name }, permission) => {
      const before: Holding = profile.before.includes(name) ? "yes" : "no";
      const isUnknown = profile.unknown?.includes(name) === true;
      const isMaybe = profile.maybe?.includes(name) === true;
      const after: Holding = isMaybe || isUnknown ? "maybe" : profile.after.includes(name) ? "yes" : "no";
      if (before === "no" && after === "no") return [];
      const change: Change = isUnknown ? "unknown" : changeOf(before, after);
      const limit = profile.limited?.includes(name) === true ? "in the projects main and backup" : undefined;
      return [{ permission, before, after, change, limit, path: [{ kind: "profile", name: profile.name }] }];
    });
    this.lists.set(key, this.rights.length);
    this.rights.push(rights);
    return this.rights.length - 1;
  }

  report(): Report {
    const findings = this.findings();
    const changed = this.people.filter(({ change }) => change !== "none");
    const lose = this.withChange("lost").length;
    const gain = this.withChange("gained").length;
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
      operations: { update: changed.length + 1, create: 2, replace: 1, delete: 0, same: this.people.length },
      completeness: {
        complete: true,
        people: { before: this.people.length - 1, after: this.people.length },
        accounts: { before: this.accounts.length - 1, after: this.accounts.length },
        profiles: { before: 9, after: 9 },
        resources: this.people.length + this.accounts.length + 14,
        others: 3,
        gaps: [],
        notLookedAt: [],
        remarks: [
          "Roles inside OpenStack projects are not part of the portal's permissions: who may stop a machine isn't said here.",
          "manage_workloads_next is not in this version's catalogue; what it permits is not known.",
        ],
      },
      findings,
      approvals: [
        { by: "@ewcs/platform", count: 2, findings: findings.slice(0, 3).map(({ id, subject }) => `${id} ${subject}`) },
        { by: "security@ewcs.example", count: 1, findings: ["IRR-02 User/bruno-huber"] },
      ],
      effects: this.effects(),
      accounts: [...this.accounts],
      people: this.people,
      permissions: [...PERMISSIONS],
      rights: this.rights,
      access: this.access,
      quotas: this.quotas(),
      said: [
        "Profile support: permissions: show_clients makes everybody who has this profile a reseller (csp/P5)",
        "Quota acme: vcpus was 480 in use at the last refresh",
      ],
      changes: this.changes(),
    };
  }

  private withChange(change: Change): ReportPerson[] {
    return this.people.filter((person) => person.change === change);
  }

  /** Those of the change who are a customer's. */
  private customers(change: Change): string[] {
    return this.withChange(change).flatMap(({ key, account }) => (account === undefined ? [] : [key]));
  }

  private accountsOf(people: readonly string[]): string[] {
    return [
      ...new Set(
        this.people.flatMap(({ key, account }) => (people.includes(key) && account !== undefined ? [account] : [])),
      ),
    ];
  }

  private findings(): Finding[] {
    const gaining = this.customers("gained");
    const newcomer = this.people[this.size.staff - 1]?.key ?? "";
    const replaced = this.people[this.size.staff + 1]?.key ?? "";
    const unknown = this.customers("unknown");
    const lost = this.customers("lost");
    const [, acme = this.accounts[0]] = this.accounts;
    const support: PathStep[] = [
      { kind: "person", name: `${gaining.length} people` },
      { kind: "profile", name: "Support" },
      { kind: "permission", name: "show_clients" },
    ];
    return [
      finding("ESC-02", {
        subject: "Profile/support",
        sentence: `The profile Support gains “see all accounts of the reseller”: ${gaining.length} people of ${this.accountsOf(gaining).length} customers would see all ${this.accounts.length} accounts.`,
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
      finding("ESC-08", {
        subject: "Profile/beta",
        sentence: `The profile Beta gains ${UNKNOWN_PERMISSION}, and this version doesn't know what that permits.`,
        certain: false,
        people: unknown,
        accounts: this.accountsOf(unknown),
        path: [
          { kind: "profile", name: "Beta" },
          { kind: "permission", name: UNKNOWN_PERMISSION },
        ],
        source: { file: "profiles/beta.yaml", line: 9 },
      }),
      finding("ESC-04", {
        subject: newcomer,
        sentence: "Somebody new starts with the profile Reseller, and may manage accounts and people everywhere.",
        people: [newcomer],
        accounts: [EVERYWHERE],
        path: [
          { kind: "person", name: this.people[this.size.staff - 1]?.name ?? "" },
          { kind: "profile", name: "Reseller" },
          { kind: "permission", name: "manage_clients" },
        ],
        source: { file: "staff.yaml", line: 31 },
        accepted: {
          reason: "Joins the platform team on 1 December, see OPS-2291",
          owner: "lea.brandt",
          expires: "2026-12-31",
        },
      }),
      finding("IRR-02", {
        subject: replaced,
        sentence:
          "The login name changes, so the person is deleted and made anew: a new password, and the roles in 2 projects are gone.",
        people: [replaced],
        accounts: this.accountsOf([replaced]),
        path: [],
        source: { file: "accounts/acme.yaml", line: 18 },
      }),
      finding("MAS-02", {
        subject: "plan",
        sentence: `The access of ${lost.length + gaining.length} of ${this.people.length} people changes, which is more than 30 %.`,
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
      finding("OPN-02", {
        subject: lost[0] ?? "plan",
        sentence: "May log in from 10.20.0.0/16 only, and no longer from everywhere.",
        people: lost.slice(0, 1),
        accounts: this.accountsOf(lost.slice(0, 1)),
        path: [],
        source: { file: "accounts/nordlicht.yaml", line: 27 },
      }),
    ];
  }

  private effects(): Effect[] {
    const gaining = this.customers("gained");
    const lost = this.customers("lost");
    const maybe = this.customers("maybe gained");
    const unknown = this.customers("unknown");
    const newcomer = this.people[this.size.staff - 1];
    const profile = (name: string): PathStep[] => [{ kind: "profile", name }];
    const all: Effect[] = [
      {
        people: gaining,
        scope: EVERYWHERE,
        change: "gained",
        permissions: indices(["show_clients"]),
        sentence: `${gaining.length} people gain: see all accounts of the reseller`,
        path: profile("Support"),
      },
      {
        people: newcomer === undefined ? [] : [newcomer.key],
        scope: EVERYWHERE,
        change: "gained",
        permissions: indices(REALM),
        sentence: `${newcomer?.name ?? ""} is new, and may manage accounts, people and what they are charged for`,
        path: profile("Reseller"),
      },
      {
        people: maybe,
        scope: "own",
        change: "maybe gained",
        permissions: indices(["manage_ec2_credentials", "show_backup"]),
        sentence: `${maybe.length} people may gain: create access keys, see the backups. The plan doesn't know yet`,
        path: profile("Storage"),
      },
      {
        people: lost,
        scope: "own",
        change: "lost",
        permissions: indices(["show_s3_panel"]),
        sentence: `${lost.length} people lose: see the object storage panel. Access keys that they have stay valid`,
        path: profile("User"),
      },
      {
        people: unknown,
        scope: "own",
        change: "unknown",
        permissions: indices([UNKNOWN_PERMISSION]),
        sentence: `What ${unknown.length} people gain by ${UNKNOWN_PERMISSION} can't be told`,
        path: profile("Beta"),
      },
    ];
    return all.filter(({ people }) => people.length > 0);
  }

  private quotas(): Report["quotas"] {
    const [first, acme = first] = this.accounts;
    const own = (name: string, before: number, after: number, used: number) => ({
      account: acme?.key,
      region: "zurich",
      name,
      before,
      after,
      used,
      shared: after * 1.25,
    });
    return [
      own("vcpus", 384, 512, 301),
      own("ram_gib", 1536, 2048, 1210),
      { name: "vcpus", region: "zurich", before: 3072, after: 3200, used: 2218, pool: 4096 },
      ...this.accounts
        .slice(0, 40)
        .map(({ key }) => ({ account: key, region: "zurich", name: "floating_ips", before: 16, after: 16, used: 5 })),
    ];
  }

  private changes(): Report["changes"] {
    const permissions = (names: readonly string[]) => JSON.stringify(names);
    const [user, planned] = [PROFILES.user, PROFILES.planned];
    return [
      change(
        "Profile/user",
        "Profile",
        "update",
        [["permissions", permissions(user.before), permissions(user.after)]],
        4,
      ),
      change(
        "Profile/support",
        "Profile",
        "update",
        [["permissions", permissions(WIDE_USER), permissions([...WIDE_USER, "show_clients"])]],
        12,
      ),
      change("Profile/storage", "Profile", "update", [["permissions", permissions(planned.before), "[unknown]"]], 3),
      change(
        this.people[this.size.staff + 1]?.key ?? "User/x",
        "User",
        "replace",
        [
          ["username", '"bruno"', '"bruno.huber"'],
          ["password", "[secret]", "[secret]"],
        ],
        18,
      ),
    ];
  }
}

function change(
  key: string,
  kind: string,
  operation: "update" | "replace",
  properties: readonly (readonly [name: string, before: string, after: string])[],
  line: number,
): Report["changes"][number] {
  return {
    key,
    kind,
    urn: `urn:pulumi:prod::realm::pulumi-nodejs:dynamic/reseller:${kind}::${key.split("/")[1] ?? key}`,
    operation,
    because: operation === "replace" ? ["username"] : [],
    properties: properties.map(([name, before, after]) => ({ name, before, after })),
    source: { file: "realm.yaml", line },
  };
}

type FindingParts = Omit<Finding, "id" | "level" | "title" | "certain"> & { readonly certain?: boolean };

function finding(id: FindingId, parts: FindingParts): Finding {
  const { level, title } = catalogue[id];
  return { id, level, title, certain: true, ...parts };
}

function changeOf(before: Holding, after: Holding): Change {
  if (before === after) return "none";
  if (after === "maybe") return before === "no" ? "maybe gained" : "maybe lost";
  return after === "yes" ? "gained" : "lost";
}

function indices(names: readonly string[]): number[] {
  return names.map((name) => PERMISSIONS.findIndex((permission) => permission.name === name));
}

function slug(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
