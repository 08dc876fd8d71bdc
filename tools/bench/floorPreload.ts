/**
 * Preloaded into a program of this package (node --require): puts a provider that does nothing in place of the real
 * one, and takes away what this package does for the speed of a program. What the same program then costs is Pulumi's own share.
 */
import * as path from "node:path";
import type { KindName } from "../../provider/model";
import * as strings from "../../sdk/providerString";
import * as stacks from "../../sdk/shortStack";

const FLOOR = path.join(__dirname, "floorProvider.js");

Object.assign(strings, {
  providerString: (kind: KindName) => `exports.handler=()=>require(${JSON.stringify(FLOOR)}).${kind}`,
});
if (process.env["BENCH_FLOOR_STACKS"] !== "short") Object.assign(stacks, { shortenStacks: () => () => undefined });
