/**
 * Preloaded into a program of this package (node --require): puts a provider that does nothing in place of the real
 * one. What the same program then costs is the engine's own share: the floor that no provider can go below.
 */
import * as path from "node:path";
import type { KindName } from "../../provider/model";
import * as strings from "../../sdk/providerString";

const FLOOR = path.join(__dirname, "floorProvider.js");

Object.assign(strings, {
  providerString: (kind: KindName) => `exports.handler=()=>require(${JSON.stringify(FLOOR)}).${kind}`,
});
