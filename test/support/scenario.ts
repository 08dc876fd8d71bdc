import type { PortalName } from "../../provider/portals/list";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "../../sandbox";
import { CspByHand } from "../portals/csp/byHand";
import { RealmStack } from "./stack";

export interface Scenario {
  readonly sandbox: RunningSandbox;
  readonly portal: CspByHand;
  readonly realm: RealmStack;
}

interface ScenarioOptions {
  readonly sandbox?: SandboxOptions;
  readonly config?: Record<string, string>;
  readonly portal?: PortalName;
}

/** A sandbox and a stack for one test, gone when it ends. */
export async function withScenario<Result>(
  work: (scenario: Scenario) => Promise<Result>,
  options: ScenarioOptions = {},
): Promise<Result> {
  const scenario = await beginScenario(options);
  try {
    return await work(scenario);
  } finally {
    await endScenario(scenario);
  }
}

/** The same for several tests, between `beforeAll` and `afterAll`. */
export async function beginScenario({
  sandbox: options = {},
  config = {},
  portal,
}: ScenarioOptions = {}): Promise<Scenario> {
  const sandbox = await startSandbox({ operationDelayMs: 20, ...options });
  try {
    return { sandbox, portal: new CspByHand(sandbox), realm: await RealmStack.create(sandbox, config, portal) };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

export async function endScenario({ sandbox, realm }: Pick<Scenario, "sandbox" | "realm">): Promise<void> {
  realm.remove();
  await sandbox.close();
}
