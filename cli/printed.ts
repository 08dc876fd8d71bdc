import * as fs from "node:fs";
import { InvalidArgumentError } from "commander";
import { noteUnwritten } from "./endings";
import { isOneOf } from "../provider/model/shapes";

/** A file that a command writes beside what it prints. */
export interface OutputFile<Format extends string> {
  readonly format: Format;
  readonly file: string;
}

/** Reads `--out FORMAT=FILE`, which may be given several times. */
export function outputFiles<Format extends string>(formats: readonly Format[]) {
  return (text: string, before: readonly OutputFile<Format>[]): readonly OutputFile<Format>[] => {
    const [format = "", ...rest] = text.split("=");
    const file = rest.join("=");
    if (!isOneOf(formats, format) || file === "")
      throw new InvalidArgumentError(
        `It must be a format and a file, such as markdown=review.md (${formats.join(", ")}).`,
      );
    return [...before, { format, file }];
  };
}

/** A file that can't be written is told, and the command doesn't end well; what was found stands all the same. Whether it was written. */
export function writeOutput(command: string, file: string, text: string): boolean {
  try {
    fs.writeFileSync(file, text);
    return true;
  } catch (error) {
    process.stderr.write(`reseller ${command}: ${file} can't be written (${(error as NodeJS.ErrnoException).code})\n`);
    noteUnwritten();
    return false;
  }
}

export function hasColours(): boolean {
  return process.stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "";
}
