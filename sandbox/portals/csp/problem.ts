import { GENERAL_PROBLEMS, OPERATION_PROBLEMS } from "../../../provider/portals/csp/contract";
import { PROBLEM_TYPE, type Answer } from "../../http/answer";
import { type Addressed, Refusal } from "../refusal";

const STATUS = { ...GENERAL_PROBLEMS, ...OPERATION_PROBLEMS, method_not_allowed: 405 };
export type ProblemCode = keyof typeof STATUS;

export interface FieldProblem {
  /** Path of the member in the body, such as `limits.vcpus`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export class CspProblem extends Refusal {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    /** Members beside the usual ones, such as `requiredPermission`. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.status = STATUS[code];
  }

  answer({ id: requestId }: Addressed): Answer {
    const { status, code, detail, extra } = this;
    return {
      status,
      headers: { "content-type": PROBLEM_TYPE, ...(status === 401 ? { "www-authenticate": "Bearer" } : {}) },
      body: { type: "about:blank", title: code.replaceAll("_", " "), status, code, detail, requestId, ...extra },
    };
  }
}

/** 422 for members of the body. */
export function invalid(...errors: readonly FieldProblem[]): CspProblem {
  return new CspProblem("validation", errors.map(({ field, message }) => `${field}: ${message}`).join("; "), {
    errors,
  });
}

export function notFound(what: string): CspProblem {
  return new CspProblem("not_found", `there is no such ${what}, or it is not visible to you`);
}

/** What another object has already; `what` says which sort of object has which name. */
export function nameTaken(what: string): (existingId: string) => CspProblem {
  return (existingId) => new CspProblem("name_taken", what, { existingId });
}
