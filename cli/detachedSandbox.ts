import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import type { environmentOf, RunningSandbox } from "pulumi-reseller-sandbox";
import type { PortalName } from "../provider/portals/list";
import { endsWithThis, goneWithThis } from "./endings";
import type { Variables } from "./environmentFile";
import { logIn, noteSandbox, sandboxFolder } from "./sandboxes";
import { EXIT_WRONG_USE, WrongUse } from "./wrongUse";

type Access = Omit<RunningSandbox, "close">;

/**
 * Starts the sandbox as a process that outlives this one, waits until it is ready, and answers the environment of a program that
 * uses it.
 *
 * @param flags what else was given to `reseller sandbox`.
 * @param data the folder that was given to keep its data.
 * @param variablesOf tells the variables by which a program finds a portal of the sandbox.
 * @throws where it ends before it is ready, with what it said.
 */
export async function detachedSandbox(
  portal: PortalName,
  flags: readonly string[],
  variablesOf: typeof environmentOf,
  data: string | undefined,
): Promise<Variables> {
  // A file: whoever reads our own standard error to its end must not wait for the sandbox to end.
  const folder = sandboxFolder();
  const notReady = goneWithThis(folder);
  const log = logIn(folder);
  const complaints = fs.openSync(log, "w");
  const child = spawn(process.execPath, [path.join(__dirname, "main.js"), "sandbox", ...flags], {
    detached: true,
    stdio: ["ignore", "pipe", complaints],
  });
  const ready = endsWithThis(child);
  fs.closeSync(complaints);
  const line = await Promise.race([
    once(readline.createInterface({ input: child.stdout! }), "line").then(([text]) => String(text)),
    once(child, "exit").then(() => undefined),
  ]);
  if (line === undefined) {
    const said = fs
      .readFileSync(log, "utf8")
      .trim()
      .replace(/^reseller: /, "");
    notReady.remove();
    const why = said || "the sandbox ended before it was ready";
    throw child.exitCode === EXIT_WRONG_USE ? new WrongUse(why) : new Error(why);
  }
  ready.staysAfterThis();
  notReady.keep();
  child.stdout!.destroy();
  child.unref();
  const access = JSON.parse(line) as Access;
  noteSandbox(folder, {
    ...{ pid: child.pid!, portal, address: access.baseUrl, since: new Date().toISOString() },
    ...(data === undefined ? {} : { data: path.resolve(data) }),
  });
  return {
    RESELLER_PORTAL: portal,
    ...variablesOf(portal, access),
    RESELLER_SANDBOX: access.baseUrl,
    RESELLER_SANDBOX_PID: String(child.pid),
    RESELLER_SANDBOX_LOG: log,
  };
}
