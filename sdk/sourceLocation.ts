import type { FormerField } from "../provider/model";
import type { SourcePlace } from "../provider/model/portal";

/** What a resource is declared by, where that is no line of the program. */
export interface SourceLocation {
  /** The whole path of the file, and the line and column in it; undefined where the program has it as an object. */
  readonly source: SourcePlace | undefined;
  readonly placeOf: (property: string) => SourcePlace | undefined;
  /** Fields that stand there under their former names. */
  readonly formerFields: readonly FormerField[];
  /** What is wrong with it has been said, and nothing else can be known of it. */
  readonly isBroken: boolean;
}

let current: SourceLocation | undefined;

/** Makes resources that stand in a file: for as long as `make` runs. */
export function declaredBy<Made>(currentSourceLocation: SourceLocation, make: () => Made): Made {
  const before = current;
  current = currentSourceLocation;
  try {
    return make();
  } finally {
    current = before;
  }
}

/** What the resource that is being made is declared by, if not by the program. */
export function sourceLocation(): SourceLocation | undefined {
  return current;
}
