/**
 * Fills a path template. Each id becomes exactly one segment, whatever it holds.
 *
 * @throws Error where an id can't be a segment: empty, `.` or `..`.
 */
export function pathOf(template: string, params: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === "" || value === "." || value === "..") {
      throw new Error(`${JSON.stringify(value ?? null)} can't be the ${name} in ${template}`);
    }
    return encodeURIComponent(value);
  });
}
