import * as pulumi from "./pulumi";

/** An error that ends the run with its message alone. Pulumi prints the stack of what is thrown after the program's last line. */
export function endOfRun(error: unknown): pulumi.RunError {
  const end = new pulumi.RunError(error instanceof Error ? error.message : String(error));
  end.stack = end.message;
  return end;
}
