import { isIP } from "node:net";

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** What is wrong with the address of a portal's API; empty where it is sound. Never repeats credentials. */
export function endpointProblems(endpoint: string): string[] {
  if (!URL.canParse(endpoint)) return ["is not a URL; use one such as https://portal.example.com/api/v1"];
  const url = new URL(endpoint);
  const problems: string[] = [];
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    problems.push(
      "must begin with https:// (http:// is only for a loopback address), to protect the token on the network",
    );
  }
  if (url.username !== "" || url.password !== "")
    problems.push("must not have a user name or password in it; the token is a separate setting");
  // A bare ? or # leaves `search` and `hash` empty.
  if (/[?#]/.test(endpoint)) problems.push("must not have a query (?…) or fragment (#…)");
  return problems;
}

/** What is wrong with a bearer token; empty where it is sound. Never repeats it. */
export function tokenProblems(token: string): string[] {
  if (token === "") return ["is empty"];
  // A header can't carry anything else: axios would drop it in silence, and the portal would see another token.
  return /^[\x21-\x7e]+$/.test(token) ? [] : ["has a space, a line break or a character outside ASCII in it"];
}

/** The address in one spelling, without the slashes at its end. */
export function normalEndpoint(endpoint: string): string {
  return new URL(endpoint).href.replace(/\/+$/, "");
}
