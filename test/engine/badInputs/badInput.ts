/** Everything that an expectation names must be printed, and nothing may have been written. */
export interface BadInput {
  readonly what: string;
  readonly program: string;
  readonly says: readonly string[];
}
