/** The text of bytes, or what is wrong with them as UTF-8, which a mark at the beginning may say. */
export function decoded(bytes: Uint8Array): { readonly text: string } | { readonly problem: string } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || isHalfEmpty(bytes))
    return { problem: "is UTF-16 text; save it as UTF-8" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const { line, byte } = firstStray(bytes);
    const shown = `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    return {
      problem: `is not UTF-8 text: line ${line} has the byte ${shown}, which Latin-1 and Windows-1252 use for letters such as ü; save it as UTF-8`,
    };
  }
}

/** Every other byte of the beginning is none of a text: UTF-16 without its mark. */
function isHalfEmpty(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 64);
  return start.length >= 4 && [0, 1].some((of) => start.every((byte, index) => index % 2 !== of || byte === 0));
}

/** The first byte that belongs to no character. */
function firstStray(bytes: Uint8Array): { line: number; byte: number } {
  let line = 1;
  let start = 0;
  const isWhole = (from: number, to: number) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, to));
      return true;
    } catch {
      return false;
    }
  };
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    if (!isWhole(start, stop)) {
      let at = start;
      while (at < stop) {
        const length = [1, 2, 3, 4].find((size) => at + size <= stop && isWhole(at, at + size));
        if (length === undefined) return { line, byte: bytes[at]! };
        at += length;
      }
    }
    if (end < 0) return { line, byte: bytes[bytes.length - 1] ?? 0 };
    line += 1;
    start = end + 1;
  }
}
