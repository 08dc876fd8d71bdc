import { PORTAL_NAMES } from "../../provider/portals/list";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { Report } from "../../review";
import { type Ended, reseller as run } from "../support/command";
import { testEngine } from "../support/engine";
import { ACME, ANNA, STORAGE_PROFILE } from "../support/programs";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type RealmStack } from "../support/stack";
import { refusals } from "./outputs/codeScanning";
import { planText, type WrittenResource } from "./planText";

const COMMAND = path.resolve(__dirname, "..", "..", "dist", "cli", "main.js");

function reseller(
  args: readonly string[],
  surroundings: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return run(["review", ...args], surroundings);
}

const storage = { name: "Storage", level: "client", permissions: ["show_s3_panel"] };
const acme = { name: "Acme AG", state: "production", uprovideAccount: "UP-1" };
const bob = { account: "id-acme", username: "bob", profiles: ["id-storage"] };
const REALM: readonly WrittenResource[] = [
  { kind: "Account", name: "acme", before: acme, after: acme },
  { kind: "Profile", name: "storage", before: storage, after: storage },
  { kind: "User", name: "bob", before: bob, after: bob },
];

function changedRealm(...changes: WrittenResource[]): string {
  return planText([...REALM.filter(({ name }) => !changes.some((change) => change.name === name)), ...changes]);
}

const PLANS = {
  nothing: planText(REALM),
  changes: changedRealm({
    kind: "Profile",
    name: "storage",
    before: storage,
    after: { ...storage, permissions: ["show_s3_panel", "show_usage"] },
  }),
  approval: changedRealm({ kind: "User", name: "bob", before: bob }),
  blocked: changedRealm({
    kind: "Profile",
    name: "storage",
    before: storage,
    after: { ...storage, permissions: ["create_user"] },
  }),
  "cannot tell": changedRealm({
    kind: "User",
    name: "bob",
    before: bob,
    after: { ...bob, profiles: ["profile-of-somebody-else"] },
  }),
} as const;

describe("reseller review FILE", () => {
  let folder: string;
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return name;
  };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "reseller-review-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["nothing", 0],
    ["changes", 10],
    ["approval", 11],
    ["blocked", 20],
    ["cannot tell", 30],
  ] as const)("ends with the code of its verdict: %s is %i", async (verdict, code) => {
    const ended = await reseller(["-", "--format", "json"], { input: PLANS[verdict], cwd: folder });
    expect([ended.code, (JSON.parse(ended.printed) as Report).verdict, ended.complained]).toEqual([code, verdict, ""]);
  });

  it.each([
    ["approval", "irreversible", 20],
    ["approval", "escalation", 11],
    ["blocked", "never", 11],
    ["changes", "notice", 10],
  ] as const)("--fail-on moves the line: %s with %s is %i", async (verdict, failOn, code) => {
    const { code: ended } = await reseller(["-", "--fail-on", failOn], { input: PLANS[verdict], cwd: folder });
    expect(ended).toBe(code);
  });

  it("takes review.yaml beside it: what is accepted is marked, and doesn't count", async () => {
    write("plan.json", PLANS.approval);
    const accept = `accept:\n  - finding: IRR-01\n    subject: User/bob\n    reason: left the company\n    owner: eva\n    expires: 2027-01-31\n`;
    write("review.yaml", accept);
    const args = ["plan.json", "--format", "json", "--fail-on", "irreversible", "--date"];
    // That the account has nobody left stays a risk.
    const inTime = await reseller([...args, "2027-01-31"], { cwd: folder });
    const late = await reseller([...args, "2027-02-01"], { cwd: folder });
    const findings = ({ printed }: Ended) =>
      (JSON.parse(printed) as Report).findings.map(({ id, accepted }) => [id, accepted?.owner]);
    expect([inTime.code, findings(inTime)]).toEqual([
      11,
      [
        ["IRR-01", "eva"],
        ["OWN-02", undefined],
      ],
    ]);
    expect([late.code, findings(late)]).toEqual([
      20,
      [
        ["IRR-01", undefined],
        ["ACP-01", undefined],
        ["OWN-02", undefined],
      ],
    ]);
  });

  it("lets through what was approved as it is, and nothing else", async () => {
    const first = await reseller(["-", "--format", "json"], { input: PLANS.blocked, cwd: folder });
    const { effectHash } = JSON.parse(first.printed) as Report;
    const [same, other] = await Promise.all([
      reseller(["-", "--approved", effectHash], { input: PLANS.blocked, cwd: folder }),
      reseller(["-", "--approved", effectHash], { input: PLANS.approval, cwd: folder }),
    ]);
    expect([same.code, other.code]).toEqual([10, 11]);
    expect(other.printed).toMatch(/The\s+approved\s+effect\s+was\s+different/);
  });

  it("writes every format beside what it prints, and the verdict stands where a file can't be written", async () => {
    const out = [
      "markdown=a.md",
      "html=a.html",
      "json=a.json",
      "sarif=a.sarif",
      "github=a.txt",
      "junit=a.xml",
      "terminal=a.log",
    ];
    const ended = await reseller(["-", ...out.flatMap((word) => ["--out", word]), "--out", "json=missing/a.json"], {
      input: PLANS.blocked,
      cwd: folder,
    });
    expect([ended.code, ended.complained]).toEqual([20, "reseller review: missing/a.json can't be written (ENOENT)\n"]);
    for (const word of out) expect(readFileSync(path.join(folder, word.split("=")[1]!), "utf8")).toContain("ESC-07");
    expect(refusals(readFileSync(path.join(folder, "a.sarif"), "utf8"))).toEqual([]);
  });

  it("says the verdict by its code where nobody reads what it prints", async () => {
    write("plan.json", PLANS.blocked);
    const child = spawn(process.execPath, [COMMAND, "review", "plan.json", "--format", "html"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(20);
  });

  it.each([
    ["an empty plan", "", "is empty"],
    ["what people read", "Previewing update (dev):\n", "is not JSON: it begins with"],
    ["a plan that is cut off", PLANS.blocked.slice(0, 400), "is truncated after 400 characters"],
    [
      "a plan of Terraform",
      '{"format_version":"1.2","terraform_version":"1.11","resource_changes":[]}',
      "is a plan of Terraform",
    ],
    ["a saved plan", '{"resourcePlans":{}}', "is a plan saved by --save-plan"],
    ["a state", '{"version":3,"deployment":{}}', "is a state, not a plan"],
    ["a stream of events", '{"sequence":1}\n{"sequence":2}\n', "is a stream of events"],
    ["another form", '{"steps":[{"op":1}]}', "steps.0.op"],
  ])("refuses %s with code 2, and says how to make a plan", async (_what, input, says) => {
    const { code, printed, complained } = await reseller(["-"], { input, cwd: folder });
    expect([code, printed]).toEqual([2, ""]);
    expect(complained).toContain(says);
    expect(complained).toContain("pulumi preview --json --show-sames");
  });

  it.each([
    [["missing.json"], "can't be read (ENOENT)"],
    [["-", "--fail-on", "everything"], "Allowed choices"],
    [["-", "--format", "pdf"], "Allowed choices"],
    [["-", "--out", "pdf=a"], "a format and a file"],
    [["-", "--date", "2027-02-30x"], "a day such as"],
    [["-", "--stack", "dev"], "apply only if this command runs the preview"],
    [["--saved-plan", "plan.bin"], "applies to a given plan"],
    [["-", "--rules", "missing.yaml"], "can't be read"],
    [["-", "--portal", "cps"], PORTAL_NAMES.join(", ")],
    [["-", "--approved", "1234"], "64 hexadecimal digits"],
    [["-", "--nonsense"], "unknown option"],
  ])("refuses wrong use with code 2: %j", async (args, says) => {
    const { code, complained } = await reseller(args, { input: PLANS.nothing, cwd: folder });
    expect([code, complained]).toEqual([2, expect.stringContaining(says)]);
  });

  it("says all that is wrong with review.yaml at once, each with its line", async () => {
    const text = [
      "accept:",
      "  - finding: ESC-2",
      "    subject: Profile/*",
      "    reason: because",
      "    expires: 2027-02-30",
      "limit: {}",
      "pools:",
      "  ch-1: { vcpus: -1 }",
      "assertions:",
      "  - name: nothing said",
    ];
    write("review.yaml", text.join("\n"));
    const { code, complained } = await reseller(["-"], { input: PLANS.nothing, cwd: folder });
    expect(code).toBe(2);
    const lines = complained
      .trim()
      .split("\n")
      .map((line) => line.trim());
    expect(lines[0]).toBe("reseller review: 7 problems in review.yaml");
    expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual([
      "review.yaml:2:5:",
      "review.yaml:2:5:",
      "review.yaml:3:5:",
      "review.yaml:5:5:",
      "review.yaml:6:1:",
      "review.yaml:8:11:",
      "review.yaml:10:5:",
    ]);
    expect(complained).toContain("did you mean ESC-02");
    expect(complained).toContain("did you mean limits");
    expect(complained).toContain("must have either never or always");
  });

  it("asks which portal it is where the plan doesn't tell, and takes the answer", async () => {
    const input = PLANS.blocked.replace('"reseller:portal":"csp"', '"other:setting":"x"');
    const asked = await reseller(["-"], { input, cwd: folder });
    const told = await reseller(["-", "--portal", "csp"], { input, cwd: folder });
    expect([asked.code, told.code]).toEqual([30, 20]);
    expect(asked.printed.replace(/\s+/g, " ")).toContain(
      "set reseller:portal in the stack's settings, or give --portal",
    );
  });

  it("takes the portal of the environment where the plan doesn't tell", async () => {
    const input = PLANS.blocked.replace('"reseller:portal":"csp"', '"other:setting":"x"');
    const { code } = await reseller(["-"], { input, cwd: folder, env: { RESELLER_PORTAL: "csp" } });
    expect(code).toBe(20);
    write(".env", "RESELLER_PORTAL=csp\n");
    expect((await reseller(["-"], { input, cwd: folder })).code).toBe(20);
    write(".env", "RESELLER_PORTAL: csp\n");
    const broken = await reseller(["-"], { input, cwd: folder });
    expect([broken.code, broken.complained]).toEqual([
      2,
      expect.stringContaining(".env has 1 line that can't be read"),
    ]);
    rmSync(path.join(folder, ".env"));
  });

  it("is unreachable, code 3, without an engine", async () => {
    write("Pulumi.yaml", "name: x\nruntime: nodejs\n");
    const { code, complained } = await reseller([], { cwd: folder, env: { PATH: folder } });
    expect([code, complained]).toEqual([3, expect.stringContaining("pulumi is not on the PATH")]);
  });

  it("is wrong use, code 2, where there is no stack, and where there is no project", async () => {
    write("Pulumi.yaml", "name: x\nruntime: nodejs\n");
    const { env } = await testEngine();
    const here = { cwd: folder, env: { ...env, PULUMI_BACKEND_URL: `file://${folder}` } };
    const noStack = await reseller([], here);
    expect([noStack.code, noStack.complained]).toEqual([
      2,
      `reseller review: no stack is selected in ${folder}: choose one with --stack, or with pulumi stack select\n`,
    ]);
    rmSync(path.join(folder, "Pulumi.yaml"));
    const { code, complained } = await reseller([], here);
    expect([code, complained]).toEqual([
      2,
      `reseller review: there is no Pulumi project in ${folder} or above it: name its folder with --cwd, or pass a plan that was created elsewhere\n`,
    ]);
  });
});

describe("reseller review in a project", () => {
  const inProject = (realm: RealmStack, ...args: string[]) =>
    reseller(["--stack", "test", ...args], { cwd: realm.folder, env: realm.environment });
  const before = `${STORAGE_PROFILE}${ACME}${ANNA}`;
  const after = before.replace('"manage_buckets"', '"manage_buckets", "create_user"');

  it("runs the preview itself, and pins what was reviewed: `up --plan` applies it, and refuses anything else; it ends with 3 where the portal can't be reached, and 30 where the provider refuses", () =>
    withScenario(async ({ realm, portal }) => {
      expectSuccess(await realm.program(before).up());
      await portal.resetCalls();
      realm.program(after);
      const reviewed = await inProject(realm, "--save-plan", "plan.bin", "--format", "json");
      const report = JSON.parse(reviewed.printed) as Report;
      // Nobody has the profile: nobody gains anything.
      expect([reviewed.code, report.verdict]).toEqual([10, "changes"]);
      const sha256 = createHash("sha256")
        .update(readFileSync(path.join(realm.folder, "plan.bin")))
        .digest("hex");
      expect(report.savedPlan).toEqual({ file: "plan.bin", sha256 });
      expect(await portal.writes()).toEqual({});

      realm.program(after.replace('"create_user"', '"create_user", "delete_user"'));
      const other = await realm.up({ plan: "plan.bin" });
      expect([other.failed, other.output.includes("violates plan")]).toEqual([true, true]);
      expect(await portal.writes()).toEqual({});
      const applied = await realm.program(after).up({ plan: "plan.bin" });
      expectSuccess(applied);
      expect(changed(applied)).toEqual({ update: 1 });

      const withBob = (program: string) => `${program}${BOB_WITH_STORAGE}`;
      const refused = await inProject(realm.program(withBob(after.replace("create_user", "show_clients"))));
      expect([refused.code, refused.printed]).toEqual([30, expect.stringContaining("ESC-02")]);
      realm.setConfig("reseller:endpoint", { value: "http://127.0.0.1:9/csp/api/v1" });
      realm.setConfig("reseller:requestTimeout", { value: "2" });
      const unreachable = await inProject(realm.program(withBob(after)));
      expect([unreachable.code, unreachable.printed]).toEqual([
        3,
        expect.stringContaining("be reached or did not respond"),
      ]);
    }));
});

const BOB_WITH_STORAGE = `new reseller.User("bob", { account: acme, username: "bob", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: [storage] });`;
