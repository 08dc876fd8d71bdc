/** An error that a portal answers with. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}
