/**
 * What `reseller fleet review` costs after the previews: time and memory of the whole command, in a process of its own, with a report in every
 * format. Plans and states are made here in the form that the engine prints: a review doesn't depend on where they come from.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { performance } from "node:perf_hooks";
import { FORMATS } from "../../review";
import type { ProcessCost } from "./peakPreload";
import { planText, type PlanStep, step } from "./reviewedPlans";

const PRELOAD = path.join(__dirname, "peakPreload.js");
const COMMAND = path.resolve(__dirname, "..", "..", "cli", "main.js");
const PROFILES = 10;
const SIZES: readonly (readonly [objects: number, accounts: number])[] = [
  [1_000, 30],
  [10_000, 300],
];

/** Which stacks are previewed: all of them, or the shared one alone, and the others are read from their states. */
type Previewed = "all" | "shared";

export interface FleetReviewCost extends ProcessCost {
  readonly objects: number;
  readonly stacks: number;
  readonly previewed: Previewed;
  readonly seconds: number;
  readonly outputBytes: number;
  /** Of the command. */
  readonly code: number;
}

interface Stack {
  readonly name: string;
  readonly steps: readonly PlanStep[];
  readonly realm: object;
}

/** What everybody has: one profile gains a permission. */
function sharedStack(): Stack {
  const profiles = Array.from({ length: PROFILES }, (_, number) => {
    const values = { name: `Profile ${number}`, level: "client", permissions: ["show_users", "request_quota"] };
    return { name: `profile-${number}`, values };
  });
  const steps = profiles.map(({ name, values }, number) =>
    step(
      "Profile",
      name,
      values,
      number === 0 ? { ...values, permissions: [...values.permissions, "show_projects"] } : values,
    ),
  );
  return {
    name: "shared",
    steps,
    realm: { profiles: Object.fromEntries(profiles.map(({ name, values }) => [name, values])) },
  };
}

/** One person in ten gets another profile, where the stack changes. */
function accountStack(number: number, people: number, changes: boolean): Stack {
  const name = `account-${number}`;
  const account = { name: `Customer ${number}`, state: "production", uprovideAccount: `UP-${10_000 + number}` };
  const users = Array.from({ length: people }, (_, person) => {
    const profile = person % PROFILES;
    const values = {
      username: `person.${number}.${person}`,
      email: `${person}@${name}.example.com`,
      firstName: "A",
      lastName: "B",
    };
    const before = { account: `id-${name}`, ...values, profiles: [`id-profile-${profile}`] };
    const after = changes && person % 10 === 5 ? { ...before, profiles: [...before.profiles, "User-Adm"] } : before;
    return { key: `person-${person}`, values: { ...values, profiles: [`profile-${profile}`] }, before, after };
  });
  return {
    name,
    steps: [
      step("Account", name, account),
      ...users.map(({ key, before, after }) => step("User", `${name}/${key}`, before, after)),
    ],
    realm: {
      accounts: { [name]: { ...account, users: Object.fromEntries(users.map(({ key, values }) => [key, values])) } },
    },
  };
}

function stacksOf(objects: number, accounts: number, previewed: Previewed): Stack[] {
  const people = Math.round((objects - PROFILES) / accounts) - 1;
  return [
    sharedStack(),
    ...Array.from({ length: accounts }, (_, number) => accountStack(number, people, previewed === "all")),
  ];
}

function written(folder: string, stacks: readonly Stack[], previewed: Previewed): void {
  for (const name of ["realm", "plans", "states"]) mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, "fleet.yaml"), "files: realm\n");
  for (const { name, steps, realm } of stacks) {
    const inStack = (text: string) => text.replaceAll("urn:pulumi:bench::", `urn:pulumi:${name}::`);
    writeFileSync(path.join(folder, "realm", `${name}.json`), JSON.stringify(realm));
    if (previewed === "all" || name === "shared")
      writeFileSync(path.join(folder, "plans", `${name}.json`), inStack(planText("csp", steps)));
    else
      writeFileSync(
        path.join(folder, "states", `${name}.json`),
        inStack(JSON.stringify({ version: 3, deployment: { resources: steps.map(({ oldState }) => oldState) } })),
      );
  }
}

function measured(objects: number, accounts: number, previewed: Previewed): FleetReviewCost {
  const folder = mkdtempSync(path.join(tmpdir(), "reseller-bench-"));
  try {
    const stacks = stacksOf(objects, accounts, previewed);
    written(folder, stacks, previewed);
    const peak = path.join(folder, "peak");
    const out = Object.keys(FORMATS).flatMap((format) => ["--out", `${format}=${path.join(folder, format)}`]);
    const only = previewed === "all" ? [] : ["--only", "shared"];
    const start = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      ["-r", PRELOAD, COMMAND, "fleet", "review", "--plans", "plans", "--states", "states", ...only, ...out],
      { cwd: folder, env: { ...process.env, BENCH_PEAK_FILE: peak }, encoding: "utf8", maxBuffer: 1e8 },
    );
    if (status === null || status < 10 || status >= 30) throw new Error(`the review of the fleet failed: ${stderr}`);
    const cost = JSON.parse(readFileSync(peak, "utf8")) as ProcessCost;
    return {
      ...cost,
      objects: stacks.reduce((sum, { steps }) => sum + steps.length, 0),
      stacks: stacks.length,
      previewed,
      seconds: (performance.now() - start) / 1000,
      outputBytes: Object.keys(FORMATS).reduce(
        (sum, format) => sum + readFileSync(path.join(folder, format)).length,
        0,
      ),
      code: status,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function measureFleetReview(): FleetReviewCost[] {
  return SIZES.flatMap(([objects, accounts]) =>
    (["all", "shared"] as const).map((previewed) => measured(objects, accounts, previewed)),
  );
}

export function printFleetReview(costs: readonly FleetReviewCost[]): void {
  console.log("\nReview of a fleet after the previews, with a report in every format\n");
  console.log("| objects | stacks | previewed | time | processor time | memory at most | outputs |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const { objects, stacks, previewed, seconds, processorSeconds, peakBytes, outputBytes } of costs)
    console.log(
      `| ${objects} | ${stacks} | ${previewed} | ${seconds.toFixed(1)} s | ${processorSeconds.toFixed(1)} s | ${Math.round(peakBytes / 1e6)} MB | ${(outputBytes / 1e6).toFixed(1)} MB |`,
    );
}

if (require.main === module) printFleetReview(measureFleetReview());
