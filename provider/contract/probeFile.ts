import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { heldAgainst } from "../model/heldAgainst";
import { normalEndpoint } from "../transport/endpoint";
import type { PortalContract } from "./facts";
import type { Overlay } from "./overlay";
import { schemaMembers, schemasById } from "./schemas";

/** Beside the project, in Git: it has no secrets and no data of the portal. */
export const PROBE_FILE = "contract.probe.json";
/** How long a probe counts. */
export const PROBE_DAYS = 30;
const DAY_MS = 86_400_000;

const kept = z.object({
  portal: z.string(),
  endpoint: z.string(),
  /** Of the contract, and of the overlay. */
  contract: z.string(),
  probedAt: z.iso.datetime(),
  passed: z.boolean(),
  differing: z.array(z.string()),
});
export type KeptProbe = z.output<typeof kept>;
const form = z.object({ probes: z.array(kept) });

export interface ProbeState {
  readonly passed: boolean;
  /** Continues a sentence. */
  readonly because: string;
}

/** What the last probe of an endpoint says about writes to it. */
export function probeOf(
  endpoint: string,
  contract: PortalContract,
  overlay: Overlay | undefined,
  { folder = process.cwd(), now = Date.now() } = {},
): ProbeState {
  const read = readProbes(folder);
  if (read === undefined) return { passed: false, because: `${PROBE_FILE} can't be read` };
  const probe = read.find((each) => isOf(each, contract.portal, endpoint));
  if (probe === undefined) return { passed: false, because: "no probe of this endpoint has passed" };
  const day = probe.probedAt.slice(0, 10);
  if (probe.contract !== digestOf(contract, overlay))
    return { passed: false, because: `the contract or contract.yaml has changed since the probe of ${day}` };
  if (!probe.passed)
    return {
      passed: false,
      because: `the probe of ${day} found differences (${probe.differing.slice(0, 5).join(", ")})`,
    };
  const age = now - Date.parse(probe.probedAt);
  if (age > PROBE_DAYS * DAY_MS || age < -DAY_MS)
    return { passed: false, because: `the probe of ${day} is older than ${PROBE_DAYS} days` };
  return { passed: true, because: `the probe of ${day} (${PROBE_FILE})` };
}

/** Keeps a probe in place of the last one of the same endpoint. */
export function keepProbe(folder: string, probe: KeptProbe): string {
  const file = path.join(folder, PROBE_FILE);
  const others = (readProbes(folder) ?? []).filter((each) => !isOf(each, probe.portal, probe.endpoint));
  const probes = [...others, { ...probe, endpoint: normalEndpoint(probe.endpoint) }].sort((one, other) =>
    `${one.portal} ${one.endpoint}` < `${other.portal} ${other.endpoint}` ? -1 : 1,
  );
  const written = `${file}.${process.pid}.new`;
  fs.writeFileSync(written, `${JSON.stringify({ probes }, undefined, 2)}\n`);
  fs.renameSync(written, file);
  return file;
}

/** Stands for a contract together with an overlay: a probe counts for just these. */
export function digestOf(contract: PortalContract, overlay: Overlay | undefined): string {
  const operations = Object.values(contract.operations).map(({ id, method, path: at }) => [id, method, at]);
  const types = [...schemasById(contract)].map(([id, schema]) => [id, schemaMembers(schema)]);
  const text = JSON.stringify([contract.portal, operations, types, overlay ?? null]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function isOf({ portal, endpoint: of }: KeptProbe, name: string, endpoint: string): boolean {
  return portal === name && of === normalEndpoint(endpoint);
}

/** Undefined if the file isn't what this package wrote. */
function readProbes(folder: string): readonly KeptProbe[] | undefined {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, PROBE_FILE), "utf8");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : undefined;
  }
  try {
    const result = heldAgainst(form, JSON.parse(text));
    return result.success ? result.data.probes : undefined;
  } catch {
    return undefined;
  }
}
