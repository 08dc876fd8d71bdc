/** Random values are fewer from here on: the same tests run on all of them elsewhere. */
import type * as Runs from "../../support/runs";

jest.mock("../../support/runs", () => {
  const actual = jest.requireActual<typeof Runs>("../../support/runs");
  return { ...actual, runs: (short: number, long?: number) => Math.ceil(actual.runs(short, long) / 6) };
});
