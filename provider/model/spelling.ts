import { SocketAddress, isIP } from "node:net";
import { domainToASCII } from "node:url";

/*
 * Values that have several spellings, in one of them: by the standard that says what is equal. Each takes whatever a program gave, and
 * leaves what is none of its sort as it is.
 */

/** A colour `#RRGGBB`: letters of both cases are the same digits. */
export function canonicalColour(value: unknown): unknown {
  return typeof value === "string" ? value.toLowerCase() : value;
}

/** A URL as the URL standard writes it: the host's letter case, the usual port and an empty path are one. */
export function canonicalUrl(value: unknown): unknown {
  return typeof value === "string" && URL.canParse(value) ? new URL(value).href : value;
}

/** An e-mail address: the domain means the same in either case, and in its two forms of IDNA; what is before it is the portal's (RFC 5321). */
export function canonicalEmail(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const start = value.lastIndexOf("@") + 1;
  const domain = value.slice(start);
  const isAscii = /^[\x00-\x7f]*$/.test(domain);
  return start === 0 ? value : value.slice(0, start) + ((isAscii ? "" : domainToASCII(domain)) || domain.toLowerCase());
}

/** A telephone number without what only makes it readable (RFC 3966), with `+` before a country's number (E.164). */
export function canonicalPhone(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const plain = value.replace(/[\s().-]/g, "");
  return /^\+?\d+$/.test(plain) ? plain.replace(/^00/, "+") : value;
}

/** A language, such as de-CH: letter case and the sign between means nothing (BCP 47, and UTS 35 for `_`). */
export function canonicalLocale(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return Intl.getCanonicalLocales(value.replace(/_/g, "-"))[0] ?? value;
  } catch {
    return value;
  }
}

/** An IP address as RFC 5952 writes it, or a CIDR block by its first address; a block of one address is that address. */
export function canonicalAddress(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const [address = "", length, ...rest] = value.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || rest.length > 0) return value;
  const bits = version === 4 ? 32 : 128;
  if (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > bits)) return value;
  const kept = Number(length ?? bits);
  const [parts, size, sign] = version === 4 ? [address.split("."), 8, "."] : [groupsOf(address), 16, ":"];
  const first = parts.map((part, index) => {
    const number = parseInt(part, version === 4 ? 10 : 16);
    const free = size - Math.min(size, Math.max(0, kept - index * size));
    return ((number >> free) << free).toString(version === 4 ? 10 : 16);
  });
  const shown = new SocketAddress({ address: first.join(sign), family: version === 4 ? "ipv4" : "ipv6" }).address;
  return kept === bits ? shown : `${shown}/${kept}`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): string[] {
  const [front = [], back] = new URL(`http://[${address}]/`).hostname
    .slice(1, -1)
    .split("::")
    .map((half) => (half === "" ? [] : half.split(":")));
  if (back === undefined) return front;
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => "0"), ...back];
}

/** A text without what is spelling alone: letter case, white space at the ends, the sort of line ends, how accents are written. */
export function folded(text: string): string {
  // Some letters have several small forms of one capital, and one has a capital that is spelled as two.
  return text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .trim()
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFC");
}

/**
 * Whether two texts, or lists of texts, differ in spelling alone, nothing and an empty text being one. Nobody knows whether a portal tells
 * such texts apart: it is a reason to ask, or to explain, and never one to take them for the same.
 */
export function spelledAlike(one: unknown, other: unknown): boolean {
  const [first, second] = [one ?? "", other ?? ""];
  if (typeof first === "string" && typeof second === "string") return folded(first) === folded(second);
  if (!Array.isArray(first) || !Array.isArray(second)) return false;
  const [firsts, seconds] = [first, second].map((list: unknown[]) =>
    list.map((entry) => (typeof entry === "string" ? folded(entry) : undefined)),
  );
  if ([...firsts!, ...seconds!].includes(undefined)) return false;
  return JSON.stringify([...new Set(firsts)].sort()) === JSON.stringify([...new Set(seconds)].sort());
}
