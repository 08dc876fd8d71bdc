import { UserError } from "../../provider/lifecycle";
import type { Environment } from "../../provider/model/portal";
import type { Progress } from "../progress";
import { watchedPulumi } from "../watchedEngine";
import { type EngineAnswer, NoEngine, runPulumi } from "../pulumi";

/** The first engine whose `pulumi import` takes what a file says of a resource, instead of asking a provider. */
export const OLDEST = [3, 254] as const;

/** What the engine does with every resource, and can tell of. */
const WATCHED = ["preview", "import"];

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
    private readonly progress: Progress,
  ) {}

  /** @throws UserError where there is no engine, or one that is too old to import from a file alone. */
  async verifyVersion(): Promise<void> {
    const { stdout } = await this.run(["version"], {}, false);
    const version = /v?(\d+)\.(\d+)\.\d+/.exec(stdout);
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
    throw new UserError(
      `pulumi is ${stdout.trim() || "of an unknown version"}, and --into-stack needs ${OLDEST.join(".")}.0 or newer: ` +
        "update it (https://www.pulumi.com/docs/install/), or run pulumi up with reseller:adopt set to true",
    );
  }

  /** Runs a command on the stack; what it printed is kept and never shown as it is. A preview or an import tells how far it is. */
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
    const options = {
      cwd: this.project,
      environment: { ...this.environment, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "", ...environment },
    };
    const isRun = WATCHED.includes(command[0] ?? "");
    const answer = isRun ? watchedPulumi(args, options, this.progress) : runPulumi(args, options);
    return answer.catch((error: unknown) => {
      throw error instanceof NoEngine ? new UserError(error.message) : error;
    });
  }
}
