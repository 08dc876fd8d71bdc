/** What one way of having an engine is given. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cache: string;
  /** The version to download or build, such as `3.259.0`. */
  readonly version: string;
  /** Whether an installed engine has to have that version, too. */
  readonly isVersionRequired: boolean;
  readonly log: (line: string) => void;
}

/** An engine as one way found it, or why that way did not serve. */
export type Outcome = { readonly binary: string; readonly version: string } | { readonly reason: string };
