import { mkdtempSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { CommandHosts } from "../support/commandHosts";
import { engineRun } from "../support/engineRun";
import { ProgramHosts } from "../support/programHosts";
import { startKeys } from "./keys";

/** What all processes of one run share: a folder (see `test/support/engineRun.ts`), where keys are, and processes that are warm. */
export default async function begin(): Promise<void> {
  // How long something takes is no matter of tests: what commands say of it isn't, either.
  process.env["RESELLER_PROGRESS"] = "off";
  process.env["RESELLER_TEST_RUN"] = mkdtempSync(path.join(tmpdir(), "reseller-run-"));
  const keys = await startKeys();
  process.env["RESELLER_TEST_KEYS"] = `http://127.0.0.1:${(keys.address() as AddressInfo).port}`;
  const commands = new CommandHosts();
  process.env["RESELLER_TEST_COMMANDS"] = await commands.start();
  const programs = process.platform === "win32" ? undefined : new ProgramHosts(engineRun().hosts);
  Object.assign(globalThis, {
    endRun: () => {
      commands.end();
      programs?.end();
      keys.close();
      keys.closeAllConnections();
    },
  });
}
