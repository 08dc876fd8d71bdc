import type { DeclaredInputs, Failure, Finding, KindName } from "./kind";

/** Where something is declared, if not in a program; lines and columns count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One resource of a program, as far as the program alone tells. */
export interface ProgramResource {
  readonly kind: KindName;
  /** How messages name it: the resource's name in the program. */
  readonly label: string;
  readonly inputs: DeclaredInputs;
  /** Which resource of the program a field refers to, also where the id is not known yet. */
  readonly references: Readonly<Record<string, readonly ProgramResource[]>>;
  /** Where one of its properties (`limits.vcpus`) stands in a realm file; the resource as a whole, where none is named. */
  readonly placeOf?: (property: string) => SourcePlace | undefined;
}

export interface ProgramFailure extends Failure {
  readonly resource: ProgramResource;
}

export interface ProgramFinding extends Finding {
  readonly resource: ProgramResource;
}
