/** Where a project that has this package installed finds what belongs to it. */
export const PACKAGE_FOLDER = "node_modules/pulumi-reseller";

/** A page of the documentation, as whoever reads a message in a project can open it. */
export function documentation(page: `${string}.${"md" | "json"}`): string {
  return `${PACKAGE_FOLDER}/docs/${page}`;
}
