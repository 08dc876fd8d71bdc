import { ensureEngine } from "../../tools/engine";
import { engineRun, type TestEngine } from "./engineRun";

/** The real engine, as every test starts it: through the folder of this run, where starts are counted. */
export async function testEngine(): Promise<TestEngine> {
  const engine = await ensureEngine();
  return engineRun().counted(engine);
}
