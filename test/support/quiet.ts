import { Progress } from "../../cli/progress";

/** Progress that nobody is told. */
export const QUIET = new Progress({ write: () => true }, true);
