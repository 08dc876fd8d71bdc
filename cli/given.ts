import * as fs from "node:fs";
import { InvalidArgumentError } from "commander";
import { decoded } from "../realm/read/encoding";
import type { Progress } from "./progress";
import { WrongUse } from "./wrongUse";

/** The longest text that the runtime can hold. */
const LONGEST_TEXT = 0x1fffffe8;

/** A plan that was made elsewhere: a file, or `-` for standard input. @throws WrongUse */
export async function readPlanText(plan: string, progress: Progress): Promise<string> {
  if (plan !== "-") return readText(plan, "the plan");
  progress.step("Waiting for the plan on standard input");
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return textOf(Buffer.concat(chunks), "standard input");
}

/** The effect hash of a review, as an argument. */
export function effectHash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError("It must be the effectHash of a review, 64 hexadecimal digits.");
  return text;
}

/** @throws WrongUse */
export function readText(file: string, what: string): string {
  try {
    return textOf(fs.readFileSync(file), file);
  } catch (error) {
    if (error instanceof WrongUse) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw new WrongUse(`${what} ${file} can't be read (${code ?? message})`);
  }
}

function textOf(bytes: Buffer, from: string): string {
  if (bytes.length > LONGEST_TEXT)
    throw new WrongUse(
      `${from} has ${Math.round(bytes.length / 1e6)} MB, more than the ${Math.round(LONGEST_TEXT / 1e6)} MB that can be read: split the stack (one per account, or group of accounts)`,
    );
  const read = decoded(bytes);
  if ("problem" in read) throw new WrongUse(`${from} ${read.problem}`);
  return read.text;
}
