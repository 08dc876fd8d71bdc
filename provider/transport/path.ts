/**
 * Fills a path template. Each id becomes exactly one segment, whatever it holds.
 *
 * @throws Error where an id can't be a segment: empty, `.`, `..`, or half of a character.
 */
export function pathOf(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === "" || value === "." || value === ".." || !isWellFormed(value)) {
      throw new Error(`${JSON.stringify(value ?? null)} can't be the ${name} in ${template}`);
    }
    return encodeURIComponent(value);
  });
}

/** Without a half of a surrogate pair, which has no encoding. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * The second lock on what `pathOf` makes: no path may leave the endpoint's prefix or bring a query along.
 *
 * @throws Error where it would.
 */
export function assertPath(path: string): void {
  const sound = /^\/[^?#\\\s]*$/.test(path) && !/^\/\/|\/(?:\.|%2e){1,2}(?:\/|$)/i.test(path);
  if (!sound) throw new Error(`${JSON.stringify(path)} can't be the path of a request`);
}
