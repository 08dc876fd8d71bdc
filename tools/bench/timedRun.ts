import { spawn } from "node:child_process";

export interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end; answers in seconds. @throws with the end of its output where it ends with a code that isn't fine. */
export async function timedRun(
  program: string,
  args: readonly string[],
  { cwd, env }: Surroundings,
  started: (processId: number) => void = () => undefined,
  fine: readonly number[] = [0],
): Promise<number> {
  const start = process.hrtime.bigint();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid !== undefined) started(child.pid);
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("close", resolve);
    child.once("error", reject);
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (code !== null && fine.includes(code)) return seconds;
  const end = Buffer.concat(output).toString().slice(-4000);
  throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${end}`);
}
