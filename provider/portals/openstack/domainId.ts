import { createHash } from "node:crypto";

/**
 * The id of a new domain: 32 hexadecimal digits that follow from its name, so that the same declaration asks for the same id. `attempt`: how
 * many ids before this one belong to domains that were made under this name and renamed since.
 */
export function domainIdFor(name: string, attempt = 0): string {
  return createHash("sha256")
    .update(JSON.stringify(["domain", name, attempt]))
    .digest("hex")
    .slice(0, 32);
}
