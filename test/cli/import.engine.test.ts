import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ImportReport } from "../../cli/reports";
import { readRealm } from "../../realm/read";
import {
  acme,
  clientUser,
  LIMITS,
  openstack,
  project,
  quota,
  ref,
  resource,
  CspBench,
  user,
} from "../portals/csp/bench";
import { ScalewayBench } from "../portals/scaleway/bench";
import { type Ended, reseller } from "../support/command";
import { RealmStack } from "../support/stack";

const ROOT = path.resolve(__dirname, "..", "..");

const folders: string[] = [];

function newFolder(): string {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-import-"));
  folders.push(folder);
  return folder;
}

/** All files under a folder, with what is in them. */
function filesIn(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true }).map(String).sort();
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(folder, name), "utf8")]));
}

afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

describe("reseller import", () => {
  let bench: CspBench;
  let environment: NodeJS.ProcessEnv;

  const imported = (folder: string, ...flags: string[]): Promise<Ended> =>
    reseller(["import", ...flags], { cwd: folder, env: environment });

  beforeAll(async () => {
    bench = await CspBench.start();
    const { endpoint, token } = bench.sandbox.csp;
    environment = { RESELLER_PORTAL: "csp", RESELLER_ENDPOINT: endpoint, RESELLER_TOKEN: token };
    await bench.up(
      acme(),
      resource("Account", "beta", { name: "Beta: 'x' ${y}", state: "trial", uprovideAccount: "UP-10002" }),
      openstack,
      quota(),
      resource("Profile", "desk", { name: "Service Desk", level: "client", permissions: ["show_users"] }),
      clientUser("anna.keller", { profiles: [ref("desk"), "User-Adm"], sourceAddresses: ["203.0.113.0/24"] }),
      user("eva"),
      project("main", { roles: [{ user: ref("anna.keller"), roles: ["member"] }] }),
      resource("QuotaProfile", "small", { name: "small", limits: LIMITS }),
    );
    await bench.resetCalls();
  });

  afterAll(() => bench.close());

  it("writes realm.yaml, overwrites it only when told, and then with the same bytes", async () => {
    const folder = newFolder();
    const first = await imported(folder);
    expect(first).toMatchObject({ code: 0, complained: "" });
    expect(first.printed).toContain("2 Accounts, 3 Users, 1 Profile");
    const files = filesIn(folder);
    expect(Object.keys(files)).toEqual(["realm.yaml"]);
    expect(files["realm.yaml"]).not.toMatch(/20\d\d-\d\d-\d\d|127\.0\.0\.1|localhost/);
    expect(readRealm("realm.yaml", folder).entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining([
        "Account acme-ag",
        "User acme-ag/anna.keller",
        "Project acme-ag/main",
        "Profile service-desk",
      ]),
    );

    const again = await imported(folder);
    expect(again).toMatchObject({ code: 1 });
    expect(again.complained).toMatch(/realm\.yaml in .* exists already.*--force/s);
    const asData = await imported(folder, "--force", "--json");
    expect(asData).toMatchObject({ code: 0, complained: "" });
    expect(ImportReport.parse(JSON.parse(asData.printed))).toMatchObject({
      ...{ files: ["realm.yaml"], entries: { Account: 2, User: 3, Profile: 1 }, unseen: [], refused: [] },
    });
    expect(filesIn(folder)).toEqual(files);
    expect(await bench.writes()).toEqual({});
  });

  it("splits by account, and makes a project of it", async () => {
    const folder = newFolder();
    const { code, printed } = await imported(folder, "--split", "--project", "my-realm");
    expect([
      code,
      printed
        .split("Next:\n")[1]
        ?.split("\n")
        .map((line) => line.trim()),
    ]).toEqual([
      0,
      [
        ...["npm install", "pulumi login", "pulumi stack init production"],
        ...[expect.stringMatching(/^RESELLER_ADOPT=true pulumi up /), ""],
      ],
    ]);
    const files = filesIn(folder);
    expect(Object.keys(files)).toEqual(
      [
        ".gitignore",
        "Pulumi.yaml",
        "accounts/acme-ag.yaml",
        "accounts/beta-x-y.yaml",
        "index.js",
        "package.json",
        "realm.yaml",
      ].sort(),
    );
    expect(files["index.js"]).toContain('files: ["realm.yaml", "accounts"]');
    expect(readRealm(["realm.yaml", "accounts"], folder).entries).toHaveLength((await readAll()).length);
    fs.writeFileSync(path.join(folder, "accounts", "gone.yaml"), "accounts: {}\n");
    const again = await imported(folder, "--split", "--force", "--project", "my-realm");
    expect(again.complained).toMatch(/there is a Pulumi project already/);
    const other = await imported(folder, "--split", "--force", "--cwd", newFolder());
    expect(other).toMatchObject({ code: 0 });
    expect(other.complained).toContain("accounts/gone.yaml is not part of this import");
  });

  it("makes a project of TypeScript that the compilers of today take", async () => {
    const folder = newFolder();
    const flags = ["--format", "typescript", "--split", "--project", "my-realm"];
    expect(await imported(folder, ...flags)).toMatchObject({ code: 0 });
    fs.appendFileSync(path.join(folder, "index.ts"), "export const size: number = process.env.SIZE?.length ?? 1;\n");
    fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
    for (const compiler of ["typescript", "typescript-7"]) {
      const tsc = path.join(ROOT, "node_modules", compiler, "bin", "tsc");
      const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
      expect([compiler, status, stdout]).toEqual([compiler, 0, ""]);
    }
  });

  async function readAll() {
    const folder = newFolder();
    await imported(folder);
    return readRealm("realm.yaml", folder).entries;
  }

  it("takes just some accounts, and just some kinds, and refers to the others", async () => {
    const folder = newFolder();
    expect(await imported(folder, "--account", "Acme AG", "--out", "acme.yaml")).toMatchObject({ code: 0 });
    const ofAcme = readRealm("acme.yaml", folder).entries;
    expect(ofAcme.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "Account acme-ag",
      "Project acme-ag/main",
      "Quota acme-ag/ch-1",
      "ServiceActivation acme-ag/openstack",
      "User acme-ag/anna.keller",
    ]);
    expect(ofAcme.find(({ kind }) => kind === "User")?.values["profiles"]).toEqual(
      expect.arrayContaining([{ existing: "Service Desk" }, { existing: "User-Adm" }]),
    );

    expect(await imported(folder, "--kind", "users", "--out", "users.yaml")).toMatchObject({ code: 0 });
    const users = readRealm("users.yaml", folder).entries;
    expect(users.map(({ name }) => name).sort()).toEqual(["anna.keller", "eva", "realm-operator"]);
    expect(users.find(({ name }) => name === "anna.keller")?.values["account"]).toEqual({ existing: bench.id("acme") });
    expect(fs.readFileSync(path.join(folder, "users.yaml"), "utf8")).toContain(
      `{ existing: ${bench.id("acme")} } # Acme AG`,
    );

    expect(await imported(folder, "--account", "Acme", "--out", "none.yaml")).toMatchObject({ code: 1 });
    expect((await imported(folder, "--account", "Acme A", "--out", "none.yaml")).complained).toContain(
      "did you mean Acme AG?",
    );
  });

  it("never writes a secret", async () => {
    const secrets = [
      bench.sandbox.csp.token,
      ...["anna.keller", "eva"].map((label) => String(bench.state(label)["initialPassword"])),
    ];
    expect(secrets.every((secret) => secret.length > 8)).toBe(true);
    for (const flags of [["--split"], ["--format", "typescript", "--split"], ["--project", "x", "--out", "new"]]) {
      const folder = newFolder();
      const { code, printed, complained } = await imported(folder, ...flags);
      expect(code).toBe(0);
      const all = [printed, complained, ...Object.values(filesIn(folder))].join("\n");
      expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
    }
  });

  it("leaves no file where the portal fails on the way, early or late", async () => {
    const folder = newFolder();
    let failed = 0;
    for (let nth = 1; ; nth += 3) {
      await bench.control("PUT", "/faults", [{ match: { portal: "csp" }, nth, effect: { status: 410, body: "" } }]);
      const { code, complained } = await imported(folder, "--split", "--project", "my-realm");
      if (code === 0) break;
      failed += 1;
      expect(complained).toMatch(/status 410/);
      expect(filesIn(folder)).toEqual({});
    }
    expect(failed).toBeGreaterThan(2);
    await bench.control("PUT", "/faults", []);
  });

  it("says what can't be declared, and leaves it out", async () => {
    await bench.control("PUT", `/csp/clients/${bench.id("beta")}/state`, { state: "disabled" });
    const folder = newFolder();
    await bench.portal.post(`/clients/${bench.id("acme")}/profiles`, { name: "Own", level: "client", permissions: [] });
    const { code, printed } = await imported(folder);
    expect(code).toBe(0);
    expect(printed).toMatch(
      /Account Beta: 'x' \$\{y\} \(.*\): left out: is disabled, a state that only the portal's provider sets/,
    );
    expect(printed).toMatch(/Profile Own \(.*\): left out: a profile that the customer .* created/);
  });

  it("says loudly what the token doesn't see, and writes that only when told", async () => {
    const folder = newFolder();
    const all = (await bench.portal.list("/permissions")).map(({ key }) => String(key));
    await bench.portal.changeToken({ permissions: all.filter((key) => key !== "manage_conditional_access") });
    const refused = await imported(folder);
    expect(refused).toMatchObject({ code: 1, printed: "" });
    expect(refused.complained).toMatch(/DOESN'T SEE ALL[\s\S]*User: the accessTimes and sourceAddresses of people/);
    expect(filesIn(folder)).toEqual({});
    const partial = await imported(folder, "--partial");
    expect(partial).toMatchObject({ code: 0 });
    expect(partial.complained).toContain("DOESN'T SEE ALL");
    expect(await imported(newFolder(), "--kind", "Account")).toMatchObject({ code: 0, complained: "" });
    await bench.portal.changeToken({ permissions: all });
  });

  it("refuses what makes no sense, before it asks the portal", async () => {
    const folder = newFolder();
    await bench.resetCalls();
    for (const [says, ...args] of [
      ["can't be used with --split", "--split", "--out", "x.yaml"],
      ["has to end in .ts", "--format", "typescript", "--out", "x.yaml"],
      ["--split is for files", "--into-stack", "--split"],
      ["There are accounts, users", "--kind", "Tenant"],
      ["can't be used with --json", "--json", "--out", "-"],
      ["project names have", "--project", "no such name"],
      ["there is no connection of this name", "--connection", "other"],
    ] as const)
      expect(await imported(folder, ...args)).toMatchObject({
        code: 2,
        complained: expect.stringContaining(says) as string,
      });
    expect(await bench.calls()).toEqual({});
    expect(filesIn(folder)).toEqual({});
  });
});

describe("reseller import at Scaleway", () => {
  it("asks for the keys of the Organizations that are wanted, and of no others", async () => {
    const bench = await ScalewayBench.start();
    try {
      const open = await bench.client("Open");
      await bench.client("Closed", true);
      const { accessKey, secretKey } = open;
      const keys = JSON.stringify({ [open.id]: { accessKey, secretKey } });
      const stack = await RealmStack.create(bench.sandbox, { "reseller:keys": keys }, "scaleway");
      const settings = ["--cwd", stack.folder, "--stack", "test"];
      const folder = newFolder();
      try {
        const all = await reseller(["import", ...settings], { cwd: folder, env: stack.environment });
        expect(all.code).toBe(1);
        expect(all.complained).toMatch(/User, Profile, Project: there is no API key in reseller:keys for .*Closed/);
        const one = await reseller(["import", ...settings, "--account", open.id], {
          cwd: folder,
          env: stack.environment,
        });
        expect(one).toMatchObject({ code: 0, complained: "" });
      } finally {
        stack.remove();
      }
    } finally {
      await bench.close();
    }
  });
});
