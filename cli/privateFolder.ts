import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { goneWithThis } from "./endings";

/** Does work with a folder that nobody else can read, and that is gone afterwards. */
export async function inPrivateFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "pulumi-reseller-"));
  const temporary = goneWithThis(folder);
  try {
    fs.chmodSync(folder, 0o700);
    return await work(folder);
  } finally {
    temporary.remove();
  }
}

/** Writes a file that nobody else can read; whoever writes over it keeps that. */
export function privateFile(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text, { mode: 0o600 });
  return file;
}
