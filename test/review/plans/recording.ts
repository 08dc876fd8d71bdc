import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { PortalName } from "../../../provider/portals/list";

const ROOT = path.resolve(__dirname, "..", "..", "..");
const FOLDER = path.join(__dirname, "recorded");
/** What a plan depends on, beside its program and the engine. */
const SOURCES = ["provider", "engine", "text", "realm", "sdk", "sandbox", "package-lock.json"];

/** What stands in programs for something that is known only when the tests run, and what it is. */
export type Words = Readonly<Record<string, string>>;

/** The plans of a table as the engine made them. */
export interface Recording {
  readonly engine: string;
  /** A digest of the sources that they were made with. */
  readonly sources: string;
  readonly words: Words;
  /** By the digest of what is applied first, and of the program. */
  readonly plans: Readonly<Record<string, Plan>>;
}

/** As `pulumi preview --json` prints it. */
export interface Plan {
  readonly steps: readonly { readonly urn: string }[];
  readonly [member: string]: unknown;
}

/** Most of what a table's plans have is the same in all of them: a step is written once. */
interface Written extends Omit<Recording, "plans"> {
  readonly plans: Readonly<Record<string, Omit<Plan, "steps"> & { readonly steps: readonly string[] }>>;
  readonly steps: Readonly<Record<string, Plan["steps"][number]>>;
}

export function readRecording(name: string): Recording | undefined {
  const file = fileOf(name);
  if (!existsSync(file)) return undefined;
  const { steps, plans, ...rest } = JSON.parse(readFileSync(file, "utf8")) as Written;
  const whole = Object.entries(plans).map(([key, plan]) => [
    key,
    { ...plan, steps: plan.steps.map((step) => steps[step]!) },
  ]);
  return { ...rest, plans: Object.fromEntries(whole) as Recording["plans"] };
}

export function writeRecording(name: string, recording: Recording): void {
  const steps: Record<string, Plan["steps"][number]> = {};
  const plans = Object.entries(recording.plans).map(([key, plan]) => [
    key,
    {
      ...plan,
      steps: plan.steps.map((step) => {
        const id = digest([JSON.stringify(step)]).slice(0, 16);
        steps[id] = step;
        return id;
      }),
    },
  ]);
  const written = { ...recording, plans: Object.fromEntries(plans) as Written["plans"], steps };
  writeFileSync(fileOf(name), `${JSON.stringify(written, null, 1)}\n`);
}

/** Under what a program's plan is recorded. */
export function keyOf(
  { portal, base }: { readonly portal: PortalName; readonly base: string },
  program: string,
): string {
  return digest([portal, base, program]).slice(0, 16);
}

/** Of everything that the plans are made with. */
export function sourcesDigest(): string {
  return digest(SOURCES.flatMap(filesBelow).flatMap((file) => [file, readFileSync(path.join(ROOT, file), "utf8")]));
}

function filesBelow(name: string): string[] {
  if (path.extname(name) !== "") return [name];
  const files = readdirSync(path.join(ROOT, name), { recursive: true }).map((file) => path.posix.join(name, `${file}`));
  return files.filter((file) => file.endsWith(".ts") && !file.includes("/dist/")).sort();
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function fileOf(name: string): string {
  return path.join(FOLDER, `${name}.json`);
}
