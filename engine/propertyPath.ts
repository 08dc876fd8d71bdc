const PLAIN = /^[A-Za-z_$][\w$]*$/;

/** A path as the engine reads it: `limits.vcpus`, `tags[1]`, `limits["a.b"]`. */
export function propertyPath(path: readonly (string | number)[]): string {
  return path
    .map((step) =>
      typeof step === "number" ? `[${step}]` : PLAIN.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join("")
    .replace(/^\./, "");
}
