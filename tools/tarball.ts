import { gzipSync } from "node:zlib";

export interface TarEntry {
  readonly name: string;
  readonly content: Buffer;
  readonly isExecutable: boolean;
}

const BLOCK = 512;
/** The same for all files, as npm has it: archives of the same content are the same bytes. */
const MODIFIED_SECONDS = 499_162_500;
/** The place in the header of gzip that tells the operating system, and the value for one that isn't told. */
const OS_PLACE = 9;
const NO_OS = 255;

/** The files as a compressed archive: the same bytes for the same files, on any machine with the same version of Node. */
export function tarball(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => [headerOf(entry), entry.content, padding(entry.content.length)]);
  const archive = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  archive[OS_PLACE] = NO_OS;
  return archive;
}

/** In the format ustar. */
function headerOf({ name, content, isExecutable }: TarEntry): Buffer {
  const header = Buffer.alloc(BLOCK);
  const text = (value: string, place: number) => header.write(value, place, "ascii");
  const octal = (value: number, place: number, length: number) =>
    text(`${value.toString(8).padStart(length - 1, "0")}\0`, place);
  if (Buffer.byteLength(name) > 100 || /[^\x20-\x7e]/.test(name)) throw new Error(`${name} is no name for an archive`);
  text(name, 0);
  octal(isExecutable ? 0o755 : 0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(MODIFIED_SECONDS, 136, 12);
  // The checksum is taken with spaces in its own place.
  text(" ".repeat(8), 148);
  text("0", 156);
  text("ustar\0" + "00", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  text(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

function padding(length: number): Buffer {
  return Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
}
