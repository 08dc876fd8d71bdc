import type { DriftReport } from "../report";
import { toJson } from "./json";
import { toMarkdown } from "./markdown";
import { toText } from "./text";

export interface OutputOptions {
  /** Text: whether colours are shown. */
  readonly colour?: boolean;
  /** Text: columns. */
  readonly width?: number;
}

const USUAL_WIDTH = 100;

/** Everything that drift can be written as. */
export const FORMATS = {
  text: (report: DriftReport, { colour = false, width = USUAL_WIDTH }: OutputOptions) =>
    toText(report, { colour, width }),
  markdown: (report: DriftReport) => toMarkdown(report),
  json: (report: DriftReport) => toJson(report),
} as const satisfies Record<string, (report: DriftReport, options: OutputOptions) => string>;
export type FormatName = keyof typeof FORMATS;
export { driftSchema } from "./json";
