import type { Forge } from "./forge";
import { markedWith, markerOf } from "./marker";
import { postComment, type Posted } from "./post";

const EFFECT = /^Effect: `([0-9a-f]{64})`$/m;

/**
 * Writes down in a comment of the change that a plan of this effect may be applied. It holds for this effect alone: whatever the change
 * becomes later, what has another effect is not approved.
 */
export async function approve(
  forge: Forge,
  change: string,
  { name, effect, by }: { name: string; effect: string; by?: string },
): Promise<Posted> {
  const marker = markerOf("approval", name);
  const who = by === undefined ? "" : ` The job was started by ${asText(by)}.`;
  const text = `${marker}\n**Approved for ${asText(name)}**: a plan of this effect may be applied, and no other.${who}\n\nEffect: \`${effect}\`\n`;
  return postComment(forge, change, marker, text);
}

/** The effect that was approved last in this change. Comments of anybody but the token's own user count for nothing. */
export async function approvedEffect(forge: Forge, change: string, name: string): Promise<string | undefined> {
  const approvals = markedWith(markerOf("approval", name), await forge.comments(change));
  return approvals
    .map(({ body }) => EFFECT.exec(body.replace(/\r\n/g, "\n"))?.[1])
    .filter((effect) => effect !== undefined)
    .at(-1);
}

function asText(text: string): string {
  return `\`${text.replace(/[`\p{Cc}]/gu, " ")}\``;
}
