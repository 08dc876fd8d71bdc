import * as path from "node:path";
import * as pulumiPromises from "@pulumi/pulumi/runtime/debuggable";
import { sourceLocation } from "./sourceLocation";

/** Frames of the SDK and of the resource's class that lie between the SDK's look at the stack and the program. */
const FRAMES_OF_PULUMI = 5;
/** The method of Pulumi's SDK that looks at the stack when a resource is made. */
const READER = "callsites";
/** What stands for a frame that is counted, and not looked at. */
const COUNTED_FRAME = "    at pulumi";
/** With this, Pulumi's SDK prints the stacks that it keeps for promises. */
const PRINTS_PROMISES = "PULUMI_DEBUG_PROMISE_LEAKS";
const OWN_FOLDER = `${__dirname}${path.sep}`;
const FOREIGN = /^node:|[\\/]node_modules[\\/]/;
const POSITION = /\(?((?:file:\/\/)?[^()\s]+|(?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/;

/**
 * Pulumi stores the whole stack of every resource's constructor in the state: about a kilobyte of the SDK's and Node's own
 * frames for each, and in a callback not even the line of the program. Until the returned function is called, the SDK sees
 * what people look for: the first line that belongs to the program, or the line of the file that declares the resource.
 */
export function shortenStacks(): () => void {
  leaveOutStacksOfPromises();
  const previous = Error.prepareStackTrace;
  const source = sourceLocation()?.source;
  const declared = source && `${source.file}:${source.line}:${source.column}`;
  const written = (error: Error, frames: NodeJS.CallSite[]): unknown =>
    previous === undefined
      ? [String(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n")
      : previous(error, frames);
  Error.prepareStackTrace = (error, frames) => {
    const reader = frames[0]?.getFunctionName();
    if (reader?.endsWith(READER) !== true) return written(error, frames);
    const program = declared === undefined ? frames.slice(FRAMES_OF_PULUMI).find(isOfProgram) : undefined;
    const found = declared ?? (program && positionIn(written(error, [program])));
    const pulumi = Array.from({ length: FRAMES_OF_PULUMI }, () => COUNTED_FRAME);
    return [String(error), ...pulumi, ...(found === undefined ? [] : [`    at program (${found})`])].join("\n");
  };
  return () => {
    Error.prepareStackTrace = previous;
  };
}

function isOfProgram(frame: NodeJS.CallSite): boolean {
  const file = frame.getFileName();
  return typeof file === "string" && !FOREIGN.test(file) && !file.startsWith(OWN_FOLDER);
}

/** The position in a stack of one frame, as it is written: that of the source, where what compiles the program knows it. */
function positionIn(stack: unknown): string | undefined {
  const line = typeof stack === "string" ? stack.split("\n").at(-1) : undefined;
  const [, file, row, column] = POSITION.exec(line?.trim() ?? "") ?? [];
  return file === undefined ? undefined : `${file.replace(/^at (?:.* )?/, "")}:${row}:${column}`;
}

/** What Pulumi's SDK puts around each promise of a resource, about a hundred in all; absent in a version that has it elsewhere. */
type AroundPromise = (promise: Promise<unknown>, context: string) => Promise<unknown>;
const around = pulumiPromises as unknown as { debuggablePromise?: AroundPromise };
let areLeftOut = false;

/**
 * Pulumi's SDK takes a stack for each promise, and writes it out, for the case that the promise never settles and the user asks for it. To
 * find the source of each frame takes longer than all else that a program does: unless the user asks, no frames are taken there. All other
 * stacks stay whole.
 */
function leaveOutStacksOfPromises(): void {
  const { debuggablePromise } = around;
  if (areLeftOut || debuggablePromise === undefined || Boolean(process.env[PRINTS_PROMISES])) return;
  areLeftOut = true;
  around.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}
