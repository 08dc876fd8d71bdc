import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { RunningSandbox } from "../../sandbox";
import { writeCommand } from "../support/command";
import { testEngine } from "../support/engine";
import { GitHubStandIn, REPOSITORY, WORKFLOW_TOKEN } from "../scm/githubStandIn";
import { lacking, machineWithLanguages } from "../support/languages";
import { npmCommands } from "../support/npmCommands";
import { engineRun } from "../support/engineRun";
import { WHOLE_REALM } from "../support/programs";
import { type Scenario, withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";
import { runGuide } from "./guide";
import { type PackageRegistry, startRegistry } from "./registry";

/** The commands of the guides, as they stand in the text. */
describe("the guides", () => {
  let commands: string;
  let installed: string;
  let registry: PackageRegistry;
  /** What npm has installed: for all guides. */
  let installations: string;
  beforeAll(async () => {
    registry = await startRegistry();
    installations = mkdtempSync(path.join(tmpdir(), "reseller-installations-"));
    commands = mkdtempSync(path.join(tmpdir(), "reseller-commands-"));
    writeCommand(path.join(commands, "reseller"));
    // In a project that has the package.
    writeFileSync(path.join(commands, "npx"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
    installed = npmCommands(installations);
  });
  afterAll(async () => {
    await registry.close();
    for (const folder of [commands, installations]) rmSync(folder, { recursive: true });
  });

  /** Runs a guide in a project that is there already. */
  async function inProject(
    guide: string,
    prepare: (scenario: Scenario) => Promise<void>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await withScenario(async (scenario) => {
      await prepare(scenario);
      await guideIn(guide, scenario, more);
    });
  }

  async function guideIn(
    guide: string,
    { realm: { folder, environment } }: Scenario,
    more: Readonly<Record<string, string>>,
  ): Promise<void> {
    const PATH = [commands, environment["PATH"] ?? process.env["PATH"] ?? ""].join(path.delimiter);
    await runGuide(guide, { ...environment, ...more, PATH, PULUMI_STACK: "test", NO_COLOR: "1" }, folder);
  }

  /** Runs a guide in an empty folder on a machine that has Node and the engine, with the package as it is published. */
  async function fromNothing(
    guide: string,
    environment: Readonly<Record<string, string>> = {},
    { folder, programs = [] }: { readonly folder?: string; readonly programs?: readonly string[] } = {},
  ): Promise<void> {
    const engine = await testEngine();
    const home = mkdtempSync(path.join(tmpdir(), "reseller-home-"));
    try {
      await runGuide(
        guide,
        {
          ...engine.env,
          PATH: [installed, ...programs, engine.env["PATH"] ?? "", process.env["PATH"] ?? ""].join(path.delimiter),
          ...environment,
          HOME: home,
          // What a guide logs in to is nobody else's.
          PULUMI_HOME: path.join(home, ".pulumi"),
          npm_config_registry: registry.url,
          npm_config_cache: registry.downloads,
          npm_config_prefer_offline: "true",
          npm_config_userconfig: path.join(home, ".npmrc"),
        },
        folder,
      );
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }

  it("Your first realm", () => fromNothing("docs/first-realm.md", engineRun().programHosts));

  it("Adopting an existing realm, without one write to the portal", () =>
    withScenario(async ({ sandbox, portal, realm }) => {
      expectSuccess(await realm.program(WHOLE_REALM).up());
      await portal.resetCalls();
      await fromNothing("docs/adopting.md", { ...settingsOf(sandbox), ...engineRun().programHosts });
      expect(await portal.writes()).toEqual({});
    }));

  it("Reviewing a change", () => inProject("docs/review.md", risingRights));

  it("A realm that exists, in Git: the first up takes it over without one write", () =>
    withScenario(async ({ sandbox, portal, realm }) => {
      expectSuccess(await realm.program(WHOLE_REALM).up());
      await portal.resetCalls();
      await fromNothing("docs/import.md", { ...settingsOf(sandbox), ...engineRun().programHosts });
      expect(await portal.writes()).toEqual({});
    }));

  it("The commands: looking around, and passwords", () =>
    inProject("docs/commands.md", async ({ realm }) => {
      writeFileSync(
        path.join(realm.folder, "realm.yaml"),
        `accounts:
  acme:
    name: Acme AG
    state: production
    uprovideAccount: UP-10001
    users:
      anna: { username: anna.keller, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [{ existing: User-Adm }] }
`,
      );
      expectSuccess(await realm.program('new reseller.Realm("realm", { files: "realm.yaml" });').up());
    }));

  it("The plugin: installed, and a customer with all its people imported without one write", async () => {
    const home = mkdtempSync(path.join(tmpdir(), "reseller-home-"));
    try {
      await withScenario(async (scenario) => {
        const { realm, portal } = scenario;
        expectSuccess(await realm.program(CUSTOMER).up());
        // A stack that knows nothing of what is there.
        realm.setDeployment({});
        await portal.resetCalls();
        await guideIn("docs/plugin.md", scenario, { PULUMI_HOME: home });
        expect(await portal.writes()).toEqual({});
      });
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  it("Drift, and the way back into the file", () =>
    inProject("docs/drift.md", async ({ realm, portal }) => {
      writeFileSync(
        path.join(realm.folder, "realm.yaml"),
        `accounts:
  acme:
    name: Acme AG
    description: A customer # as the contract calls it
    state: production
    uprovideAccount: UP-10001
    users:
      anna: { username: anna, email: anna@acme.example.com, firstName: Anna, lastName: Keller, profiles: [{ existing: User-Adm }] }
      ben: { username: ben, email: ben@acme.example.com, firstName: Ben, lastName: Weber, profiles: [{ existing: User }] }
`,
      );
      expectSuccess(await realm.program('new reseller.Realm("realm", { files: "realm.yaml" });').up());
      const [account, anna, ben] = [
        await portal.one("/clients", "name", "Acme AG"),
        await portal.one("/users", "username", "anna"),
        await portal.one("/users", "username", "ben"),
      ];
      await portal.patch(`/clients/${account.id}/users/${anna.id}`, anna, { lastName: "Keller-Frei" });
      await portal.patch(`/clients/${account.id}`, account, { description: "A good customer" });
      await portal.delete(`/clients/${account.id}/users/${ben.id}`, ben);
    }));

  it("Pipelines: the comment", () => withForge((forge) => inProject("docs/pipelines.md", risingRights, forge)));

  it("YAML, Python and Go: each from an empty folder", async () => {
    const reasons = (await Promise.all((["yaml", "python", "go"] as const).map(lacking))).filter((reason) => reason);
    if (reasons.length > 0) return void process.stderr.write(`docs/languages.md: not run. ${reasons.join(" ")}\n`);
    await withScenario(async ({ sandbox, portal }) => {
      const { folder, environment, programs } = await machineWithLanguages();
      await fromNothing("docs/languages.md", { ...settingsOf(sandbox), ...environment }, { folder, programs });
      const people = (await portal.list("/users")).map(({ username }) => username);
      expect(people).toEqual(expect.arrayContaining(["anna.keller", "ben.weber", "clara.frei"]));
    });
  });

  // As a user's: this one has a process for each run of a program.
  it("Going to scale: a stack for what is shared, and one for an account", () =>
    withScenario(({ sandbox }) => fromNothing("docs/scale.md", settingsOf(sandbox))));
});

const CUSTOMER = `
const acme = new reseller.Account("acme", { name: "Acme AG", state: "production", uprovideAccount: "UP-10001", availableServices: ["openstack"], primaryColor: "#0b3d91", secondaryColor: "#f2f2f2" });
new reseller.User("anna", { account: acme, username: "anna.keller", email: "anna@acme.example.com", firstName: "Anna", lastName: "Keller", profiles: ["User-Adm"] });
new reseller.User("ben", { account: acme, username: "ben", email: "ben@acme.example.com", firstName: "Ben", lastName: "Weber", profiles: ["User"] });`;

/** A change that gives somebody more rights: reviewed, it is blocked. */
async function risingRights({ realm }: Scenario): Promise<void> {
  const program = (permissions: string) => `
    const desk = new reseller.Profile("desk", { name: "Desk", level: "reseller", permissions: [${permissions}] });
    new reseller.User("eva", { username: "eva", email: "eva@reseller.example.com", firstName: "Eva", lastName: "Baumann", profiles: [desk] });`;
  expectSuccess(await realm.program(program('"show_clients"')).up());
  realm.program(program('"show_clients", "manage_clients"'));
}

function settingsOf({ csp }: RunningSandbox): Record<string, string> {
  return { RESELLER_PORTAL: "csp", RESELLER_ENDPOINT: csp.endpoint, RESELLER_TOKEN: csp.token };
}

/** A pull request at a stand-in for GitHub, on which the guide leaves one comment. */
async function withForge(work: (environment: Record<string, string>) => Promise<void>): Promise<void> {
  const forge = await new GitHubStandIn().start();
  const change = forge.change(7);
  const event = path.join(mkdtempSync(path.join(tmpdir(), "reseller-event-")), "event.json");
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }));
  try {
    await work({
      GITHUB_ACTIONS: "true",
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: forge.api,
      GITHUB_TOKEN: WORKFLOW_TOKEN,
      GITHUB_EVENT_PATH: event,
    });
    expect(change.comments.map(({ body }) => body.includes("BLOCKED"))).toEqual([true]);
    expect(forge.strayCalls).toEqual([]);
  } finally {
    await forge.stop();
    rmSync(path.dirname(event), { recursive: true });
  }
}
