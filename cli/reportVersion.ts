/** Members of what commands print with `--json` are only ever added; the version is one more where a reader of the old form would misunderstand the new one. */
export const REPORT_VERSION = 1;
