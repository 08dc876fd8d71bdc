import fc from "fast-check";
import { catalogue, type FindingId } from "../../../review/findings/catalogue";
import {
  CHANGES,
  type Effect,
  type Finding,
  HOLDINGS,
  LEVELS,
  OPERATIONS,
  type Report,
  type ReportAccount,
  type ReportChange,
  type ReportPerson,
  type ReportQuota,
  type ReportStack,
  VERDICTS,
} from "../../../review/report";
import { anyCharacter } from "../../support/text";

export function account(name: string, more: Partial<ReportAccount> = {}): ReportAccount {
  return { key: `Account/${name}`, name, portal: "csp", before: true, after: true, declared: true, ...more };
}

export function person(name: string, more: Partial<ReportPerson> = {}): ReportPerson {
  return { key: `User/${name}`, name, portal: "csp", before: true, after: true, change: "none", ...more };
}

export function finding(id: FindingId, more: Partial<Finding> = {}): Finding {
  const { level, title } = catalogue[id];
  return {
    id,
    level,
    title,
    subject: "plan",
    sentence: title,
    certain: true,
    people: [],
    accounts: [],
    path: [],
    ...more,
  };
}

export function effect(sentence: string, more: Partial<Effect> = {}): Effect {
  return { people: [], scope: "own", change: "gained", permissions: [], sentence, path: [], ...more };
}

export function quota(name: string, more: Partial<ReportQuota> = {}): ReportQuota {
  return { name, before: 10, after: 20, ...more };
}

export function change(key: string, more: Partial<ReportChange> = {}): ReportChange {
  return {
    key,
    kind: "User",
    urn: `urn:pulumi:prod::realm::reseller:index:User::${key}`,
    operation: "update",
    because: [],
    properties: [],
    ...more,
  };
}

/** A report in which nothing changes. */
export function report(more: Partial<Report> = {}): Report {
  return {
    version: 1,
    project: "realm",
    stack: "prod",
    portals: [{ name: "csp", title: "Cloud Service Portal" }],
    verdict: "nothing",
    exitCode: 0,
    failOn: "escalation",
    headline: "Nothing changes",
    effectHash: "5f2c".repeat(16),
    planHash: "09ab".repeat(16),
    operations: { create: 0, update: 0, replace: 0, delete: 0, same: 0 },
    completeness: {
      complete: true,
      people: { before: 0, after: 0 },
      accounts: { before: 0, after: 0 },
      profiles: { before: 0, after: 0 },
      resources: 0,
      others: 0,
      gaps: [],
      notLookedAt: ["what the standard profiles hold today"],
      remarks: [],
    },
    findings: [],
    approvals: [],
    effects: [],
    accounts: [],
    people: [],
    permissions: [],
    rights: [],
    access: [],
    quotas: [],
    said: [],
    changes: [],
    ...more,
  };
}

/** What a pull request of one day may hold: a bit of everything. */
export function oneDay(): Report {
  const people = ["anna", "bob", "carla", "jdoe"].map((name) => person(name, { account: "Account/acme" }));
  return report({
    verdict: "blocked",
    exitCode: 20,
    headline: "Blocked by 1 finding: 4 people gain rights over all 37 accounts, 1 person is replaced",
    savedPlan: { file: "plan.json", sha256: "77de".repeat(16) },
    operations: { create: 0, update: 2, replace: 1, delete: 0, same: 40 },
    completeness: {
      complete: true,
      people: { before: 612, after: 612 },
      accounts: { before: 37, after: 38 },
      profiles: { before: 9, after: 9 },
      resources: 660,
      others: 3,
      gaps: [],
      notLookedAt: ["what the standard profiles hold today"],
      remarks: ["Who may log in at the hypervisor itself is not in the plan"],
    },
    findings: [
      finding("ESC-02", {
        subject: "Profile/support",
        sentence: 'The profile "Support" gains show_clients: 4 people of Acme AG would see all 37 accounts.',
        people: people.map(({ key }) => key),
        accounts: ["*"],
        path: [
          { kind: "profile", name: "Support" },
          { kind: "permission", name: "show_clients" },
        ],
        source: { file: "clients/acme.ts", line: 12, column: 3 },
        rule: "csp/P5",
      }),
      finding("IRR-02", {
        subject: "User/jdoe",
        sentence: "jdoe is deleted and recreated: the password and the roles on 2 projects are gone.",
        people: ["User/jdoe"],
        accounts: ["Account/acme"],
        source: { file: "clients/acme.ts", line: 40 },
      }),
      finding("PWD-01", {
        subject: "User/bob",
        sentence: "The old password of bob stops working.",
        people: ["User/bob"],
        accepted: { reason: "Asked for in ticket 4711.", owner: "platform-team", expires: "2027-01-31" },
      }),
      finding("KEP-01", { subject: "Quota/old", sentence: "A quota is no longer managed.", certain: false }),
    ],
    approvals: [{ by: "@acme/security", count: 2, findings: ["IRR-02 User/jdoe"] }],
    effects: [
      effect("2 people gain: see the object storage panel", { people: ["User/anna", "User/bob"], permissions: [1] }),
      effect("4 people gain: see all accounts", {
        people: people.map(({ key }) => key),
        scope: "*",
        permissions: [0],
        path: [{ kind: "profile", name: "Support" }],
      }),
      effect("1 person loses: see the bills", { people: ["User/carla"], scope: "Account/acme", change: "lost" }),
    ],
    accounts: [account("Acme AG", { key: "Account/acme" })],
    people,
    permissions: [
      {
        portal: "csp",
        name: "show_clients",
        sentence: "see all accounts",
        section: "Clients",
        power: "realm",
        known: true,
      },
      { portal: "csp", name: "show_s3_panel", sentence: "see it", section: "Storage", power: "none", known: true },
    ],
    quotas: [
      quota("vcpus", { account: "Account/acme", region: "de-1", before: 40, after: 80, used: 90 }),
      quota("networks", { account: "Account/acme", before: 5, after: 5 }),
    ],
    said: ["Account Acme AG: iconUrl is not reachable"],
    changes: [
      change("Profile/support", {
        properties: [{ name: "permissions", before: '["a"]', after: '["a","show_clients"]' }],
      }),
      change("User/jdoe", {
        operation: "replace",
        because: ["username"],
        properties: [{ name: "username", before: '"jd"', after: '"jdoe"' }],
        source: { file: "clients/acme.ts", line: 40 },
      }),
    ],
  });
}

/** What strangers may call themselves: each would become something somewhere. */
export const HOSTILE = [
  "@everyone",
  "@acme/security",
  "you @octocat you",
  "#1",
  "GH-1",
  "acme/realm#12",
  "152b31f0c0ffee",
  "152b31f0c0ffee152b31f0c0ffee152b31f0c0ff",
  ":smile:",
  "a :+1: b",
  "www.evil.example",
  "https://evil.example/?q=1",
  "http://evil.example",
  "mailto:x@evil.example",
  "anna@evil.example",
  "evil.com",
  "ftp://evil.example/a_b_c",
  "[here](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "[here][1]",
  "[1]: https://evil.example",
  "[^1]",
  "<https://evil.example>",
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  "</details></summary>",
  "<!-- pulumi-reseller review: realm/prod -->",
  "-->",
  "--!>",
  "]]>",
  "&lt;b&gt;",
  "&#64;octocat",
  "&commat;octocat",
  "# heading",
  "heading\n===",
  "a\n\n# heading",
  "- [ ] task",
  "1. one",
  "2) two",
  "> quote",
  "---",
  "***",
  "===",
  "***bold***",
  "__init__",
  "~~gone~~",
  "a | b",
  "a \\| b",
  "|---|",
  "`",
  "``",
  "a`b``c```d",
  "```",
  "```\nfence",
  "~~~",
  "`<b>`",
  "$x$",
  "$`x`$",
  "\\",
  "\\`",
  "ends in \\",
  " starts",
  "ends ",
  "two  spaces",
  "",
  "\u0000",
  "\u001b[31mred\u001b[0m",
  "\u009b31m",
  "\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007",
  "\u202Egnp.exe",
  "a\u200Bb",
  "\u2066x\u2069",
  "a\u00A0b",
  "\uFEFF",
  "\uFFFE",
  "\uD800",
  "x\uDC00y",
  "👩‍👩‍👧 Müller-Lüdenscheidt ❤️",
  "山田太郎",
  "Z̸̢̡̧̨͇͈a̴l̵g̶o̷",
  "\u0301starts with a mark",
  "::error::gone",
  "::error file=x::gone",
  "##[error]gone",
  "##vso[task.setvariable]x",
  "a%0A::error::x",
  "%25",
  "a,b:c=d",
  "line\r\n::stop-commands::x",
  "{0}",
  "{{x}}",
  "../../etc/passwd",
  "//evil.example/x",
  "javascript:alert(1)",
  "=1+1",
  "__proto__",
  "constructor",
  "x".repeat(5_000),
  "👍".repeat(3_000),
  "a ".repeat(3_000),
  "`".repeat(2_000),
  "\u202E".repeat(2_000),
] as const;

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.array(fc.constantFrom(...HOSTILE), { minLength: 2, maxLength: 4 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...HOSTILE), { minLength: 2, maxLength: 3 }).map((parts) => parts.join("")),
  fc.string({ unit: fc.constantFrom(..."`@#:<>[]()!|*_~-=+.\\/&$%{}^'\" \n\ta1é") }),
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: "grapheme" }),
);

const few = { maxLength: 4 } as const;
const anyCount = fc.record({ before: fc.nat(20_000), after: fc.nat(20_000) });
const anyPath = fc.array(fc.record({ kind: hostileText, name: hostileText }), few);
const anySource = fc.option(
  fc.record(
    { file: hostileText, line: fc.integer({ min: 1, max: 9999 }), column: fc.integer({ min: 1, max: 200 }) },
    { requiredKeys: ["file", "line"] },
  ),
  { nil: undefined },
);

/** A report as any other program could have made it, with strangers' words wherever there are words. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    people: fc.array(fc.record({ name: hostileText, account: fc.nat(3) }), few),
    accounts: fc.array(hostileText, few),
  })
  .chain((names) => {
    const people = names.people.map(({ name, account: of }, index) =>
      person(name, { key: `User/${index}`, ...(of < names.accounts.length ? { account: `Account/${of}` } : {}) }),
    );
    const accounts = names.accounts.map((name, index) => account(name, { key: `Account/${index}` }));
    const anyKey = fc.oneof(fc.constantFrom("User/gone", ...people.map(({ key }) => key)), hostileText);
    const anyAccount = fc.oneof(fc.constantFrom("*", ...accounts.map(({ key }) => key)), hostileText);
    const anyFinding = fc
      .tuple(
        fc.constantFrom(...(Object.keys(catalogue) as FindingId[])),
        fc.record({
          subject: hostileText,
          sentence: hostileText,
          certain: fc.boolean(),
          people: fc.array(anyKey, few),
          accounts: fc.array(anyAccount, few),
          path: anyPath,
        }),
        fc.record(
          {
            id: hostileText,
            title: hostileText,
            level: fc.constantFrom(...LEVELS),
            rule: hostileText,
            stack: hostileText,
            accepted: fc.record({ reason: hostileText, owner: hostileText, expires: hostileText }),
          },
          { requiredKeys: [] },
        ),
        anySource,
      )
      .map(([id, more, others, source]) =>
        finding(id, { ...more, ...others, ...(source === undefined ? {} : { source }) }),
      );
    const anyEffect = fc
      .record({
        people: fc.array(anyKey, few),
        scope: fc.oneof(fc.constantFrom("own", "*"), anyAccount),
        change: fc.constantFrom(...CHANGES),
        permissions: fc.array(fc.constant(0), { maxLength: 1 }),
        path: anyPath,
        sentence: hostileText,
      })
      .map(({ sentence, ...more }) => effect(sentence, more));
    const anyStack = fc.record({
      name: hostileText,
      read: fc.constantFrom("preview", "state", "nothing"),
      operations: fc.record(Object.fromEntries(OPERATIONS.map((operation) => [operation, fc.nat(20)]))),
    }) as fc.Arbitrary<ReportStack>;
    const anyLimit = fc.option(fc.oneof(fc.nat(5_000_000), fc.double({ noNaN: true, noDefaultInfinity: true })), {
      nil: null,
    });
    const anyQuota = fc.record(
      {
        account: anyAccount,
        region: hostileText,
        name: hostileText,
        before: anyLimit,
        after: anyLimit,
        used: fc.nat(),
        pool: fc.nat(),
      },
      { requiredKeys: ["name", "before", "after"] },
    );
    const anyChange = fc
      .tuple(
        hostileText,
        fc.record(
          {
            kind: hostileText,
            urn: hostileText,
            operation: fc.constantFrom(...OPERATIONS),
            because: fc.array(hostileText, few),
            properties: fc.array(
              fc.record({ name: hostileText, before: hostileText, after: hostileText }, { requiredKeys: ["name"] }),
              few,
            ),
            stack: hostileText,
          },
          { requiredKeys: ["kind", "urn", "operation", "because", "properties"] },
        ),
        anySource,
      )
      .map(([key, more, source]) => change(key, { ...more, ...(source === undefined ? {} : { source }) }));
    return fc
      .record({
        project: hostileText,
        stack: hostileText,
        stacks: fc.option(fc.array(anyStack, few), { nil: undefined }),
        portals: fc.array(fc.record({ name: hostileText, title: hostileText, note: hostileText }), few),
        verdict: fc.constantFrom(...VERDICTS),
        failOn: fc.constantFrom(...LEVELS, "never" as const),
        headline: hostileText,
        effectHash: hostileText,
        planHash: hostileText,
        savedPlan: fc.option(fc.record({ file: hostileText, sha256: hostileText }), { nil: undefined }),
        completeness: fc.record({
          complete: fc.boolean(),
          people: anyCount,
          accounts: anyCount,
          profiles: anyCount,
          resources: fc.nat(30_000),
          others: fc.nat(3),
          gaps: fc.array(hostileText, few),
          notLookedAt: fc.array(hostileText, few),
          live: fc.option(
            fc.array(
              fc.record({
                portal: hostileText,
                at: hostileText,
                asked: fc.array(fc.record({ kind: hostileText, count: fc.nat(30_000) }), few),
              }),
              few,
            ),
            { nil: undefined },
          ),
          remarks: fc.array(hostileText, few),
        }),
        findings: fc.array(anyFinding, { maxLength: 8 }),
        approvals: fc.array(
          fc.record({ by: hostileText, count: fc.integer({ min: 1, max: 3 }), findings: fc.array(hostileText, few) }),
          few,
        ),
        effects: fc.array(anyEffect, few),
        quotas: fc.array(anyQuota, few),
        said: fc.array(hostileText, few),
        changes: fc.array(anyChange, few),
        permission: fc.record({ name: hostileText, sentence: hostileText, section: hostileText }),
        holding: fc.constantFrom(...HOLDINGS),
      })
      .map(({ permission, holding, savedPlan, ...more }) =>
        report({
          ...more,
          ...(savedPlan === undefined ? {} : { savedPlan }),
          people,
          accounts,
          permissions: [{ ...permission, portal: "csp", power: "administration", known: true }],
          rights: [[{ permission: 0, before: "no", after: holding, change: "gained", path: [] }]],
        }),
      );
  });

/** More than anybody reads: 10,000 people, 5,000 findings, and names without end. */
export function huge(more: Partial<Report> = {}): Report {
  const people = Array.from({ length: 10_000 }, (_, index) => person(`person-${index}`, { account: "Account/a" }));
  const keys = people.map(({ key }) => key);
  // So few kinds that no output has room for all of one.
  const ids = (Object.keys(catalogue) as FindingId[]).slice(0, 45);
  const endless = "@endless ".repeat(12_000);
  return report({
    verdict: "blocked",
    exitCode: 20,
    project: endless,
    headline: endless,
    people,
    accounts: [account(endless, { key: "Account/a" })],
    findings: Array.from({ length: 5_000 }, (_, index) =>
      finding(ids[index % ids.length]!, {
        subject: `User/person-${index}`,
        sentence: index % 500 === 0 ? endless : `What happens to person-${index}`,
        people: index % 20 === 1 ? keys : [keys[index]!],
        accounts: ["Account/a"],
        path: [{ kind: "profile", name: index % 500 === 0 ? endless : `profile-${index}` }],
        source: { file: `clients/${index}.ts`, line: index + 1 },
        ...(index % 7 === 0
          ? { accepted: { reason: endless.slice(0, 5_000), owner: "owner", expires: "2027-01-31" } }
          : {}),
      }),
    ),
    effects: Array.from({ length: 3_000 }, (_, index) =>
      effect(`${index} people`, { people: keys.slice(0, index), change: CHANGES[index % CHANGES.length]! }),
    ),
    approvals: Array.from({ length: 200 }, (_, index) => ({
      by: `team-${index}`,
      count: 1,
      findings: keys.slice(0, 500),
    })),
    quotas: Array.from({ length: 2_000 }, (_, index) => quota(`limit-${index}`, { account: "Account/a" })),
    said: Array.from({ length: 1_000 }, (_, index) => `message ${index}`),
    changes: Array.from({ length: 10_000 }, (_, index) =>
      change(keys[index]!, { properties: [{ name: "email", before: endless.slice(0, 300), after: '"x"' }] }),
    ),
    completeness: {
      ...report().completeness,
      complete: false,
      gaps: Array.from({ length: 300 }, (_, index) => `gap ${index}`),
      remarks: Array.from({ length: 300 }, (_, index) => `remark ${index}`),
    },
    ...more,
  });
}
