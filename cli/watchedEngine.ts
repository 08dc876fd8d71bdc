import * as path from "node:path";
import { counted } from "../text/words";
import { GrowingFile } from "./growingFile";
import { inPrivateFolder } from "./privateFolder";
import type { EngineProgress } from "./progress";
import { type EngineAnswer, type EngineOptions, runPulumi } from "./pulumi";

const LOOK_MILLISECONDS = 500;
/** What no program declares. */
const OF_THE_ENGINE = /^pulumi:(?:pulumi:Stack$|providers:)/;

/**
 * Runs the engine on a program, and tells how far it is. While it starts and loads the program it prints nothing; of each resource it
 * writes a line into its event log, as for programs that drive it.
 *
 * @throws NoEngine
 */
export async function watchedPulumi(
  args: readonly string[],
  options: EngineOptions,
  progress: EngineProgress,
): Promise<EngineAnswer> {
  if (progress.isQuiet) return runPulumi(args, options);
  return inPrivateFolder(async (folder) => {
    const log = new EventLog(path.join(folder, "events"));
    progress.now(log.text());
    const timer = setInterval(() => progress.now(log.text()), LOOK_MILLISECONDS);
    try {
      // The engine has this option for programs alone, which say so by the variable.
      const environment = { ...options.environment, PULUMI_DEBUG_COMMANDS: "true" };
      return await runPulumi([...args, "--event-log", log.file], { ...options, environment });
    } finally {
      clearInterval(timer);
    }
  });
}

/** What the engine has written so far of what it does. */
export class EventLog {
  private readonly resources = new Set<string>();
  private readonly lines: GrowingFile;

  constructor(readonly file: string) {
    this.lines = new GrowingFile(file);
  }

  /** How far the engine is. */
  text(): string {
    const lines = this.lines.newLines();
    if (lines === undefined) return "starting the engine";
    for (const line of lines) this.note(line);
    const count = this.resources.size;
    return count === 0 ? "loading the program" : `${counted(count, "resource")} so far`;
  }

  private note(line: string): void {
    if (!line.includes('"resourcePreEvent"')) return;
    const { urn = "", type = "" } = metadataOf(line);
    if (urn !== "" && !OF_THE_ENGINE.test(type)) this.resources.add(urn);
  }
}

interface Metadata {
  readonly urn?: string;
  readonly type?: string;
}

/** Progress is no reason to fail: a line that is none of the form that is known says nothing. */
function metadataOf(line: string): Metadata {
  try {
    const { resourcePreEvent } = JSON.parse(line) as { readonly resourcePreEvent?: { readonly metadata?: Metadata } };
    return resourcePreEvent?.metadata ?? {};
  } catch {
    return {};
  }
}
