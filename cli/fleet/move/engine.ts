import { UserError } from "../../../provider/model/errors";
import type { Environment } from "../../../provider/model/portal";
import { NO_STACK } from "../../noStack";
import { inPrivateFolder, privateFile } from "../../privateFolder";
import { type EngineAnswer, NoEngine, runPulumi } from "../../pulumi";
import { WrongUse } from "../../wrongUse";
import { eachAtOnce } from "../atOnce";
import { listStacks, namesListed } from "../stackList";
import { makeStack } from "../states";
import { readExport, type StackExport } from "./state";

const SHOWN_OF_A_FAILURE = 4000;
/** Characters of all URNs of one command: systems have limits of their own. */
const LONGEST_COMMAND = process.platform === "win32" ? 24_000 : 500_000;

/** The Pulumi engine, in the project of a fleet. */
export class MoveEngine {
  constructor(
    private readonly project: string,
    private readonly environment: Environment,
  ) {}

  /** Stacks of the project. */
  async stacks(): Promise<string[]> {
    const { project: cwd, environment } = this;
    return namesListed(
      succeeded("the stacks of the project can't be listed", await found(listStacks({ cwd, environment }))),
    );
  }

  /** The states of stacks, in the same order; undefined for one that doesn't exist. */
  async states(stacks: readonly string[], parallel: number): Promise<(StackExport | undefined)[]> {
    return eachAtOnce(stacks, parallel, async (stack) => {
      const answer = await this.run("stack", "export", "--stack", stack);
      if (answer.code === 0) return readExport(stack, answer.stdout);
      if (NO_STACK.test(answer.stderr)) return undefined;
      throw failure(`the state of the stack ${stack} can't be read`, answer);
    });
  }

  async create(stack: string, secretsProvider: string | undefined): Promise<void> {
    const { environment, project: cwd } = this;
    const problem = await makeStack(stack, {
      cwd,
      environment,
      ...(secretsProvider === undefined ? {} : { secretsProvider }),
    });
    if (problem !== undefined) throw new UserError(problem);
  }

  async move(from: string, to: string, urns: readonly string[]): Promise<void> {
    for (const some of chunks(urns)) {
      const ends = ["--source", from, "--dest", to];
      await this.succeed(`${from} → ${to}: the resources can't be moved`, "state", "move", "--yes", ...ends, ...some);
    }
  }

  /** Another state in the place of a stack's own. */
  async write({ stack, text }: StackExport): Promise<void> {
    await inPrivateFolder(async (folder) => {
      const file = privateFile(folder, "state.json", text);
      await this.succeed(
        `the state of the stack ${stack} can't be written`,
        "stack",
        "import",
        "--stack",
        stack,
        "--file",
        file,
      );
    });
  }

  /** Removes a stack that has no object. */
  async remove(stack: string): Promise<void> {
    // The engine counts providers and components, too.
    await this.succeed(`the stack ${stack} can't be removed`, "stack", "rm", "--yes", "--force", "--stack", stack);
  }

  private async succeed(what: string, ...command: readonly string[]): Promise<EngineAnswer> {
    return succeeded(what, await this.run(...command));
  }

  private run(...command: readonly string[]): Promise<EngineAnswer> {
    const options = { cwd: this.project, environment: this.environment };
    return found(runPulumi([...command, "--non-interactive"], options));
  }
}

function succeeded(what: string, answer: EngineAnswer): EngineAnswer {
  if (answer.code !== 0) throw failure(what, answer);
  return answer;
}

function found(answer: Promise<EngineAnswer>): Promise<EngineAnswer> {
  return answer.catch((error: unknown) => {
    throw error instanceof NoEngine ? new WrongUse(error.message) : error;
  });
}

function chunks(urns: readonly string[]): string[][] {
  const all: string[][] = [[]];
  let length = 0;
  for (const urn of urns) {
    if (length + urn.length > LONGEST_COMMAND && all.at(-1)!.length > 0) {
      all.push([]);
      length = 0;
    }
    all.at(-1)!.push(urn);
    length += urn.length + 1;
  }
  return all;
}

/** With the engine's own words, which tell of a lock, or of a passphrase that is missing. */
function failure(what: string, { stderr, stdout }: EngineAnswer): UserError {
  const said = stderr.trim() === "" ? stdout : stderr;
  return new UserError(`${what}. pulumi said: ${said.trim().slice(-SHOWN_OF_A_FAILURE) || "nothing"}`);
}
