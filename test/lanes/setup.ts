import * as childProcess from "node:child_process";
import * as net from "node:net";
import * as fc from "fast-check";
import { isLong, seed } from "../support/runs";

declare const LANE: "unit" | "sandbox" | "engine" | "openstack" | "browser" | "versions";

/** What each lane doesn't have. A test that needs it belongs in another lane, which is in the name of its file. */
const STARTS = ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"] as const;

type Target = Record<string, unknown>;

const taken: (readonly [Target, string, unknown])[] = [];

function take(target: Target, name: string, what: string, lane: string): void {
  taken.push([target, name, target[name]]);
  target[name] = () => {
    throw new Error(
      `The lane "${LANE}" has no ${what}: a test that needs one stands in a file named *.${lane}.test.ts`,
    );
  };
}

// No limit that only a fast machine keeps: a configuration of several lanes takes none.
jest.setTimeout(isLong ? 24 * 3_600_000 : 900_000);

// Core modules are shared by all test files of a worker, and by jest itself: they are whole again after each file.
beforeAll(() => {
  if (LANE === "unit" || LANE === "sandbox")
    for (const name of STARTS) take(childProcess as unknown as Target, name, "other processes", "engine");
  if (LANE === "unit") {
    take(net.Socket.prototype as unknown as Target, "connect", "sockets", "sandbox");
    take(net.Server.prototype as unknown as Target, "listen", "sockets", "sandbox");
  }
});

afterAll(() => {
  for (const [target, name, original] of taken.splice(0)) target[name] = original;
});

// Node makes this set once, when it is first asked for. In jest's copy of `process` it would be made anew for each request that axios sends.
Object.defineProperty(process, "allowedNodeEnvironmentFlags", { value: process.allowedNodeEnvironmentFlags });

// The same runs on every machine; a long run draws others.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
