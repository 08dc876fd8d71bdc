import { nameIn, typeIn } from "../../engine/names";
import { readMessages } from "../../engine/messages";
import { z } from "zod";
import { GrowingFile } from "../growingFile";

const Event = z.object({
  resourcePreEvent: z.object({ metadata: z.object({ urn: z.string(), op: z.string() }) }).optional(),
  resOpFailedEvent: z.object({ metadata: z.object({ urn: z.string(), op: z.string() }) }).optional(),
  diagnosticEvent: z.object({ message: z.string(), severity: z.string(), urn: z.string().optional() }).optional(),
  summaryEvent: z.object({ resourceChanges: z.record(z.string(), z.number()).nullish() }).optional(),
});

/** What no program declares. */
const OF_THE_ENGINE = /^pulumi:(?:pulumi:Stack$|providers:)/;
const MARKS = /<\{%[^%]*%\}>/g;
/** What the engine says beside the cause. */
const NO_CAUSE = /^(?:update|preview|refresh|destroy) failed$/;

/** What the engine tells of one run while it goes on, in the file that programs which drive it read. */
export class EngineEvents {
  private readonly resources = new Set<string>();
  private readonly diagnostics: { readonly message: string; readonly severity: string }[] = [];
  private readonly failed: { readonly urn: string; readonly op: string }[] = [];
  private readonly lines: GrowingFile;
  private summary: Readonly<Record<string, number>> | undefined;
  private hasBegun = false;

  constructor(readonly file: string) {
    this.lines = new GrowingFile(file);
  }

  /** Takes what is new. */
  read(): this {
    const lines = this.lines.newLines();
    this.hasBegun ||= lines !== undefined;
    for (const line of lines ?? []) this.note(line);
    return this;
  }

  /** Resources that it has come to. */
  get seen(): number | undefined {
    return this.hasBegun ? this.resources.size : undefined;
  }

  /** Changes by operation; undefined before the end. */
  get changes(): Readonly<Record<string, number>> | undefined {
    return this.summary;
  }

  /** What failed, in the words of whoever said it. */
  get errors(): string[] {
    return readMessages(this.diagnostics)
      .filter(({ isError, text }) => isError && !NO_CAUSE.test(text))
      .map(({ text, refused }) => (refused === undefined ? text : `${refused.kind} ${refused.name}: ${text}`));
  }

  /** Resources whose operation failed. */
  get failedResources(): { readonly name: string; readonly type: string; readonly op: string }[] {
    return this.failed.map(({ urn, op }) => ({ name: nameIn(urn), type: typeIn(urn), op }));
  }

  private note(line: string): void {
    // Most lines are about nothing else.
    if (!/"(?:resourcePreEvent|resOpFailedEvent|diagnosticEvent|summaryEvent)":/.test(line)) return;
    const event = eventIn(line);
    const before = event?.resourcePreEvent?.metadata;
    if (before !== undefined && !OF_THE_ENGINE.test(typeIn(before.urn))) this.resources.add(before.urn);
    const said = event?.diagnosticEvent;
    if (said !== undefined && said.severity === "error")
      this.diagnostics.push({ message: `error: ${said.message.replace(MARKS, "").trim()}`, severity: said.severity });
    if (event?.resOpFailedEvent !== undefined) this.failed.push(event.resOpFailedEvent.metadata);
    if (event?.summaryEvent !== undefined) this.summary = event.summaryEvent.resourceChanges ?? {};
  }
}

/** Progress is no reason to fail: a line that is none of the form that is known says nothing. */
function eventIn(line: string): z.output<typeof Event> | undefined {
  try {
    return Event.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
