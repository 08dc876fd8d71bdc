import * as path from "node:path";
import { standing } from "./sourceLocation";

/** Frames of the SDK and of the resource's class that lie between the SDK's look at the stack and the program. */
const FRAMES_OF_PULUMI = 5;
/** The method of Pulumi's SDK that looks at the stack when a resource is made. */
const READER = "callsites";
const OWN_FOLDER = `${__dirname}${path.sep}`;
const POSITION = /\(?((?:file:\/\/)?[^()\s]+|(?:file:\/\/)?[^()]+?):(\d+):(\d+)\)?$/;

/**
 * Pulumi stores the whole stack of every resource's constructor in the state: about a kilobyte of the SDK's and Node's own
 * frames for each, and in a callback not even the line of the program. Until the returned function is called, the SDK sees
 * what people look for: the first line that belongs to the program, or the line of the file that declares the resource.
 */
export function shortenStacks(): () => void {
  const previous = Error.prepareStackTrace;
  const source = standing()?.source;
  Error.prepareStackTrace = (error, frames) => {
    const whole =
      previous === undefined
        ? [String(error), ...frames.map((frame) => `    at ${String(frame)}`)].join("\n")
        : (previous(error, frames) as unknown);
    return typeof whole === "string" && frames[0]?.getFunctionName()?.endsWith(READER) === true
      ? shortened(whole, source && `${source.file}:${source.line}:${source.column}`)
      : whole;
  };
  return () => {
    Error.prepareStackTrace = previous;
  };
}

/** The head of a formatted stack, and after it the line of the program in the form that Pulumi recognises. */
function shortened(stack: string, declared: string | undefined): string {
  const [head = "", ...lines] = stack.split("\n");
  const program =
    declared ??
    lines
      .slice(FRAMES_OF_PULUMI)
      .map(positionIn)
      .find((position) => position !== undefined);
  return [
    head,
    ...lines.slice(0, FRAMES_OF_PULUMI),
    ...(program === undefined ? [] : [`    at program (${program})`]),
  ].join("\n");
}

function positionIn(line: string): string | undefined {
  const match = POSITION.exec(line.trim());
  const file = match?.[1];
  if (match === null || file === undefined || file.startsWith("node:")) return undefined;
  const foreign = file.includes(`${path.sep}node_modules${path.sep}`) || file.startsWith(OWN_FOLDER);
  return foreign ? undefined : `${file.replace(/^at (?:.* )?/, "")}:${match[2]}:${match[3]}`;
}
