import { parsePlan, PlanError } from "../../engine/digest";
import { unchangedPlan } from "../../engine/deployment";
import type { Plan, StackOfPlan } from "../../engine/plannedResource";
import { readPrintedPlan } from "../../engine/soundness";
import { reportOf } from "../entries";
import { judge } from "../judgement";
import { masked, secretsIn } from "../masks";
import type { ReviewOptions } from "../options";
import type { Report } from "../report";
import { mergedPlan } from "./mergedPlan";
import type { PartOfPlan, PlannedCrossing } from "./parts";

const NO_PLAN: Plan = { project: "", stack: "", config: {}, resources: [], others: 0, messages: [], gaps: [] };

/**
 * The plans of several stacks of one project, reviewed as one. Stacks are added one after the other, and of each text only what the review
 * needs is kept.
 */
export class FleetPlans {
  private readonly parts: PartOfPlan[] = [];
  private readonly gaps: string[] = [];
  private readonly found = new Set<string>();

  /** @param crossings references from a stack's resources to those of other stacks. */
  constructor(private readonly crossings: (stack: string) => readonly PlannedCrossing[] = () => []) {}

  /**
   * A stack that was previewed.
   *
   * @param text what `pulumi preview --json --show-sames` printed.
   * @throws PlanError where it is no such text, or that of another stack.
   */
  addPreview(stack: string, text: string, from = `the plan of the stack ${stack}`): void {
    const digest = parsePlan(text, from);
    const plan = readPrintedPlan(digest);
    if (plan.stack !== "" && plan.stack !== stack)
      throw new PlanError(`${from} is a plan of the stack ${plan.stack}, and not of ${stack}`);
    for (const secret of secretsIn(digest, plan.resources)) this.found.add(secret);
    this.add({ name: stack, read: "preview" }, plan, from);
  }

  /**
   * A stack that stays as it is.
   *
   * @param text what `pulumi stack export` printed; undefined: the stack has never been run.
   * @throws PlanError where it is no such text.
   */
  addState(stack: string, text: string | undefined, from = `the state of the stack ${stack}`): void {
    this.add({ name: stack, read: "state" }, text === undefined ? NO_PLAN : unchangedPlan(text, from), from);
  }

  /**
   * A stack whose plan can't be read: nothing is certain without it.
   *
   * @param why a sentence.
   * @param state what `pulumi stack export` printed, where that could be read.
   */
  addGap(stack: string, why: string, state?: string): void {
    this.gaps.push(`Stack ${stack}: ${why}`);
    const from = `the state of the stack ${stack}`;
    this.add({ name: stack, read: "nothing" }, state === undefined ? NO_PLAN : unchangedPlan(state, from), from);
  }

  /** Something else that can't be read. @param why a sentence. */
  addMissing(why: string): void {
    this.gaps.push(why);
  }

  get plan(): Plan {
    return mergedPlan(this.parts, this.gaps);
  }

  /** Secrets that a plan has in the clear: they are in no output. */
  get secrets(): readonly string[] {
    return [...this.found].sort((one, other) => other.length - one.length);
  }

  /** @throws as the review of one plan. */
  report(options: ReviewOptions = {}, plan = this.plan): Report {
    return masked(reportOf(plan, judge(plan, options), options), this.secrets);
  }

  private add(stack: StackOfPlan, plan: Plan, from: string): void {
    const project = this.parts.map((part) => part.plan.project).find((name) => name !== "");
    if (project !== undefined && plan.project !== "" && plan.project !== project)
      throw new PlanError(`${from} is of the project ${plan.project}, and the others are of ${project}`);
    this.parts.push({ stack, plan, crossings: this.crossings(stack.name) });
  }
}
