/** `unknown`: it could not be looked at. */
export type CheckState = "ok" | "warning" | "problem" | "unknown";

/** One line of a diagnosis. */
export interface Check {
  readonly area: "versions" | "settings" | "address" | "portal" | "rights" | "contract";
  /** Name of the connection; undefined if it is about all. */
  readonly connection?: string;
  readonly what: string;
  readonly state: CheckState;
  /** Never a value of a credential. */
  readonly text: string;
  /** What to do. */
  readonly fix?: string;
}

/** Checks of one area. */
export function checksOf(area: Check["area"], connection?: string) {
  const check =
    (state: CheckState) =>
    (what: string, text: string, fix?: string): Check => ({
      area,
      ...(connection === undefined ? {} : { connection }),
      what,
      state,
      text,
      ...(fix === undefined ? {} : { fix }),
    });
  return { ok: check("ok"), warning: check("warning"), problem: check("problem"), unknown: check("unknown") };
}
