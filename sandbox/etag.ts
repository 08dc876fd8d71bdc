import { createHash } from "node:crypto";

/** A strong ETag, quotes included. It is made of what is visible of the object, so it changes exactly when that does. */
export function etagOf(visible: object): string {
  return `"${createHash("sha1").update(JSON.stringify(visible)).digest("base64url")}"`;
}

/** Whether an `If-Match` header admits the object as it is now. Weak tags never match (RFC 9110 §13.1.1). */
export function ifMatchAdmits(header: string, etag: string): boolean {
  return header.trim() === "*" || header.split(",").some((candidate) => candidate.trim() === etag);
}
