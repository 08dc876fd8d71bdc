import type { Detail } from "../detail";
import type { Writer } from "../writer";

export function saidSection(writer: Writer, { said: most }: Detail): string[] {
  const { said } = writer.report;
  if (said.length === 0) return [];
  return ["### Provider messages", "", ...writer.items(said, most, "message", (line) => [writer.line(line)])];
}
