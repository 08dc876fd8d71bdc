import type { EntryName, Place } from "../realm/entry";

/** Something that the files of a whole realm tell, and no single stack. */
export interface WholeRealmFinding {
  /** Warnings stop nothing. */
  readonly severity: "error" | "warning";
  readonly entry: EntryName;
  /** The stack that declares the entry. */
  readonly stack: string;
  readonly place: Place | undefined;
  /** What is wrong with which property, and how it is mended. Never has a value that is secret. */
  readonly text: string;
  /** The rule of the portal that it is about. */
  readonly rule: string | undefined;
}
