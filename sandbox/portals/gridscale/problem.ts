import { PROBLEM_STATUS, type ProblemType } from "../../../provider/portals/gridscale/contract";
import type { Answer } from "../../http/answer";
import { type Addressed, Refusal } from "../refusal";

export const JSON_TYPE = "application/json";
export const PROBLEM_TYPE = "application/problem+json";

/** Where every problem is explained. */
const EXPLANATIONS = "https://my.gridscale.io/docs/problems/";

/** With what no operation of the contract has. */
const STATUS = { ...PROBLEM_STATUS, "method-not-allowed": 405, unavailable: 503 };

/** One thing that is wrong with a request. */
export interface ProblemFacts {
  readonly type: ProblemType;
  readonly detail: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

type AnyFacts = Omit<ProblemFacts, "type"> & { readonly type: keyof typeof STATUS };

export class GridscaleProblem extends Refusal {
  constructor(readonly problems: readonly AnyFacts[]) {
    super(problems.map(({ detail }) => detail).join("; "));
  }

  answer({ below: instance }: Addressed): Answer {
    const [first] = this.problems;
    return {
      status: first === undefined ? 500 : STATUS[first.type],
      headers: { "content-type": PROBLEM_TYPE },
      body: { errors: this.problems.map((facts) => errorOf(facts, instance)) },
    };
  }
}

/** The vendor's gateway has errors of a shape of its own. */
export class OverLimit extends Refusal {
  answer(): Answer {
    const body = { id: "too_many_requests", message: "API Rate limit exceeded." };
    return { status: 429, headers: { "content-type": JSON_TYPE }, body };
  }
}

export function problem(type: AnyFacts["type"], detail: string, data?: ProblemFacts["data"]): GridscaleProblem {
  return new GridscaleProblem([{ type, detail, data }]);
}

/** Refuses where anything is wrong, with all that is. */
export function refuseAny(problems: readonly ProblemFacts[]): void {
  if (problems.length > 0) throw new GridscaleProblem(problems);
}

/** @param instance the path that was asked for */
function errorOf({ type, detail, data = {} }: AnyFacts, instance: string): object {
  const title = type.replace(
    /(^|-)(\w)/g,
    (_, dash: string, letter: string) => `${dash && " "}${letter.toUpperCase()}`,
  );
  return { type: `${EXPLANATIONS}${type}`, title, status: STATUS[type], detail, instance, data };
}
