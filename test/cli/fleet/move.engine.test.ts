import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { MoveReport } from "../../../cli/fleetReports";
import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { reseller } from "../../support/command";
import { expectSuccess, RealmStack, STACK } from "../../support/stack";

const KEYS = "hashivault://tests";
const REALM = `
profiles:
  admin: { name: Cloud Admin, permissions: [show_users], level: client }
accounts:
  acme:
    name: Acme AG
    state: production
    uprovideAccount: UP-10001
    users:
      anna: { username: anna, email: anna@example.com, firstName: Anna, lastName: Keller, profiles: [admin] }
  globex:
    name: Globex AG
    state: production
    uprovideAccount: UP-10002
`;

interface Step {
  readonly op: string;
  readonly urn: string;
}

describe("reseller fleet move", () => {
  let sandbox: RunningSandbox;
  let big: RealmStack;
  let folder: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 0 });
    big = await RealmStack.create(sandbox);
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "reseller-fleet-")));
    mkdirSync(path.join(folder, "realm"));
    const { endpoint, token } = sandbox.csp;
    const config = { "reseller:portal": "csp", "reseller:endpoint": endpoint, "reseller:token": token };
    const project = { name: "customers", runtime: "nodejs", config };
    write({
      "Pulumi.yaml": JSON.stringify(project),
      "package.json": JSON.stringify({ name: "customers", private: true, main: "index.js" }),
      "index.js": 'new (require("pulumi-reseller").Realm)("realm", { fleet: "fleet.yaml" });',
      "realm/realm.yaml": REALM,
      "fleet.yaml": "files: realm\n",
    });
    symlinkSync(path.join(big.folder, "node_modules"), path.join(folder, "node_modules"));
    writeFileSync(path.join(big.folder, "realm.yaml"), REALM);
    expectSuccess(await big.program('new reseller.Realm("realm", { files: "realm.yaml" });').up());
    await calls();
  });
  afterAll(async () => {
    big.remove();
    rmSync(folder, { recursive: true, force: true });
    await sandbox.close();
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  }

  /** Requests since it was last asked. */
  async function calls(): Promise<number> {
    const { total } = (await (await fetch(`${sandbox.baseUrl}/_sandbox/calls`)).json()) as { total: number };
    await fetch(`${sandbox.baseUrl}/_sandbox/calls`, { method: "DELETE" });
    return total;
  }

  const run = (...args: string[]) => reseller(["fleet", "move", ...args], { cwd: folder, env: big.environment });
  const move = async (...args: string[]) => {
    const { code, printed, complained } = await run("--yes", "--json", ...args);
    if (code !== 0) throw new Error(complained);
    return MoveReport.parse(JSON.parse(printed));
  };
  const named = ({ moves }: MoveReport) =>
    moves.map(({ from, to, resources }) => `${from} → ${to}: ${resources.map(({ name }) => name).join(" ")}`);
  /** What previews of stacks would do with anything. */
  const changes = async (...stacks: string[]) => {
    const steps: string[] = [];
    for (const stack of stacks) {
      const { stdout } = await big.pulumi(folder, "preview", "--json", "--show-sames", "--stack", stack);
      const plan = JSON.parse(stdout) as { steps: readonly Step[] };
      expect(plan.steps.length).toBeGreaterThan(2);
      steps.push(...plan.steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`));
    }
    return steps;
  };

  it("splits a stack of another project, and groups stacks anew: previews are empty, and the portal hears nothing", async () => {
    const source = `organization/realm/${STACK}`;
    const before = big.stateText();
    const shown = await run("--from", source);
    expect([shown.code, shown.printed]).toEqual([
      0,
      expect.stringContaining("Nothing was moved. To move: reseller fleet move --yes"),
    ]);
    expect((await run("--from", source, "--yes", "--confirm", "3")).code).toBe(2);
    expect(big.stateText()).toBe(before);

    const split = await move("--from", source, "--confirm", "4", "--secrets-provider", KEYS);
    expect(named(split)).toEqual([
      `${source} → globex: globex`,
      `${source} → shared: admin`,
      `${source} → acme: acme acme/anna`,
    ]);
    expect(split).toMatchObject({ done: true, created: ["globex", "shared", "acme"], removed: [], undeclared: [] });
    expect(await calls()).toBe(0);
    expect(await changes("acme", "shared")).toEqual([]);
    const again = await move("--from", source);
    expect(again).toMatchObject({ done: false, moves: [] });

    // What was referred to in another stack is in the same one now, and the other way round.
    write({
      "fleet.yaml":
        "files: realm\ndivision:\n  groups:\n    - { name: all, accounts: [acme], entries: [Profile/admin] }\n",
    });
    const grouped = await move("--secrets-provider", KEYS);
    expect(named(grouped)).toEqual(["acme → all: acme acme/anna", "shared → all: admin"]);
    expect(grouped.emptied.toSorted()).toEqual(["acme", "shared"]);
    expect(await changes("all")).toEqual([]);

    // A move that was killed after it has written the one state, and not yet the other.
    const moves = path.join(folder, ".reseller", "fleet", "moves");
    const kept = path.join(moves, readdirSync(moves).toSorted().at(-1)!, "acme.json");
    expect(readFileSync(kept, "utf8")).not.toContain("plaintext");
    const { failed } = await big.pulumi(folder, "stack", "import", "--stack", "acme", "--file", kept);
    expect(failed).toBe(false);
    const resumed = await move("--remove-empty");
    expect(resumed).toMatchObject({ done: true, moves: [], completed: ["acme"] });
    expect(resumed.removed.toSorted()).toEqual(["acme", "shared"]);
    expect(await changes("all")).toEqual([]);
    const { stdout } = await big.pulumi(folder, "stack", "ls", "--json");
    expect((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name).toSorted()).toEqual(["all", "globex"]);
  });
});
