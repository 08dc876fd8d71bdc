import { createHash } from "node:crypto";
import { portalNamed } from "../../provider/portals/list";
import type { Plan, PlannedResource } from "../../engine/plannedResource";
import { approvalsOf } from "../expectations/approvals";
import { EXIT_CODES } from "../gate";
import { headlineOf } from "../headline";
import type { Judgement } from "../judgement";
import type { ReviewOptions } from "../options";
import { type Operation, OPERATIONS, type Report, REPORT_VERSION, type ReportStack } from "../report";
import { AccessTables } from "./access";
import { accountEntries } from "./accounts";
import { changeEntry } from "./changes";
import { effectsOf } from "./effects";
import { personEntries } from "./people";

/** The report of a plan that has been judged. */
export function reportOf(plan: Plan, judgement: Judgement, { file = {}, savedPlan }: ReviewOptions): Report {
  const { reviews, quotas, findings, completeness, effect, approved, failOn, verdict } = judgement;
  const tables = new AccessTables(reviews);
  const effects = effectsOf(reviews, tables);
  const changes = judgement.changed.map(changeEntry);
  return {
    version: REPORT_VERSION,
    project: plan.project,
    stack: plan.stack,
    ...(plan.stacks === undefined ? {} : { stacks: stackEntries(plan) }),
    portals: portalEntries(reviews),
    verdict,
    exitCode: EXIT_CODES[verdict],
    failOn,
    headline: headlineOf(judgement),
    effectHash: effect,
    ...(approved === undefined ? {} : { approved }),
    planHash: hash(changes.map(({ source: _source, ...change }) => change)),
    ...(savedPlan === undefined ? {} : { savedPlan }),
    operations: operationCounts(plan.resources),
    completeness,
    findings: [...findings],
    approvals: approvalsOf(findings, file, reviews),
    effects,
    accounts: [...new Map(reviews.flatMap(accountEntries).map((entry) => [entry.key, entry])).values()],
    people: reviews.flatMap(personEntries),
    permissions: tables.permissions,
    rights: tables.rights,
    access: tables.access,
    quotas: [...quotas],
    said: plan.messages.filter(({ isError }) => !isError).map(({ text }) => text),
    changes,
  };
}

function portalEntries(reviews: Judgement["reviews"]): Report["portals"] {
  const meanings = new Map(reviews.map(({ meaning }) => [meaning.portal, meaning]));
  return [...meanings.values()].map(({ portal, note }) => ({
    name: portal,
    title: portalNamed(portal).title,
    ...(note === undefined ? {} : { note }),
  }));
}

function stackEntries({ stacks = [], resources }: Plan): ReportStack[] {
  const byStack = new Map<string | undefined, PlannedResource[]>(stacks.map(({ name }) => [name, []]));
  for (const resource of resources) byStack.get(resource.stack)?.push(resource);
  return stacks.map(({ name, read }) => ({ name, read, operations: operationCounts(byStack.get(name) ?? []) }));
}

function operationCounts(resources: readonly PlannedResource[]): Record<Operation, number> {
  const count = (operation: Operation) => resources.filter((resource) => resource.operation === operation).length;
  return Object.fromEntries(OPERATIONS.map((operation) => [operation, count(operation)])) as Record<Operation, number>;
}

function hash(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
