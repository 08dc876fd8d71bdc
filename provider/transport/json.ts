/** The value of a JSON text, or what is wrong with it, in words that continue "the portal answered, but …". */
export function parseJson(
  raw: unknown,
  contentType: string | undefined,
): { readonly value: unknown } | { readonly problem: string } {
  const text = typeof raw === "string" ? raw.replace(/^\uFEFF/, "") : "";
  if (text.trim() === "") return { problem: "with nothing in it" };
  if (/^\s*</.test(text) || /\bhtml\b/i.test(contentType ?? "")) return { problem: "with a web page, not JSON" };
  if (contentType !== undefined && !/\bjson\b/i.test(contentType))
    return { problem: `with ${contentType.split(";")[0]}, not JSON` };
  try {
    return { value: MAY_NAME_PROTOTYPE.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text) };
  } catch {
    return { problem: "with JSON that is cut off or malformed" };
  }
}

/** The key may be spelled with escapes. Looking at every key takes time, which an answer without either is spared. */
const MAY_NAME_PROTOTYPE = /__proto__|\\u00/i;

/** A key that would change the prototype of whatever it is copied into. */
function withoutPrototype(key: string, value: unknown): unknown {
  return key === "__proto__" ? undefined : value;
}
