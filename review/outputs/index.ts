import type { Report } from "../report";
import { toGithubAnnotations } from "./annotations";
import { toJson } from "./json";
import { toJunit } from "./junit";
import { toMarkdown } from "./markdown";
import { toPage } from "./page";
import { toSarif } from "./sarif";
import { toTerminal } from "./terminal";

export interface OutputOptions {
  /** Terminal: whether colours are shown. */
  readonly colour?: boolean;
  /** Terminal: columns. */
  readonly width?: number;
  /** Terminal: also the notes that every review of these portals has. */
  readonly verbose?: boolean;
  /** The program's folder, from the root of the repository: what findings' lines are named by. */
  readonly folder?: string;
}

const USUAL_WIDTH = 100;

/** Everything that a review can be written as. */
export const FORMATS = {
  terminal: (report: Report, { colour = false, width = USUAL_WIDTH, verbose = false }: OutputOptions) =>
    toTerminal(report, { colour, width, verbose }),
  markdown: (report: Report) => toMarkdown(report),
  html: (report: Report) => toPage(report),
  json: (report: Report) => toJson(report),
  sarif: (report: Report, { folder }: OutputOptions) => toSarif(report, { folder }),
  github: (report: Report, { folder }: OutputOptions) => toGithubAnnotations(report, { folder }),
  junit: (report: Report) => toJunit(report),
} as const satisfies Record<string, (report: Report, options: OutputOptions) => string>;
export type FormatName = keyof typeof FORMATS;
export { reportSchema } from "./json";
