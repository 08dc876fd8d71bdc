import * as path from "node:path";
import { sourceLocation } from "./sourceLocation";

/** Frames of the SDK and of the resource's class that lie between the SDK's look at the stack and the program. */
const FRAMES_OF_PULUMI = 5;
/** The method of Pulumi's SDK that looks at the stack when a resource is made. */
const READER = "callsites";
/** The function of Pulumi's SDK that notes a stack for each of a resource's promises, a hundred in all, and prints them by this setting only. */
const NOTES = { taker: "debuggablePromise", printedBy: "PULUMI_DEBUG_PROMISE_LEAKS" };
const OWN_FOLDER = `${__dirname}${path.sep}`;
const FOREIGN = /^node:|[\\/]node_modules[\\/]/;
const POSITION = /\(?((?:file:\/\/)?[^()\s]+|(?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/;

/**
 * Pulumi stores the whole stack of every resource's constructor in the state: about a kilobyte of the SDK's and Node's own
 * frames for each, and in a callback not even the line of the program. Until the returned function is called, the SDK sees
 * what people look for: the first line that belongs to the program, or the line of the file that declares the resource.
 * Stacks that nobody sees are not written out at all: to find the source of each frame takes longer than all else.
 */
export function shortenStacks(): () => void {
  const previous = Error.prepareStackTrace;
  const source = sourceLocation()?.source;
  const declared = source && `${source.file}:${source.line}:${source.column}`;
  const areNotesPrinted = Boolean(process.env[NOTES.printedBy]);
  const written = (error: Error, frames: NodeJS.CallSite[]): unknown =>
    previous === undefined
      ? [String(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n")
      : previous(error, frames);
  Error.prepareStackTrace = (error, frames) => {
    const reader = frames[0]?.getFunctionName();
    if (reader === NOTES.taker && !areNotesPrinted) return String(error);
    if (reader?.endsWith(READER) !== true) return written(error, frames);
    const program = declared === undefined ? frames.slice(FRAMES_OF_PULUMI).find(isOfProgram) : undefined;
    const whole = written(error, [...frames.slice(0, FRAMES_OF_PULUMI), ...(program ? [program] : [])]);
    return typeof whole === "string" ? shortened(whole, declared) : whole;
  };
  return () => {
    Error.prepareStackTrace = previous;
  };
}

function isOfProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  return typeof file === "string" && !FOREIGN.test(file) && !file.startsWith(OWN_FOLDER);
}

/** A formatted stack with the line of the program in the form that Pulumi recognises. */
function shortened(stack: string, declared: string | undefined): string {
  const lines = stack.split("\n");
  const pulumi = lines.slice(0, 1 + FRAMES_OF_PULUMI);
  const program = declared ?? positionIn(lines[pulumi.length] ?? "");
  return [...pulumi, ...(program === undefined ? [] : [`    at program (${program})`])].join("\n");
}

function positionIn(line: string): string | undefined {
  const [, file, row, column] = POSITION.exec(line.trim()) ?? [];
  return file === undefined ? undefined : `${file.replace(/^at (?:.* )?/, "")}:${row}:${column}`;
}
