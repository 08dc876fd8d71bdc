import { spawn } from "node:child_process";
import { MendableError } from "../../provider/lifecycle";
import type { Environment } from "../../provider/portals/portal";

export interface EngineAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The first engine whose `pulumi import` takes what a file says of a resource, instead of asking a provider. */
const OLDEST = [3, 254] as const;

/** The Pulumi engine, asked about one stack. */
export class StackEngine {
  /**
   * @param project folder of the Pulumi project.
   * @param stack undefined: the one that is selected.
   */
  constructor(
    private readonly project: string,
    private readonly stack: string | undefined,
    private readonly environment: Environment,
  ) {}

  /** @throws MendableError where there is no engine, or one that is too old to import from a file alone. */
  async verifyVersion(): Promise<void> {
    const { stdout } = await this.run(["version"], {}, false);
    const version = /v?(\d+)\.(\d+)\.\d+/.exec(stdout);
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
    throw new MendableError(
      `pulumi is ${stdout.trim() || "of an unknown version"}, and taking a realm into a stack needs ${OLDEST.join(".")}.0 or newer: ` +
        "update it (https://www.pulumi.com/docs/install/), or run pulumi up with reseller:adopt set to true",
    );
  }

  /** Runs a command on the stack; what it printed is kept and never shown as it is. */
  run(
    command: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    isAboutStack = true,
  ): Promise<EngineAnswer> {
    const args = [
      ...command,
      "--non-interactive",
      ...(isAboutStack && this.stack !== undefined ? ["--stack", this.stack] : []),
    ];
    const child = spawn("pulumi", args, {
      cwd: this.project,
      env: {
        ...this.environment,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "",
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
      // On Windows the engine may be a batch file.
      shell: process.platform === "win32",
    });
    const printed: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    return new Promise((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) =>
        reject(
          new MendableError(
            error.code === "ENOENT"
              ? "there is no pulumi on the PATH: install the engine (https://www.pulumi.com/docs/install/)"
              : `pulumi can't be run: ${error.message}`,
          ),
        ),
      );
      child.on("close", (code) =>
        resolve({
          code,
          stdout: Buffer.concat(printed).toString("utf8"),
          stderr: Buffer.concat(complaints).toString("utf8"),
        }),
      );
    });
  }
}
