import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import type { RunningSandbox } from "../../sandbox";
import { type Host, STEPS, type StepName, type Versions } from "../../tools/versions/list";
import { isAvailable, stepsOf } from "../../tools/versions/results";
import type { CspByHand } from "../portals/csp/byHand";
import { type Ended, resellerInOwnProcess } from "../support/command";
import { WHOLE_REALM } from "../support/programs";
import { beginScenario, endScenario } from "../support/scenario";
import { changed, expectSuccess, type Outcome, RealmStack, STACK } from "../support/stack";
import { installedWith } from "./installation";

const VERSIONS = JSON.parse(process.env["RESELLER_TEST_VERSIONS"] ?? "{}") as Versions;

/** A realm with every kind, and what it runs with. */
const PROGRAM = `${WHOLE_REALM}
exports.versions = { sdk: require("@pulumi/pulumi/package.json").version, node: process.version };
`;
const CHANGED = PROGRAM.replace('"Keller"', '"Meier"').replace('"show_s3_panel", "manage_buckets"', '"show_s3_panel"');

const RESOURCES = 15;
const TYPES = { dynamic: "pulumi-nodejs:dynamic/reseller:", plugin: "reseller:index:" };

let packages: string;
beforeAll(async () => {
  packages = await installedWith(VERSIONS.sdk);
});

function command(stack: RealmStack, ...args: readonly string[]): Promise<Ended> {
  return resellerInOwnProcess(args, {
    command: path.join(packages, "pulumi-reseller", "dist", "cli", "main.js"),
    cwd: stack.folder,
    env: { ...stack.environment, PULUMI_STACK: STACK },
  });
}

function expectUnchanged(outcome: Outcome): void {
  expectSuccess(outcome);
  expect(changed(outcome)).toEqual({});
}

function typesIn(stack: RealmStack): string[] {
  return [...new Set(stack.stored().map(({ type }) => type.replace(/[^:]*$/, "")))];
}

describe.each<Host>(["dynamic", "plugin"])("%s", (host) => {
  const stacks: RealmStack[] = [];
  let sandbox: RunningSandbox;
  let portal: CspByHand;
  let realm: RealmStack;

  /** As on a user's machine: this package installed, and processes of the engine's own. */
  function prepared(stack: RealmStack): RealmStack {
    stacks.push(stack);
    return stack.inOwnProcess().withPackages(packages).withPlugin().hostedBy(host);
  }

  async function freshStack(): Promise<RealmStack> {
    return prepared(await RealmStack.create(sandbox));
  }

  beforeAll(async () => {
    ({ sandbox, portal, realm } = await beginScenario());
    prepared(realm);
  });
  afterAll(async () => {
    for (const stack of stacks) if (stack !== realm) stack.remove();
    await endScenario({ sandbox, realm });
  });

  /** A command that is about no stack. */
  async function pulumi(...args: readonly string[]): Promise<string> {
    const { endpoint: RESELLER_ENDPOINT, token: RESELLER_TOKEN } = sandbox.csp;
    const settings = { RESELLER_PORTAL: "csp", RESELLER_ENDPOINT, RESELLER_TOKEN };
    const env = { ...process.env, ...realm.environment, ...settings };
    return (await promisify(execFile)("pulumi", args, { cwd: realm.folder, env })).stdout;
  }

  const steps: Record<StepName, () => Promise<void>> = {
    up: async () => {
      expect((await pulumi("version")).trim()).toBe(`v${VERSIONS.engine}`);
      const up = await realm.program(PROGRAM).up();
      expectSuccess(up);
      expect(up.outputs["versions"]?.value).toEqual({ sdk: VERSIONS.sdk, node: `v${VERSIONS.node}` });
      expect(up.outputs["password"]?.secret).toBe(true);
      expect(realm.resources().size).toBe(RESOURCES);
      expect(typesIn(realm)).toEqual([TYPES[host]]);
      expectUnchanged(await realm.preview());
    },

    plan: async () => {
      realm.program(CHANGED);
      const plan = path.join(realm.folder, "plan.bin");
      const review = await command(realm, "review", "--json", `--save-plan=${plan}`);
      expect(JSON.parse(review.printed)).toMatchObject({ verdict: expect.any(String) });
      expect(review.code).toBe(10);
      const up = await realm.up({ plan });
      expectSuccess(up);
      expect(changed(up)).toEqual({ update: 2 });
      expect((await portal.one("/users", "username", "anna"))["lastName"]).toBe("Meier");
    },

    drift: async () => {
      expect(await command(realm, "drift", "--quiet", "--no-undeclared")).toMatchObject({ code: 0 });
      const profile = await portal.one("/profiles", "name", "Storage");
      await portal.patch(`/profiles/${profile.id}`, profile, { permissions: ["show_s3_panel", "show_usage"] });
      const drift = await command(realm, "drift", "--quiet", "--no-undeclared");
      expect(drift.printed).toContain("show_usage");
      expect(drift.code).toBe(2);
    },

    refresh: async () => {
      const preview = await realm.preview({ refresh: true });
      expectSuccess(preview);
      expect(changed(preview)).toEqual({ update: 1 });
      const refresh = await realm.refresh();
      expectSuccess(refresh);
      expect(changed(refresh)).toEqual({ update: 1 });
      expect(changed(await realm.up())).toEqual({ update: 1 });
      expectUnchanged(await realm.refresh());
    },

    import: async () => {
      const stack = (await freshStack()).program("");
      expectSuccess(await stack.import("reseller:index:Account", "acme", "Acme AG"));
      const { id } = realm.resources().get("acme")!;
      expect(stack.resources().get("acme")).toMatchObject({ id, inputs: { name: "Acme AG" } });
    },

    importFile: async () => {
      const stack = (await freshStack()).program("");
      const own = [...realm.resources()].map(([name, { type, id }]) => ({ type, name, id }));
      const file = path.join(stack.folder, "import.json");
      writeFileSync(file, JSON.stringify({ resources: own }));
      await portal.resetCalls();
      expectSuccess(await stack.import(`--file=${file}`));
      expect(stack.resources().size).toBe(own.length);
      expect(await portal.writes()).toEqual({});
    },

    intoStack: async () => {
      const stack = (await freshStack()).program(CHANGED);
      await portal.resetCalls();
      const { code, complained } = await command(stack, "import", "--into-stack");
      if (!isAvailable(STEPS.intoStack, VERSIONS.engine)) {
        expect(complained).toContain(`needs ${STEPS.intoStack.since} or newer`);
        expect(code).not.toBe(0);
        return;
      }
      expect(code === 0 ? "" : complained).toBe("");
      expect(stack.resources().size).toBe(RESOURCES);
      expectUnchanged(await stack.preview());
      expect(await portal.writes()).toEqual({});
    },

    do: async () => {
      const plugin = path.join(packages, "pulumi-reseller", "plugin", "pulumi-resource-reseller");
      const listed = pulumi("do", "--package", plugin, "reseller:Profile", "list");
      if (!isAvailable(STEPS.do, VERSIONS.engine)) return expect(listed).rejects.toThrow('unknown command "do"');
      const { id } = realm.resources().get("storage")!;
      expect(await listed).toContain(id);
    },

    otherHost: async () => {
      await portal.resetCalls();
      for (const next of host === "dynamic" ? (["plugin", "dynamic"] as const) : (["dynamic", "plugin"] as const)) {
        const up = await realm.hostedBy(next).up();
        expectSuccess(up);
        // What the plugin has created gets the name of the provider in its state.
        expect(changed(up)).toEqual(host === "plugin" && next === "dynamic" ? { update: RESOURCES } : {});
        expect(typesIn(realm)).toEqual([TYPES[next]]);
      }
      expect(await portal.writes()).toEqual({});
    },

    destroy: async () => {
      expectSuccess(await realm.destroy());
      expect(realm.resources().size).toBe(0);
      expect(await portal.list("/projects")).toEqual([]);
    },
  };

  it.each(stepsOf(host))("%s", (step) => steps[step]());
});
