import { ensureEngine } from "../../tools/engine";
import { engineRun } from "./engineRun";

export interface TestEngine {
  /** The `pulumi` executable; each start of it is counted. */
  readonly binary: string;
  /** What a process needs to use it. */
  readonly env: Record<string, string>;
}

/** The real engine, as every test starts it: through the folder of this run, where starts are counted. */
export async function testEngine(): Promise<TestEngine> {
  const engine = await ensureEngine();
  return engineRun().counted(engine);
}
