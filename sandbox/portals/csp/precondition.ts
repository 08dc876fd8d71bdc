import { etagOf, ifMatchAdmits } from "../../etag";
import { CspProblem } from "./problem";

/** What a request says in `If-Match`. */
export class Precondition {
  private isMet = false;

  constructor(private readonly header: string | undefined) {}

  /**
   * Refuses the request unless it admits the object as it is now. Every handler whose operation wants `If-Match` calls it once the
   * object is found and before anything changes.
   * @throws {CspProblem} `precondition_required` or `etag_mismatch`
   */
  match(current: object): void {
    if (this.header === undefined)
      throw new CspProblem("precondition_required", "If-Match with the object's ETag is needed");
    if (!ifMatchAdmits(this.header, etagOf(current)))
      throw new CspProblem("etag_mismatch", "the object has changed since it was read; read it again");
    this.isMet = true;
  }

  /** That a handler forgot to look is a mistake in the sandbox. */
  wasMet(operation: string): void {
    if (!this.isMet) throw new Error(`the handler of ${operation} did not look at If-Match`);
  }
}
