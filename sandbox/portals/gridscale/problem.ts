import { PROBLEM_STATUS, type ProblemType } from "../../../provider/portals/gridscale/contract";
import type { Answer } from "../../http/answer";

export const JSON_TYPE = "application/json";
export const PROBLEM_TYPE = "application/problem+json";

/** Where every problem is explained. */
const EXPLANATIONS = "https://my.gridscale.io/docs/problems/";

/** One thing that is wrong with a request. */
export interface ProblemFacts {
  readonly type: ProblemType;
  readonly detail: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** A request that the portal refuses. Thrown by handlers; nothing of what they changed before is kept. */
export class GridscaleProblem extends Error {
  constructor(readonly problems: readonly ProblemFacts[]) {
    super(problems.map(({ detail }) => detail).join("; "));
  }
}

export function problem(type: ProblemType, detail: string, data?: ProblemFacts["data"]): GridscaleProblem {
  return new GridscaleProblem([{ type, detail, data }]);
}

/** Refuses where anything is wrong, with all that is. */
export function refuseAny(problems: readonly ProblemFacts[]): void {
  if (problems.length > 0) throw new GridscaleProblem(problems);
}

/** @param instance the path that was asked for */
export function problemAnswer(
  headers: Readonly<Record<string, string>>,
  { problems }: GridscaleProblem,
  instance: string,
): Answer {
  const [first] = problems;
  const status = first === undefined ? 500 : PROBLEM_STATUS[first.type];
  const errors = problems.map(({ type, detail, data }) =>
    errorOf(type, PROBLEM_STATUS[type], { detail, instance, data }),
  );
  return { status, headers: { ...headers, "content-type": PROBLEM_TYPE }, body: { errors } };
}

/** A problem that no operation of the contract has, such as a method that a path has not. */
export function otherProblemAnswer(
  headers: Readonly<Record<string, string>>,
  type: string,
  status: number,
  facts: { readonly detail: string; readonly instance: string },
): Answer {
  const body = { errors: [errorOf(type, status, facts)] };
  return { status, headers: { ...headers, "content-type": PROBLEM_TYPE }, body };
}

function errorOf(
  type: string,
  status: number,
  { detail, instance, data = {} }: { detail: string; instance: string; data?: ProblemFacts["data"] },
): object {
  const title = type.replace(
    /(^|-)(\w)/g,
    (_, dash: string, letter: string) => `${dash && " "}${letter.toUpperCase()}`,
  );
  return { type: `${EXPLANATIONS}${type}`, title, status, detail, instance, data };
}
