/** What one way of having an engine is given. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cache: string;
  readonly log: (line: string) => void;
}

/** An engine as one way found it, or why that way did not serve. */
export type Outcome = { readonly binary: string; readonly version: string } | { readonly reason: string };
