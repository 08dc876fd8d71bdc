import { GENERAL_PROBLEMS, OPERATION_PROBLEMS } from "../../../provider/portals/csp/contract";
import { PROBLEM_TYPE, type Answer } from "../../http/answer";

const STATUS = { ...GENERAL_PROBLEMS, ...OPERATION_PROBLEMS };
export type ProblemCode = keyof typeof STATUS;

export interface FieldProblem {
  /** Path of the member in the body, such as `limits.vcpus`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A request that the portal refuses. Thrown by handlers; nothing of what they changed before is kept. */
export class CspProblem extends Error {
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

/** A problem as it goes out. */
export function problemAnswer(
  requestId: string,
  problem: CspProblem | { status: number; code: string; detail: string },
): Answer {
  const { status, code, detail } = problem;
  const extra = problem instanceof CspProblem ? problem.extra : {};
  return {
    status,
    headers: {
      "content-type": PROBLEM_TYPE,
      "x-request-id": requestId,
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
    body: { type: "about:blank", title: code.replaceAll("_", " "), status, code, detail, requestId, ...extra },
  };
}
