/** Orders versions such as `3.259.0`; parts that are missing count as zero, a pre-release as its release. */
export function compareVersions(left: string, right: string): number {
  const [a = [], b = []] = [left, right].map((version) => version.split(/[-+]/)[0]!.split(".").map(Number));
  const place = [0, 1, 2].find((part) => (a[part] ?? 0) !== (b[part] ?? 0));
  return place === undefined ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}
