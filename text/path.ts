/** Where something stands in a file or a value: `accounts.acme.users.anna.access[0].account`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}
