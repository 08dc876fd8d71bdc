/** Longer keys help nobody. */
const LONGEST = 64;

/** A key that people can read: letters, digits and the signs that keys may have, the rest as dashes. Empty where nothing is left. */
export function slug(text: string): string {
  const plain = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}._@+-]+/gu, "-")
    .replace(/-{2,}/g, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "");
  return [...plain]
    .slice(0, LONGEST)
    .join("")
    .replace(/[-._+@]+$/, "");
}
