import { pbkdf2Sync } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Engine } from "../../tools/engine";
import type { TestEngine } from "./engine";

/** Where the processes of one `npm test` find what they share. */
const VARIABLE = "RESELLER_TEST_RUN";

/** What all tests of one run share of the engine: a count of its starts, and an empty stack to copy. */
export class EngineRun {
  constructor(readonly folder: string) {}

  /** A stack without resources, settings or secrets, as `pulumi stack init` leaves it. */
  get emptyStack(): string {
    return path.join(this.folder, "stack");
  }

  /** Commands of the engine that were started so far, such as `up`. */
  starts(): string[] {
    const file = this.startsFile;
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }

  /** The engine behind a script that notes each start. Windows has no such scripts: nothing is counted there. */
  counted({ binary, env }: Pick<Engine, "binary" | "env">): TestEngine {
    if (process.platform === "win32") return { binary, env };
    const folder = path.join(this.folder, "bin");
    const script = path.join(folder, "pulumi");
    if (!existsSync(script)) {
      mkdirSync(folder, { recursive: true });
      // No more than the command's first word: others may be secrets.
      writeFileSync(script, `#!/bin/sh\necho "$1" >> '${this.startsFile}'\nexec '${binary}' "$@"\n`);
      chmodSync(script, 0o755);
    }
    return { binary: script, env: { ...env, PATH: `${folder}${path.delimiter}${env["PATH"] ?? ""}` } };
  }

  /** The key that a stack's secrets are encrypted with. To make it is slow on purpose: it is made once. */
  key(passphrase: string, encryptionSalt: string): Buffer {
    const salt = encryptionSalt.split(":")[1]!;
    const file = path.join(this.folder, `key-${Buffer.from(salt, "base64").toString("hex")}`);
    if (existsSync(file)) return readFileSync(file);
    const key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
    writeFileSync(file, key);
    return key;
  }

  private get startsFile(): string {
    return path.join(this.folder, "starts");
  }
}

/** The run that this process belongs to, as `test/lanes/begin.js` begins it. */
export function engineRun(): EngineRun {
  const folder = process.env[VARIABLE];
  if (folder === undefined)
    throw new Error(`${VARIABLE} is not set: tests are run by jest, with the project's configuration`);
  return new EngineRun(folder);
}
