import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type IntoStack, takeIntoStack } from "../../cli/intoStack";
import type { PortalName } from "../../provider/portals/list";
import { GLOBEX } from "../portals/csp/programs";
import { fixtureOf, fixtures } from "../portals/list";
import { ACME, ANNA, LIMITS, STORAGE_PROFILE } from "../support/programs";
import { type Scenario, withScenario } from "../support/scenario";
import { QUIET } from "../support/quiet";
import { changed, expectSuccess, RealmStack } from "../support/stack";

const SECRET = "correct-Horse-7-battery";

/** A realm that a first stack has made, and a stack that knows nothing of it. */
interface TwoStacks extends Scenario {
  readonly fresh: RealmStack;
}

async function withTwoStacks(work: (stacks: TwoStacks) => Promise<void>, portal: PortalName = "csp"): Promise<void> {
  await withScenario(
    async (scenario) => {
      const fresh = await RealmStack.create(scenario.sandbox, {}, portal);
      try {
        for (const stack of [scenario.realm, fresh]) stack.setConfig("realm:password", { value: SECRET, secret: true });
        await work({ ...scenario, fresh });
      } finally {
        fresh.remove();
      }
    },
    { portal },
  );
}

function take(stack: RealmStack, environment: Record<string, string> = {}): Promise<IntoStack> {
  return takeIntoStack({
    cwd: stack.folder,
    stack: "test",
    environment: { ...process.env, ...stack.environment, ...environment },
    progress: QUIET,
  });
}

interface Entry {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly [member: string]: unknown;
}

/** What the state has of the program's resources, but for outputs, which change with the portal, and times. */
function entries(stack: RealmStack): Record<string, unknown> {
  const { checkpoint } = JSON.parse(stack.stateText()) as { checkpoint: { latest: { resources: Entry[] } } };
  const own = checkpoint.latest.resources.filter(({ type }) => !type.startsWith("pulumi:"));
  return Object.fromEntries(
    own.map(({ urn, outputs: _outputs, created: _created, modified: _modified, ...entry }) => [
      urn,
      comparable({
        ...entry,
        // A reference to a provider ends with an id of its own in each stack.
        provider: (entry["provider"] as string | undefined)?.split("::").slice(0, -1),
        dependencies: entry["dependencies"] ?? [],
      }),
    ]),
  );
}

/** Secrets are encrypted anew each time, and dependencies come in any order. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === "ciphertext" ? "" : comparable(member)]),
  );
}

/** An engine that is stopped, each time at the same place, as if somebody had killed it there. */
function stoppedEngine(stack: RealmStack, script: string): Record<string, string> {
  const folder = path.join(stack.folder, "stopped");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "pulumi");
  writeFileSync(file, `#!/usr/bin/env node\n${script}\n`);
  chmodSync(file, 0o755);
  const REAL_PATH = stack.environment["PATH"] ?? "";
  return { PATH: `${folder}${path.delimiter}${REAL_PATH}`, REAL_PATH };
}

const GO_ON = `
const { spawnSync } = require("node:child_process");
const run = (args) => spawnSync("pulumi", args, { stdio: "inherit", env: { ...process.env, PATH: process.env.REAL_PATH } }).status;
const args = process.argv.slice(2);
`;

/** Takes in the first half of what it is told, and is gone. */
const STOPPED_WHILE_IMPORTING = `${GO_ON}
if (args[0] !== "import") process.exit(run(args));
const fs = require("node:fs");
const file = args[args.indexOf("--file") + 1];
const whole = JSON.parse(fs.readFileSync(file, "utf8"));
const half = { ...whole, resources: whole.resources.slice(0, Math.ceil(whole.resources.length / 2)) };
fs.writeFileSync(file, JSON.stringify(half));
run(args);
process.exit(137);
`;

const STOPPED_BEFORE_COMPLETING = `${GO_ON}
process.exit(args[0] === "stack" && args[1] === "export" ? 137 : run(args));
`;

describe("taking a realm that exists into a stack", () => {
  it.each(fixtures)(
    "of $name writes nothing to the portal, and leaves the state that an up would have left",
    async ({ name: portal, programs, model }) => {
      await withTwoStacks(async ({ portal: byHand, realm, fresh }) => {
        const { program, number, asUser = false } = programs.taken;
        const { signIn } = model();
        const written = async () => Object.keys(await byHand.writes(portal)).filter((route) => route !== signIn);
        expectSuccess(await realm.program(program).up());
        await byHand.resetCalls();

        fresh.program(program);
        const result = await (asUser ? fresh.asUser((stack) => take(stack)) : take(fresh));
        expect(result).toMatchObject({ differing: [], absent: [], left: [], before: 0 });
        expect(result.taken).toHaveLength(number);
        expect(entries(fresh)).toEqual(entries(realm));
        expect(fresh.stateText()).not.toContain(SECRET);
        const preview = await fresh.preview();
        expectSuccess(preview);
        expect(changed(preview)).toEqual({});
        // With the settings of the import: no up has been here yet.
        const refresh = await fresh.refresh();
        expectSuccess(refresh);
        expect(changed(refresh)).toEqual({});
        expect(await written()).toEqual([]);

        const unprotected = program
          .replace("{ parent: customers,", "$& protect: false,")
          .replace('"C-1002" }', "$&, { protect: false }");
        // Where nothing is protected, the destroy comes right after the import.
        if (unprotected !== program) expectSuccess(await fresh.program(unprotected).up());
        expect(await written()).toEqual([]);
        expectSuccess(await fresh.destroy());
        expect(await written()).not.toEqual([]);
      }, portal);
    },
  );

  it("leaves the same where the plugin is the host", async () => {
    await withTwoStacks(async ({ portal: byHand, realm, fresh }) => {
      const { program, number } = fixtureOf("csp").programs.taken;
      for (const stack of [realm, fresh]) stack.withPlugin().hostedBy("plugin").program(program);
      expectSuccess(await realm.up());
      await byHand.resetCalls();
      const result = await take(fresh);
      expect(result).toMatchObject({ differing: [], absent: [], left: [], before: 0 });
      expect(result.taken).toHaveLength(number);
      expect(entries(fresh)).toEqual(entries(realm));
      expect(fresh.stateText()).not.toContain(SECRET);
      expect(changed(await fresh.preview())).toEqual({});
      expect(await byHand.writes()).toEqual({});
    });
  });

  it("takes in what the stack lacks, as it is at the portal; the next preview shows what differs and what is missing, and nothing else; and doesn't take in what the stack has under an earlier name, nor what is a secret to it", async () => {
    await withTwoStacks(async ({ portal, realm, fresh }) => {
      const before = `${ACME}${STORAGE_PROFILE}`;
      const more = `${ANNA}
const bob = new reseller.User("bob", { account: acme, username: "bob", email: "bob@acme.example.com", firstName: "Bob", lastName: "Frei", profiles: [storage] });
new reseller.Project("main", { account: acme, name: "main", roles: [{ user: anna, roles: ["member"] }, { user: bob, roles: ["reader"] }] });
new reseller.ServiceActivation("openstack", { account: acme, service: "openstack" });
new reseller.Quota("quota", { account: acme, region: "ch-1", limits: ${LIMITS} });
`;
      expectSuccess(await realm.program(`${before}${more}`).up());
      expect((await take(fresh.program(before))).taken).toHaveLength(2);
      const untouched = fresh.resources().get("acme");

      const users = `/clients/${untouched?.id ?? ""}/users`;
      const anna = await portal.one(users, "username", "anna");
      await portal.patch(`${users}/${anna.id}`, anna, { lastName: "Meier" });
      const bob = await portal.one(users, "username", "bob");
      await portal.delete(`${users}/${bob.id}`, bob);
      await portal.resetCalls();

      const late = `new reseller.User("carl", { account: acme, username: "carl", email: "carl@acme.example.com", firstName: "Carl", lastName: "Egli", profiles: [storage] });
new reseller.ServiceActivation("s3", { account: acme, service: "s3" });`;
      const result = await take(fresh.program(`${before}${more}${late}`));
      expect(result.taken.map(({ name }) => name).sort()).toEqual(["anna", "main", "openstack", "quota"]);
      expect(result.before).toBe(2);
      expect(result.differing).toEqual([
        { kind: "User", name: "anna", fields: ["lastName"] },
        { kind: "Project", name: "main", fields: ["roles"] },
      ]);
      expect(result.absent.map(({ name }) => name).sort()).toEqual(["bob", "carl", "s3"]);
      expect(result.left).toEqual([]);
      expect(fresh.resources().get("acme")).toEqual(untouched);
      const preview = await fresh.preview();
      expect(changed(preview)).toEqual({ create: 3, update: 2 });
      expect(await portal.writes()).toEqual({});

      expectSuccess(await fresh.up());
      expect(await portal.one(users, "username", "anna")).toMatchObject({ lastName: "Keller" });
      expect(changed(await fresh.preview())).toEqual({});

      // An earlier name that the program tells, one that it doesn't tell, and a secret.
      const has = [...fresh.resources().keys()].sort();
      await portal.resetCalls();
      const person = (name: string, username: string, options = "") =>
        `new reseller.User("${name}", { account: acme, username: ${username}, email: "${name}@acme.example.com", firstName: "First", lastName: "Last", profiles: [storage] }${options});`;
      const others = [
        person("carla", '"carl"', ", { aliases: [{ name: 'carl' }] }"),
        person("annie", '"anna"'),
        person("robert", "pulumi.secret('bob')"),
      ];
      const renamed = await take(fresh.program(`${before}${others.join("\n")}`));
      expect(renamed).toMatchObject({ taken: [], absent: [] });
      const because = new Map(renamed.left.map(({ kind, name, because: text }) => [`${kind} ${name}`, text]));
      expect([...because.keys()].sort()).toEqual(["User annie", "User robert"]);
      expect(because.get("User annie")).toMatch(/User::anna .*aliases/);
      expect(because.get("User robert")).toContain("username is a secret in the program");
      expect([...fresh.resources().keys()].sort()).toEqual(has);
      expect(await portal.writes()).toEqual({});
    });
  });

  it("goes on after a run that was stopped while it imported, and after one that was stopped before its end", async () => {
    await withTwoStacks(async ({ portal, realm, fresh }) => {
      const program = `${ACME}${STORAGE_PROFILE}${ANNA}${GLOBEX.replace("PROTECTED", "")}`;
      expectSuccess(await realm.program(program).up());
      await portal.resetCalls();
      fresh.program(program);
      await expect(take(fresh, stoppedEngine(fresh, STOPPED_WHILE_IMPORTING))).rejects.toThrow(
        /Run the same command again to continue/,
      );
      const half = fresh.resources().size;
      expect(half).toBeGreaterThan(0);
      expect(half).toBeLessThan(realm.resources().size);
      await expect(take(fresh, stoppedEngine(fresh, STOPPED_BEFORE_COMPLETING))).rejects.toThrow(/state can't be read/);
      expect(fresh.resources().size).toBe(realm.resources().size);
      expect(await take(fresh)).toMatchObject({ taken: [], left: [], absent: [], before: 5 });
      expect(entries(fresh)).toEqual(entries(realm));
      expect(changed(await fresh.preview())).toEqual({});
      expect(await portal.writes()).toEqual({});
    });
  });

  it("asks the portal for lists, however many objects there are; an up with adopt takes the same over without a write", async () => {
    await withTwoStacks(async ({ portal, realm, fresh }) => {
      const people = 201;
      await portal.post("/clients", {
        name: "Acme AG",
        state: "production",
        availableServices: ["openstack", "s3"],
        uprovideAccountId: "UP-10001",
      });
      const [client] = await portal.list("/clients");
      const profile = await portal.one("/profiles", "name", "User");
      for (let index = 0; index < people; index += 1)
        await portal.post(`/clients/${client?.id ?? ""}/users`, {
          username: `user-${index}`,
          email: `user-${index}@acme.example.com`,
          firstName: "First",
          lastName: "Last",
          profileId: profile.id,
        });
      await portal.resetCalls();
      const program = (number: number) => `${ACME}
for (let index = 0; index < ${number}; index += 1)
  new reseller.User("user-" + index, { account: acme, username: "user-" + index, email: "user-" + index + "@acme.example.com", firstName: "First", lastName: "Last", profiles: ["User"] });
`;
      expect((await take(fresh.program(program(people)))).taken).toHaveLength(people + 1);
      const calls = Object.values(await portal.calls());
      // Of each list its two pages, for each of two previews and once for the look-up.
      expect(Math.max(...calls)).toBeLessThanOrEqual(6);
      expect(changed(await fresh.preview())).toEqual({});
      realm.setConfig("reseller:adopt", { value: "true" });
      const adopted = await realm.program(program(40)).up();
      expectSuccess(adopted);
      // With the account, and the stack itself.
      expect(changed(adopted)).toEqual({ create: 40 + 2 });
      expect(await portal.writes()).toEqual({});
    });
  });

  it("says what is wrong with the program, the settings, the portal or the folder", async () => {
    await withTwoStacks(async ({ portal, realm, fresh }) => {
      await expect(take(realm.program(ACME.replace('"production"', '"disabled"')))).rejects.toThrow(
        /nothing was adopted[^]*csp\/C3/,
      );
      await portal.setFaults([{ match: { method: "GET", route: "/clients" }, effect: { status: 403 } }]);
      await expect(take(fresh.program(ACME))).rejects.toThrow(/nothing was adopted/);
      await expect(
        takeIntoStack({
          cwd: "/",
          progress: QUIET,
          environment: {
            ...process.env,
            RESELLER_PORTAL: "csp",
            RESELLER_ENDPOINT: "https://portal.example.com",
            RESELLER_TOKEN: "x",
          },
        }),
      ).rejects.toThrow(/--cwd/);
      expect(await portal.writes()).toEqual({});
    });
  });
});
