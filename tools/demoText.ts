/** What the demos print. */

export function chapter(title: string): void {
  console.log(`\n=== ${title}`);
}

export function say(line: string): void {
  console.log(`    ${line}`);
}

export function show(output: string): void {
  process.stdout.write(output);
}

export function expectNone(changes: Record<string, number> | undefined, what: string): void {
  const changed = Object.entries(changes ?? {}).filter(([operation, number]) => operation !== "same" && number > 0);
  if (changed.length > 0)
    throw new Error(`${what} should have changed nothing, but: ${JSON.stringify(Object.fromEntries(changed))}`);
  say("no changes");
}

export function count(changes: Record<string, number> | undefined, operation: string): number {
  return changes?.[operation] ?? 0;
}
