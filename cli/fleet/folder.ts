import * as fs from "node:fs";
import * as path from "node:path";
import { UserError } from "../../provider/model/errors";

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Where a fleet keeps what its runs leave: `.reseller/fleet` beside `fleet.yaml`. Nobody but its owner reads it, and Git passes it over. */
export class FleetFolder {
  readonly path: string;

  /** @param project the folder of `fleet.yaml` */
  constructor(readonly project: string) {
    this.path = path.join(project, ".reseller", "fleet");
  }

  /** @throws UserError where it can't be made */
  make(): this {
    try {
      for (const folder of [this.path, ...["plans", "logs", "parts", "events"].map((name) => this.file(name))])
        fs.mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
      this.writeOnce(path.join(path.dirname(this.path), ".gitignore"), "*\n");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new UserError(`${this.path} can't be made (${code ?? message}): the runs of a fleet are kept there`);
    }
    return this;
  }

  file(...names: readonly string[]): string {
    return path.join(this.path, ...names);
  }

  plan(stack: string): string {
    return this.file("plans", `${stack}.json`);
  }

  log(stack: string): string {
    return this.file("logs", `${stack}.log`);
  }

  part(stack: string): string {
    return this.file("parts", `${stack}.json`);
  }

  events(stack: string): string {
    return this.file("events", `${stack}.jsonl`);
  }

  /** Writes a file in one step: whoever reads it sees the one before, or the whole of this one. */
  write(file: string, text: string): void {
    const temporary = `${file}.${process.pid}.part`;
    try {
      fs.writeFileSync(temporary, text, { mode: PRIVATE_FILE });
      fs.renameSync(temporary, file);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new UserError(`${file} can't be written (${code ?? message})`);
    }
  }

  /** How a path inside the project is told. */
  shown(file: string): string {
    return path.relative(this.project, file) || ".";
  }

  private writeOnce(file: string, text: string): void {
    if (!fs.existsSync(file)) fs.writeFileSync(file, text);
  }
}
