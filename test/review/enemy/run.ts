import { type ReviewOptions, reviewPlan } from "../../../review";
import type { PortalName } from "../../../provider/portals/list";
import type { Report } from "../../../review/report";
import { type RunningSandbox, startSandbox } from "../../../sandbox";
import { Draw } from "../../random/draw";
import { type Outcome, RealmStack } from "../../support/stack";
import type { Ground, Move, Step } from "./ground";
import { enemyMoves } from "./moves";
import { look, type Stand, untold } from "./oracle";
import { Program } from "./program";

/** What a review of a plan says; a place for one that asks the portal, too. */
export type Review = (plan: string, stack: RealmStack, options: ReviewOptions) => Report | Promise<Report>;

export interface Plan {
  readonly seed: number;
  /** Small realms side by side in one program, and how many of them get ordinary moves only. */
  readonly realms: number;
  readonly plain: number;
  readonly steps: number;
  readonly review?: Review;
  /** Whether people change things by hand at the portal, too: only a review that asks the portal can know. */
  readonly byHand?: boolean;
  /** Is told of each verdict at once. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** What became of one realm in one step. */
export type Fate = "told" | "cannot tell" | "refused" | "wrong" | "needless";

export interface Verdict {
  readonly portal: PortalName;
  readonly moves: readonly string[];
  readonly fate: Fate;
  readonly isPlain: boolean;
  /** Everything that somebody needs to see it again, of what is wrong; otherwise why it is refused or is not known. */
  readonly told?: string;
}

const WITH_CONNECTIONS = 2;
const TRIES = 3;
const HAND_MADE = 25;
/** Each so manieth step is of a move that needs one of its own, made in some of the realms. */
const ALONE_EVERY = 3;
const ALONE_REALMS = 4;
const FAILED = /^The preview failed/;

interface Edit {
  readonly program: Program;
  readonly moves: readonly string[];
  readonly steps: readonly Step[];
}

/** Tells a story of small realms side by side at a portal of their own: in each step, moves in some of them, a review, an `up`, and a look at everybody. */
export async function tell(ground: Ground, plan: Plan): Promise<Verdict[]> {
  const sandbox = await startSandbox({ operationDelayMs: 0 });
  const stacks: RealmStack[] = [];
  try {
    const { portal } = ground.reality;
    const { config } = await ground.reality.open(sandbox);
    await ground.makeRoom?.(sandbox);
    const connections = plan.seed % WITH_CONNECTIONS === 0 ? {} : secondConnection(sandbox, portal);
    const make = async () => {
      const stack = await RealmStack.create(sandbox, { ...config, ...connections }, portal);
      stacks.push(stack);
      return stack;
    };
    return await new Story(ground, plan, sandbox, await make(), make).tell();
  } finally {
    for (const stack of stacks) stack.remove();
    await sandbox.close();
  }
}

/** The same portal once more, under another name and in another spelling. */
function secondConnection(sandbox: RunningSandbox, portal: PortalName): Record<string, string> {
  const { endpoint, ...rest } = sandbox[portal];
  const other = { ...rest, portal, endpoint: endpoint.replace("127.0.0.1", "localhost") };
  return { "reseller:connections": JSON.stringify({ b: other }) };
}

class Story {
  private readonly draw: Draw;
  private readonly moves: readonly Move[];
  private realms: Program[] = [];
  /** Moves of steps of their own that are still to come. */
  private alones: Move[] = [];
  private told = "";
  /** Why the last step was refused at preview. */
  private refusal = "";
  private readonly verdicts: Verdict[] = [];
  private other: RealmStack | undefined;

  constructor(
    private readonly ground: Ground,
    private readonly plan: Plan,
    private readonly sandbox: RunningSandbox,
    private readonly stack: RealmStack,
    private readonly another: () => Promise<RealmStack>,
  ) {
    this.draw = new Draw(plan.seed);
    this.moves = [...ground.moves, ...enemyMoves(ground)];
  }

  async tell(): Promise<Verdict[]> {
    for (let number = 0; number < this.plan.realms; number += 1) {
      const program = new Program(`r${number}-`);
      this.ground.base(program, number, this.draw);
      this.realms.push(program);
    }
    this.write(this.stack, this.realms);
    const begun = await this.stack.up();
    if (begun.failed) throw new Error(`the beginning: ${begun.output}`);
    for (let step = 0; step < this.plan.steps; step += 1) await this.step(step);
    return this.verdicts;
  }

  private async step(number: number): Promise<void> {
    const isAlone = number % ALONE_EVERY === ALONE_EVERY - 1;
    let edits = isAlone ? this.alone() : this.realms.map((program, place) => this.edited(program, place));
    for (let attempt = 0; ; attempt += 1) {
      const refused = await this.carriedOut(edits);
      if (refused.length === 0) return;
      edits = edits.map((edit, place) => {
        const isRefused = refused.includes(edit.program.prefix) || attempt >= TRIES - 1;
        if (!isRefused) return edit;
        if (edit.moves.length > 0) this.note(edit, "refused", this.refusal);
        return { program: this.realms[place]!.next(), moves: [], steps: [] };
      });
      if (attempt >= TRIES) return;
    }
  }

  private edited(before: Program, place: number): Edit {
    const program = before.next();
    const isPlain = place < this.plan.plain;
    const fitting = this.moves.filter((move) => move.isAlone === undefined && (!isPlain || move.isPlain === true));
    // Half of what an enemy does is hidden among what anybody does.
    const enemy = fitting.filter((move) => move.isPlain === undefined);
    const first = this.draw.pick(enemy.length > 0 ? enemy : fitting);
    const more = this.draw.chance(40) ? [this.draw.pick(fitting.filter((move) => move.isPlain === true))] : [];
    return this.made(program, [first, ...more]);
  }

  private alone(): Edit[] {
    if (this.alones.length === 0)
      this.alones = this.draw.shuffled(this.moves.filter(({ isAlone }) => isAlone === true));
    const move = this.alones.pop()!;
    const places = [...this.realms.keys()].slice(this.plan.plain);
    const chosen = this.draw.some(places, ALONE_REALMS, ALONE_REALMS);
    let isElsewhere = false;
    return this.realms.map((before, place) => {
      const edit = this.made(before.next(), chosen.includes(place) && !isElsewhere ? [move] : []);
      isElsewhere ||= isOfOtherStack(edit);
      return edit;
    });
  }

  private made(program: Program, moves: readonly Move[]): Edit {
    const names: string[] = [];
    const steps: Step[] = [];
    for (const move of moves) {
      const step = move.make(program, this.draw);
      if (step === undefined) continue;
      if (move.isPlain !== true) program.isPlain = false;
      names.push(step.detail === undefined ? move.id : `${move.id} (${step.detail})`);
      steps.push(step);
    }
    return { program, moves: names, steps };
  }

  /** Reviews and carries out a step; answers the prefixes of what was refused, where nothing was done. */
  private async carriedOut(edits: readonly Edit[]): Promise<readonly string[]> {
    this.refusal = "";
    const steps = edits.flatMap((edit) => edit.steps);
    const before = this.told;
    const otherStack = steps.find((step) => step.otherStack !== undefined)?.otherStack;
    const stack = otherStack === undefined ? this.stack : (this.other ??= await this.another());
    if (otherStack === undefined) {
      this.write(
        stack,
        edits.map(({ program }) => program),
      );
    } else stack.program(otherStack);
    const config = Object.assign({}, ...steps.map((step) => step.config ?? {})) as NonNullable<Step["config"]>;
    const environment = Object.assign({}, ...steps.map((step) => step.environment ?? {})) as Record<string, string>;
    if (Object.keys(config).length > 0) stack.setAllConfig({ ...config });
    Object.assign(stack.environment, environment);
    try {
      const review: Review = this.plan.review ?? ((plan, _stack, options) => reviewPlan(plan, options));
      const byHand = otherStack === undefined && this.plan.byHand === true ? await this.handMade() : [];
      const plan = await stack.plan();
      const report = await review(plan, stack, {});
      const errors = report.completeness.gaps.filter((gap) => FAILED.test(gap));
      if (errors.length > 0) {
        this.told = before;
        this.refusal = errors.join("\n");
        return this.blamed(errors.join("\n"), edits);
      }
      const was = await this.look(stack);
      const up = await stack.up();
      const is = await this.look(stack);
      this.judge(edits, report, was, is, up, before, { config, environment, otherStack, byHand });
      this.settle(edits, up);
      // What another stack did is a change by hand for this one.
      if (otherStack !== undefined) await this.stack.refresh();
      return [];
    } finally {
      for (const name of Object.keys(environment)) delete stack.environment[name];
      for (const name of Object.keys(config)) if (name.startsWith("reseller:")) stack.removeConfig(name);
    }
  }

  /** What people change by hand, in some of the realms, before the review. What the portal refuses is not done. */
  private async handMade(): Promise<readonly string[]> {
    const done: string[] = [];
    for (const { prefix } of this.realms)
      if (this.draw.chance(HAND_MADE))
        done.push(await this.ground.byHand(this.sandbox, prefix, this.draw).catch((error: unknown) => String(error)));
    return done;
  }

  /** Prefixes of the realms that an error names; all that have moves where it names none. */
  private blamed(text: string, edits: readonly Edit[]): readonly string[] {
    const moved = edits.filter(({ moves }) => moves.length > 0).map(({ program }) => program.prefix);
    const named = moved.filter((prefix) => mentions(text, prefix));
    return named.length > 0 ? named : moved;
  }

  /** What failed in the `up` is taken back by the next step. */
  private settle(edits: readonly Edit[], up: Outcome): void {
    if (edits.some(isOfOtherStack)) return;
    const failed = up.failed ? this.blamed(up.output, edits) : [];
    this.realms = edits.map(({ program }, place) => (failed.includes(program.prefix) ? this.realms[place]! : program));
  }

  private look(stack: RealmStack): Promise<Stand> {
    return look(this.sandbox.baseUrl, this.ground.reality, stack.stored());
  }

  private write(stack: RealmStack, programs: readonly Program[]): void {
    this.told = programs.map((program) => program.source()).join("\n");
    stack.program(this.told);
  }

  private judge(
    edits: readonly Edit[],
    report: Report,
    was: Stand,
    is: Stand,
    up: Outcome,
    before: string,
    run: object,
  ): void {
    const differences = untold(report, was, is, this.ground.reality.wording, {
      isLive: this.plan.byHand === true,
      isWhole: !up.failed,
    });
    const { gaps } = report.completeness;
    const whole = gaps.filter((gap) => !/\br\d+-/.test(gap));
    const allPlain = edits.every(({ program }) => program.isPlain);
    for (const edit of edits) {
      const { program, moves } = edit;
      const own = differences.filter(({ person }) => person.startsWith(program.prefix));
      const gap = [...whole, ...gaps.filter((candidate) => mentions(candidate, program.prefix))];
      const isCannotTell = gap.length > 0 && report.verdict === "cannot tell";
      const words = () =>
        [
          `${report.headline}`,
          ...report.completeness.gaps.map((text) => `gap: ${text}`),
          `up: ${up.failed ? up.output.slice(-1500) : "succeeded"}`,
          ...own.map(({ text }) => `difference: ${text}`),
          `run: ${JSON.stringify(run)}`,
          "before:",
          this.partOf(before, program.prefix),
          "and then:",
          this.partOf(this.told, program.prefix),
        ].join("\n");
      if (own.length > 0 && !isCannotTell) this.note(edit, "wrong", words());
      else if (program.isPlain && (allPlain ? gap : gaps.filter((text) => mentions(text, program.prefix))).length > 0)
        this.note(edit, "needless", words());
      else if (isCannotTell && moves.length > 0) this.note(edit, "cannot tell", gap.join("\n"));
      else if (moves.length > 0) this.note(edit, "told");
    }
    const strangers = differences.filter(({ person }) => !/^r\d+-/.test(person));
    if (strangers.length > 0 && report.verdict !== "cannot tell")
      this.note(edits[0]!, "wrong", strangers.map(({ text }) => text).join("\n"));
  }

  /** The blocks of one realm. */
  private partOf(source: string, prefix: string): string {
    const blocks = source.split(/^(?=\{$)/m);
    return blocks.filter((block) => block.includes(`"${prefix}`)).join("\n");
  }

  private note({ moves, program }: Edit, fate: Fate, told?: string): void {
    const verdict: Verdict = {
      portal: this.ground.reality.portal,
      moves,
      fate,
      isPlain: program.isPlain,
      ...(told === undefined ? {} : { told: `${moves.join(", ")}\n${told}` }),
    };
    this.verdicts.push(verdict);
    this.plan.onVerdict?.(verdict);
  }
}

function isOfOtherStack({ steps }: Edit): boolean {
  return steps.some(({ otherStack }) => otherStack !== undefined);
}

function mentions(text: string, prefix: string): boolean {
  return new RegExp(`\\b${prefix}`).test(text);
}
