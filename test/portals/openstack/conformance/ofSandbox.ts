import { startSandbox } from "../../../../sandbox";
import type { Cloud } from "./talk";

/** Seconds pass faster: a conversation waits for the next one after each revocation. */
const FASTER = 20;

/** Work with the cloud of a new sandbox. */
export async function ofSandbox<Result>(work: (cloud: Cloud) => Promise<Result>): Promise<Result> {
  const begun = Date.now();
  const sandbox = await startSandbox({ now: () => begun + FASTER * (Date.now() - begun) });
  try {
    const { endpoint, username, password, projectName } = sandbox.openstack;
    return await work({ identity: endpoint, username, password, project: projectName });
  } finally {
    await sandbox.close();
  }
}
