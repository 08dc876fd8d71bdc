/** How every text says that no portal answered. */
export const UNREACHABLE = "the portal could not be reached or did not respond";

/** Whether a text, which may have more around it, says so. */
export function saysUnreachable(text: string): boolean {
  return text.includes(UNREACHABLE);
}
