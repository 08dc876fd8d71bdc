import * as fs from "node:fs";
import * as path from "node:path";
import { parsePlan, summaryOf } from "../../engine/digest";
import { readMessages } from "../../engine/messages";
import type { FleetStack } from "../../fleet";
import type { EngineProgress } from "../progress";
import { previewedPlan, Unreachable } from "../previewedPlan";
import { WrongUse } from "../wrongUse";
import { eachAtOnce } from "./atOnce";
import type { Board } from "./board";
import { changesText, engineProblem } from "./engineWords";
import { needsOf, upTasks } from "./order";
import type { StackOutcome } from "./outcome";
import { beginLog, environmentOf, type FleetSession, type Ground, isFresh } from "./session";
import { makeStack } from "./states";

export interface PreviewOptions {
  /** Folder where the engine keeps what it would do, for `reseller fleet up --saved-plans`. */
  readonly savePlans?: string;
  readonly secretsProvider?: string;
}

/** File of the saved plan of a stack; the first of two runs has its own. */
export function savedPlan(folder: string, stack: string, pass: "whole" | "first" = "whole"): string {
  return path.join(folder, `${stack}${pass === "first" ? ".first" : ""}.json`);
}

/** Previews all stacks. Their plans are kept, in the form in which `reseller review` reads them. */
export async function previewStacks(
  session: FleetSession,
  ground: Ground,
  board: Board,
  options: PreviewOptions,
): Promise<StackOutcome[]> {
  session.budget.phase({ writesNothing: true, stacks: session.stacks.length });
  // A plan of another day would be reviewed with these.
  for (const file of fs.readdirSync(session.folder.file("plans"))) fs.rmSync(session.folder.file("plans", file));
  if (options.savePlans !== undefined) fs.mkdirSync(options.savePlans, { recursive: true });
  const twice = new Set(
    upTasks(needsOf(session.stacks, ground.changes, ground.states)).flatMap(({ pass, stack }) =>
      pass === "first" ? [stack] : [],
    ),
  );
  const preview = new Previewing(session, ground, board, options, twice);
  return eachAtOnce(session.stacks, session.parallel, (stack) => preview.outcomeOf(stack));
}

class Previewing {
  constructor(
    private readonly session: FleetSession,
    private readonly ground: Ground,
    private readonly board: Board,
    private readonly options: PreviewOptions,
    private readonly twice: ReadonlySet<string>,
  ) {}

  async outcomeOf(stack: FleetStack): Promise<StackOutcome> {
    const { board, session } = this;
    const { name } = stack;
    const plan = session.folder.plan(name);
    const over = (
      result: "done" | "failed" | "stopped",
      changes: StackOutcome["changes"],
      problems: readonly string[],
    ) => {
      board.set(name, result, problems[0] ?? changesText(changes, "planned"));
      const kept = fs.existsSync(plan) ? { plan } : {};
      return {
        stack: name,
        result,
        changes,
        problems,
        seconds: board.secondsOf(name),
        calls: session.budget.counts(name),
        log: session.folder.log(name),
        ...kept,
      };
    };
    if (session.stopped.exitCode !== undefined) return over("stopped", {}, []);
    const problem = await this.problemBefore(name);
    if (problem !== undefined) return over("failed", {}, [problem]);
    try {
      const { changes, problems } = await this.preview(name);
      if (session.stopped.exitCode !== undefined) return over("stopped", {}, []);
      return over(problems.length === 0 ? "done" : "failed", changes, problems);
    } catch (error) {
      if (!(error instanceof WrongUse) && !(error instanceof Unreachable)) throw error;
      fs.appendFileSync(session.folder.log(name), `${error.message}\n`);
      return session.stopped.exitCode !== undefined
        ? over("stopped", {}, [])
        : over("failed", {}, [engineProblem(name, error.message)]);
    }
  }

  /** Makes the stack where there is none. */
  private async problemBefore(name: string): Promise<string | undefined> {
    const { session, ground, board, options } = this;
    beginLog(session, name);
    const state = ground.states.get(name);
    if (state?.is === "unreadable") return state.problem;
    if (state?.is !== "missing") return undefined;
    board.set(name, "creating");
    const { environment, fleet } = session;
    return makeStack(name, { cwd: fleet.folder, environment, secretsProvider: options.secretsProvider });
  }

  private async preview(name: string): Promise<Pick<StackOutcome, "changes" | "problems">> {
    const { session, ground, board, options } = this;
    board.set(name, "previewing");
    const environment = environmentOf(session, name, (entry, home) => isFresh(ground, entry, home));
    const run = (exclude: readonly string[], savePlan: string | undefined) =>
      previewedPlan(
        { stack: name, cwd: session.fleet.folder, environment, exclude, savePlan: savePlan && path.resolve(savePlan) },
        progressOf(board, name),
      );
    const { savePlans } = options;
    const text = await run([], savePlans === undefined ? undefined : savedPlan(savePlans, name));
    session.folder.write(session.folder.plan(name), text);
    const digest = parsePlan(text, `the plan of ${name}`);
    const messages = readMessages(digest.diagnostics ?? []);
    fs.appendFileSync(
      session.folder.log(name),
      messages.map(({ text: said, isError }) => `${isError ? "error: " : ""}${said}\n`).join(""),
    );
    const problems = messages
      .filter(({ isError }) => isError)
      .map(({ text: said, refused }) => (refused === undefined ? said : `${refused.kind} ${refused.name}: ${said}`));
    if (savePlans !== undefined && this.twice.has(name) && problems.length === 0)
      await run(
        ground.changes.get(name)!.going.map(({ urn }) => urn),
        savedPlan(savePlans, name, "first"),
      );
    return { changes: digest.changeSummary ?? summaryOf(digest.steps), problems };
  }
}

/** A run of the engine tells the table how far it is. */
function progressOf(board: Board, stack: string): EngineProgress {
  return { isQuiet: false, step: () => undefined, now: (how) => board.note(stack, how) };
}
