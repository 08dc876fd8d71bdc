import type { Report } from "../report";

export interface OutputOptions {
  readonly colour?: boolean;
  readonly width?: number;
}

export const FORMATS = {
  json: (report: Report, _options: OutputOptions) => JSON.stringify(report),
} as const;
export type FormatName = keyof typeof FORMATS;
