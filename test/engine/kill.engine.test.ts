import { spawn } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import axios from "axios";
import { kindAt } from "../../provider/model/kindAt";
import { portalNamed } from "../../provider/portals";
import { Draw } from "../random/draw";
import { testEngine } from "../support/engine";
import { HOSTS_VARIABLE } from "../support/engineRun";
import { LIMITS } from "../support/programs";
import { seed } from "../support/runs";
import { type Scenario, withScenario } from "../support/scenario";
import { changed, expectSuccess, STACK } from "../support/stack";
import type { PortalName } from "../../provider/portals/list";

/** How large, and how often: `RESELLER_KILL_SIZE=1000 RESELLER_KILLS=5 npm test -- test/engine/kill` is the full exercise. */
const SIZE = Number(process.env["RESELLER_KILL_SIZE"] ?? 40);
const KILLS = Number(process.env["RESELLER_KILLS"] ?? 2);
const OBJECTS_OF_A_CLIENT = 20;

/** What the exercise needs to know of a portal. */
interface Exercise {
  readonly portal: PortalName;
  readonly program: string;
  /** What the portal has by now of what the program makes. */
  readonly made: (dump: Dump) => Readonly<Record<string, readonly string[]>>;
}

type Dump = Readonly<Record<string, readonly { readonly id: string; readonly [member: string]: unknown }[]>>;

const CSP = `
for (let c = 0; c < ${Math.ceil(SIZE / OBJECTS_OF_A_CLIENT)}; c += 1) {
  const account = new reseller.Account("c" + c, { name: "Customer " + c, state: "production", availableServices: ["openstack"], uprovideAccount: "UP-" + (10001 + c) });
  new reseller.ServiceActivation("c" + c + "-openstack", { account, service: "openstack" });
  new reseller.Quota("c" + c + "-quota", { account, region: "ch-1", limits: ${LIMITS} });
  new reseller.Project("c" + c + "-main", { account, name: "main" });
  for (let u = 4; u < ${OBJECTS_OF_A_CLIENT}; u += 1) {
    new reseller.User("c" + c + "-u" + u, { account, username: "u" + u, email: "u" + u + "@c" + c + ".example.com", firstName: "U", lastName: "V", profiles: ["User"] });
  }
}
`;

const SCALEWAY = `
const profiles = ["Readers", "Managers"].map((name) => new reseller.Profile(name, { name, rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] }));
for (let c = 0; c < ${Math.ceil(SIZE / OBJECTS_OF_A_CLIENT)}; c += 1) {
  for (let a = 0; a < 4; a += 1)
    new reseller.Account("c" + c + "-" + a, { name: "Customer " + a, email: "it" + a + "@c" + c + ".example.com", ownerFirstName: "Olga", ownerLastName: "Owner", externalId: "C-" + c + "-" + a, locked: a === 0 }, { protect: false });
  for (let u = 4; u < ${OBJECTS_OF_A_CLIENT}; u += 1)
    new reseller.User("c" + c + "-u" + u, { username: "u" + u + ".c" + c, email: "u" + u + "@c" + c + ".example.com", profiles: [profiles[u % 2]], generatePassword: true });
}
`;

const GRIDSCALE = `
const reader = new reseller.Profile("reader", { name: "Read Only", level: "client" });
for (let c = 0; c < ${Math.ceil(SIZE / OBJECTS_OF_A_CLIENT)}; c += 1) {
  const owner = new reseller.User("c" + c + "-owner", { email: "owner@c" + c + ".example.com", lastName: "Owner" });
  const account = new reseller.Account("c" + c, { name: "Customer " + c, owner, locations: ["zrh"], features: ["gpu"] }, { protect: false });
  new reseller.ServiceActivation("c" + c + "-kubernetes", { account, service: "kubernetes" });
  new reseller.Quota("c" + c, { account, limits: { cores: 8, memory: 32 } });
  for (let u = 5; u < ${OBJECTS_OF_A_CLIENT}; u += 1)
    new reseller.User("c" + c + "-u" + u, { email: "u" + u + "@c" + c + ".example.com", lastName: "V", access: [{ account, profile: reader }] });
}
`;

const EXERCISES: readonly Exercise[] = [
  {
    portal: "csp",
    program: CSP,
    made: ({ users = [], clients = [], projects = [] }) => ({
      customers: clients.map(({ name }) => String(name)),
      people: users
        .filter(({ clientId }) => clientId !== null)
        .map(({ clientId, username }) => `${String(username)} of ${String(clientId)}`),
      projects: projects.map(({ name, clientId }) => `${String(name)} of ${String(clientId)}`),
    }),
  },
  {
    portal: "scaleway",
    program: SCALEWAY,
    made: ({ users = [], organizations = [], groups = [], policies = [] }) => ({
      customers: organizations.filter(({ partnerId }) => partnerId !== null).map(({ email }) => String(email)),
      people: users.filter(({ type }) => type === "member").map(({ username }) => String(username)),
      groups: groups
        .filter(({ name }) => ["Readers", "Managers"].includes(String(name)))
        .map(({ name }) => String(name)),
      policies: policies
        .filter(({ name }) => ["Readers", "Managers"].includes(String(name)))
        .map(({ name }) => String(name)),
    }),
  },
  {
    portal: "gridscale",
    program: GRIDSCALE,
    made: ({ users = [], contracts = [] }) => ({
      customers: contracts
        .filter(({ isPartnerContract }) => isPartnerContract !== true)
        .map(({ name }) => String(name)),
      people: users.filter(({ partnerLevel }) => partnerLevel === null).map(({ email }) => String(email)),
    }),
  },
];

/** How many there must be in the end. */
function goals(exercise: Exercise): Readonly<Record<string, number>> {
  const clients = Math.ceil(SIZE / OBJECTS_OF_A_CLIENT);
  const people = clients * 16;
  switch (exercise.portal) {
    case "csp":
      return { customers: clients, people, projects: clients };
    case "scaleway":
      return { customers: clients * 4, people, groups: 2, policies: 2 };
    case "gridscale":
      return { customers: clients, people };
  }
}

describe.each(EXERCISES)("a run that is killed, at first with checkpoints, then without ($portal)", (exercise) => {
  it("can be run again with adopt, and ends in the declared state without duplicates or silently lost passwords", async () => {
    await withScenario(
      async (scenario) => {
        const { realm } = scenario;
        realm.program(exercise.program);
        let printed = "";
        const draw = new Draw(seed);
        const wanted = goals(exercise);
        const goal = Object.values(wanted).reduce((sum, count) => sum + count, 0);
        for (let kill = 0; kill < KILLS; kill += 1) {
          // Somewhere in what is still to be made.
          const made = await objectsAt(scenario, exercise);
          const next = made + draw.int(1, Math.max(1, Math.floor((goal - made) / 2)));
          printed += await upUntil(scenario, exercise, next, kill % 2 === 0);
        }
        realm.restoreCheckpoint();
        await realm.cancel();
        const up = await realm.up();
        expectSuccess(up);
        printed += up.output;
        expect(changed(await realm.up())).toEqual({});

        const made = await madeAt(scenario, exercise);
        const counts = Object.entries(made).map(([what, names]) => [what, names.length]);
        expect(Object.fromEntries(counts)).toEqual(wanted);
        for (const names of Object.values(made)) expect(new Set(names).size).toBe(names.length);

        // Of every person whose password the portal tells once: it is in the state, or said to be lost.
        const tellsPasswords = "initialPassword" in kindAt("User", portalNamed(exercise.portal)).secretOutputs;
        const unnamed = [...realm.resources().values()]
          .filter(() => tellsPasswords)
          .filter(({ type, outputs }) => type.endsWith(":User") && outputs?.["initialPassword"] === undefined)
          .filter(
            ({ id }) =>
              !printed.includes(`(id ${id}) existed and was adopted; initialPassword can't be known any more`),
          )
          .filter(
            ({ id }) =>
              !printed.includes(
                `(id ${id}) was made, but the portal's answer was lost; initialPassword can't be known any more`,
              ),
          );
        expect(unnamed).toEqual([]);
      },
      { config: { "reseller:adopt": "true" }, portal: exercise.portal },
    );
  });
});

async function madeAt({ sandbox }: Scenario, { portal, made }: Exercise): Promise<ReturnType<Exercise["made"]>> {
  const { data } = await axios.get<Record<string, Dump>>(`${sandbox.baseUrl}/_sandbox/dump`);
  return made(data[portal] ?? {});
}

async function objectsAt(scenario: Scenario, exercise: Exercise): Promise<number> {
  return Object.values(await madeAt(scenario, exercise)).reduce((sum, names) => sum + names.length, 0);
}

/** Runs `pulumi up` until the portal has so many objects, and kills everything that belongs to the run at once. */
async function upUntil(scenario: Scenario, exercise: Exercise, objects: number, checkpoints: boolean): Promise<string> {
  const { realm } = scenario;
  realm.restoreCheckpoint();
  await realm.cancel();
  const { binary } = await testEngine();
  const child = spawn(
    binary,
    ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never", "--stack", STACK],
    {
      cwd: realm.folder,
      env: {
        ...process.env,
        ...realm.environment,
        [HOSTS_VARIABLE]: "",
        ...(checkpoints ? {} : { PULUMI_SKIP_CHECKPOINTS: "true" }),
      },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let running = true;
  void ended.then(() => (running = false));
  while (running && (await objectsAt(scenario, exercise)) < objects) await new Promise(setImmediate);
  if (running) killWholeRun(child.pid!, realm.folder);
  await ended;
  return output;
}

/** The engine, and its plugins, which it starts in process groups of their own: on Linux they are found by their folder. */
function killWholeRun(group: number, folder: string): void {
  process.kill(-group, "SIGKILL");
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`) === folder) process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself, or is somebody else's.
    }
  }
}
