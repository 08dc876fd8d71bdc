import * as readline from "node:readline/promises";
import { WrongUse } from "../wrongUse";

export interface YesFlag {
  readonly yes?: boolean;
}

/** Whether there is somebody who can be asked. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** @throws WrongUse where nobody can be asked, and nobody has said yes */
export function requireYes(command: string, { yes = false }: YesFlag): void {
  if (!yes && !hasTerminal())
    throw new WrongUse(`reseller fleet ${command} needs --yes where there is no terminal to ask at`);
}

/** Asks, unless somebody has said yes. */
export async function isConfirmed(question: string, { yes = false }: YesFlag): Promise<boolean> {
  if (yes) return true;
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
