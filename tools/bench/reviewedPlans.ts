/**
 * What a review costs: time and memory for a plan of many resources, in a process of its own, and as a ratio to what reading the plan's JSON
 * costs alone. The plans have the form that the engine prints, and are made here: what a review does with them doesn't hang on where they
 * come from, and the engine itself takes minutes for ten thousand.
 */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { type FormatName, FORMATS, reviewPlan } from "../../review";
import { summaryOf } from "../../engine/digest";
import type { PortalName } from "../../provider/portals/list";

const PER_ACCOUNT = 20;
const PROFILES = 10;
const RESELLERS = 5;

export interface PlanStep {
  readonly op: string;
  readonly urn: string;
  readonly oldState: object;
  readonly newState: object;
}

/** @param fresh its inputs after the change; left out: nothing changes. */
export function step(kind: string, name: string, inputs: object, fresh: object = inputs): PlanStep {
  const urn = `urn:pulumi:bench::realm::pulumi-nodejs:dynamic/reseller:${kind}::${name}`;
  const state = (values: object) => {
    const provider = { __provider: `exports.handler=()=>require("pulumi-reseller/host").${kind}` };
    return {
      urn,
      custom: true,
      id: `id-${name}`,
      type: `pulumi-nodejs:dynamic/reseller:${kind}`,
      inputs: { ...provider, ...values },
      outputs: { ...provider, ...values },
      propertyDependencies: {},
      sourcePosition: "project:///index.ts#12,3",
    };
  };
  return { op: inputs === fresh ? "same" : "update", urn, oldState: state(inputs), newState: state(fresh) };
}

/** A realm of so many resources, in which one shared profile gains a permission and one person in ten gets another profile. */
export function planOf(resources: number): string {
  const accounts = Math.ceil(resources / PER_ACCOUNT);
  const steps: PlanStep[] = [];
  for (let profile = 0; profile < PROFILES; profile++) {
    const values = {
      name: `Profile ${profile}`,
      level: "client",
      permissions: ["show_users", "show_projects", "request_quota"],
    };
    const fresh = profile === 0 ? { ...values, permissions: [...values.permissions, "reset_password"] } : values;
    steps.push(step("Profile", `profile-${profile}`, values, fresh));
  }
  for (let person = 0; person < RESELLERS; person++)
    steps.push(step("User", `staff-${person}`, { username: `staff.${person}`, profiles: ["Client-Adm"] }));
  for (let account = 0; steps.length < resources && account < accounts; account++) {
    const id = `id-account-${account}`;
    steps.push(
      step("Account", `account-${account}`, { name: `Customer ${account}`, availableServices: ["openstack"] }),
    );
    steps.push(step("ServiceActivation", `openstack-${account}`, { account: id, service: "openstack" }));
    for (let person = 0; steps.length < resources && person < PER_ACCOUNT - 2; person++) {
      const values = { account: id, username: `person.${person}`, profiles: [`id-profile-${person % PROFILES}`] };
      const fresh = person % 10 === 5 ? { ...values, profiles: [...values.profiles, "User-Adm"] } : values;
      steps.push(step("User", `person-${account}-${person}`, values, fresh));
    }
  }
  return planText("csp", steps);
}

/** A plan as the engine prints it. */
export function planText(portal: PortalName, steps: readonly PlanStep[]): string {
  return JSON.stringify({
    config: { "reseller:portal": portal },
    steps,
    diagnostics: [],
    changeSummary: summaryOf(steps),
  });
}

export interface ReviewCost {
  readonly resources: number;
  readonly planBytes: number;
  readonly parseSeconds: number;
  readonly reviewSeconds: number;
  readonly peakBytes: number;
  readonly outputs: Readonly<Record<string, { readonly seconds: number; readonly bytes: number }>>;
}

/** Measured in this very process, which should have done nothing else. */
function measureHere(resources: number): ReviewCost {
  const text = planOf(resources);
  const timed = <T>(work: () => T): [seconds: number, result: T] => {
    const start = performance.now();
    const result = work();
    return [(performance.now() - start) / 1000, result];
  };
  const [parseSeconds] = timed(() => JSON.parse(text) as unknown);
  const [reviewSeconds, report] = timed(() => reviewPlan(text, { today: "2027-01-01" }));
  const outputs = Object.fromEntries(
    (Object.keys(FORMATS) as FormatName[]).map((format) => {
      const [seconds, output] = timed(() => FORMATS[format](report, {}));
      return [format, { seconds, bytes: Buffer.byteLength(output) }];
    }),
  );
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { resources, planBytes: Buffer.byteLength(text), parseSeconds, reviewSeconds, peakBytes, outputs };
}

/** Measured in a process of its own. */
export function measureReview(resources: number): ReviewCost {
  const { stdout, stderr, status } = spawnSync(process.execPath, [__filename, String(resources)], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (status !== 0) throw new Error(`the review of ${resources} resources failed: ${stderr}`);
  return JSON.parse(stdout) as ReviewCost;
}

export function printReviewTable(costs: readonly ReviewCost[]): void {
  console.log("\nReview of a plan, by the number of resources\n");
  console.log("| resources | plan | reading its JSON | review | ÷ reading | memory at most | outputs (size, time) |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const { resources, planBytes, parseSeconds, reviewSeconds, peakBytes, outputs } of costs) {
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    const made = Object.entries(outputs).map(
      ([name, { bytes, seconds }]) => `${name} ${megabytes(bytes)} ${seconds.toFixed(2)} s`,
    );
    console.log(
      `| ${resources} | ${megabytes(planBytes)} | ${parseSeconds.toFixed(2)} s | ${reviewSeconds.toFixed(2)} s | ${(reviewSeconds / parseSeconds).toFixed(1)} | ${megabytes(peakBytes)} | ${made.join(", ")} |`,
    );
  }
}

if (require.main === module) process.stdout.write(JSON.stringify(measureHere(Number(process.argv[2]))));
