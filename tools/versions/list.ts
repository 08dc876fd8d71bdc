import { NODE_ENDS } from "../../cli/doctor/nodeVersions";
import { OLDEST as OLDEST_INTO_STACK } from "../../cli/intoStack/engine";
import { OLDEST_ENGINE, pinnedVersion } from "../engine/pins";

/** Versions that one realm is run with: of the engine, of `@pulumi/pulumi`, and of Node.js. */
export interface Versions {
  readonly engine: string;
  readonly sdk: string;
  readonly node: string;
}

/** Major versions of Node.js, and the day on which the project Node.js ends each. */
export const NODE_VERSIONS = {
  20: { version: "20.20.2", end: NODE_ENDS[20] },
  22: { version: "22.23.5", end: NODE_ENDS[22] },
  24: { version: "24.22.3", end: NODE_ENDS[24] },
  26: { version: "26.12.1", end: NODE_ENDS[26] },
} as const;

/** The first is what `peerDependencies` promises, the second is what this project is developed with, the last is the newest. */
export const SDK_VERSIONS = ["3.200.0", "3.248.0", "3.276.0"] as const;

const NEWEST = pinnedVersion();
const [OLDEST_SDK, DEVELOPED_WITH, NEWEST_SDK] = SDK_VERSIONS;
const NODE_20 = NODE_VERSIONS[20].version;
const NODE_22 = NODE_VERSIONS[22].version;

/** What `npm run test:engines` runs, the oldest engine first. */
export const TESTED: readonly Versions[] = [
  { engine: OLDEST_ENGINE, sdk: OLDEST_SDK, node: NODE_20 },
  { engine: OLDEST_ENGINE, sdk: NEWEST_SDK, node: NODE_22 },
  { engine: "3.259.0", sdk: DEVELOPED_WITH, node: NODE_20 },
  { engine: NEWEST, sdk: DEVELOPED_WITH, node: NODE_20 },
  { engine: NEWEST, sdk: NEWEST_SDK, node: NODE_20 },
  { engine: NEWEST, sdk: NEWEST_SDK, node: NODE_22 },
  { engine: NEWEST, sdk: NEWEST_SDK, node: NODE_VERSIONS[24].version },
  { engine: NEWEST, sdk: NEWEST_SDK, node: NODE_VERSIONS[26].version },
];

export type Host = "dynamic" | "plugin";

export interface Step {
  readonly title: string;
  /** What an older engine doesn't do. */
  readonly since?: string;
  /** What other hosts don't do, on any engine. */
  readonly hosts?: readonly Host[];
}

/** What is done with the realm, in this order. The lane fails if a test has no step here, or a step no test. */
export const STEPS = {
  up: { title: "`pulumi up`, then a preview without changes" },
  plan: { title: "`reseller review`, then `pulumi up --plan`" },
  drift: { title: "`reseller drift` after a manual change" },
  refresh: { title: "`pulumi preview --refresh`, then `pulumi refresh`" },
  import: { title: "`pulumi import` of one object", hosts: ["plugin"] },
  importFile: { title: "`pulumi import --file`, with ids alone", hosts: ["plugin"] },
  intoStack: { title: "`reseller import --into-stack`", since: `${OLDEST_INTO_STACK.join(".")}.0` },
  do: { title: "`pulumi do`, which lists objects", since: "3.259.0", hosts: ["plugin"] },
  otherHost: { title: "change to the other host and back" },
  destroy: { title: "`pulumi destroy`" },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof STEPS;
