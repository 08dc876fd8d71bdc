import * as fs from "node:fs";
import { StringDecoder } from "node:string_decoder";

/** A file that another process writes lines into. */
export class GrowingFile {
  private readonly decoder = new StringDecoder("utf8");
  private read = 0;
  private rest = "";

  constructor(readonly path: string) {}

  /** The lines that are whole since the last call; undefined where there is no file yet. */
  newLines(): string[] | undefined {
    if (!fs.existsSync(this.path)) return undefined;
    const file = fs.openSync(this.path, "r");
    try {
      const bytes = Buffer.alloc(Math.max(0, fs.fstatSync(file).size - this.read));
      const count = fs.readSync(file, bytes, 0, bytes.length, this.read);
      this.read += count;
      const lines = (this.rest + this.decoder.write(bytes.subarray(0, count))).split("\n");
      this.rest = lines.pop() ?? "";
      return lines;
    } finally {
      fs.closeSync(file);
    }
  }
}
