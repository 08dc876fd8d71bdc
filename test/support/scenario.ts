import type { PortalName } from "../../provider/portals/portal";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { PortalByHand } from "./portal";
import { RealmStack } from "./stack";

export interface Scenario {
  readonly sandbox: RunningSandbox;
  readonly portal: PortalByHand;
  readonly realm: RealmStack;
}

/** A sandbox and a stack for one test, gone when it ends. */
export async function withScenario(
  work: (scenario: Scenario) => Promise<void>,
  {
    sandbox: options = {},
    config = {},
    portal,
  }: { sandbox?: SandboxOptions; config?: Record<string, string>; portal?: PortalName } = {},
): Promise<void> {
  const sandbox = await startSandbox({ operationDelayMs: 20, ...options });
  try {
    const realm = await RealmStack.create(sandbox, config, portal);
    try {
      await work({ sandbox, portal: new PortalByHand(sandbox), realm });
    } finally {
      realm.remove();
    }
  } finally {
    await sandbox.close();
  }
}
