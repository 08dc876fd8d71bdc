import { createHash, randomBytes, randomInt } from "node:crypto";

/** Letters and digits that nobody confuses when reading them aloud. */
const LEGIBLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const PASSWORD_LENGTH = 20;

/** An opaque id with a readable prefix, such as `user_4f1c09b2a7de`. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString("hex")}`;
}

/** A bearer token, with a prefix by which secret scanners recognise it. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(24).toString("base64url")}`;
}

/** An initial or reset password. */
export function newPassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join("");
}

/** What is stored of a secret. The secrets here are long and random, so a fast hash without a salt is enough. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
