import type { Row, Way } from "./figures";

/** Prints the figures: times as ratios to the floor of the same run, counts beside them. */
export function printTables(rows: readonly Row[]): void {
  console.log(
    "\nTimes, and ratios to the floor (the same program with a provider that does nothing, and without this package's help for programs)",
  );
  console.table(
    rows.map((row) => ({
      scenario: row.scenario,
      objects: row.size,
      checkpoints: row.checkpoints ? "on" : "off",
      phase: row.phase,
      way: row.way,
      seconds: round(row.seconds, 1),
      "÷ floor": ratioTo(rows, "floor", row),
      "program CPU s": round(row.processorSeconds.program ?? 0, 1),
      "provider CPU s": round(row.processorSeconds.provider ?? 0, 1),
      "engine CPU s": round(row.processorSeconds.engine ?? 0, 1),
      calls: row.totalCalls,
      "calls / object": round(row.totalCalls / row.size, 3),
      ...(row.refused === undefined ? {} : { refused: row.refused }),
      "provider peak MB": row.providerPeakBytes === undefined ? "" : Math.round(row.providerPeakBytes / 1048576),
    })),
  );
  console.log("\nState after the first up");
  console.table(
    rows
      .filter((row) => row.stateBytes !== undefined)
      .map((row) => ({
        scenario: row.scenario,
        objects: row.size,
        way: row.way,
        checkpoints: row.checkpoints ? "on" : "off",
        "state KB": Math.round((row.stateBytes ?? 0) / 1024),
        "bytes / object": Math.round((row.stateBytes ?? 0) / row.size),
        "User, beyond its values": row.userOverheadBytes ?? "",
        "Account, beyond its values": row.accountOverheadBytes ?? "",
        "ServiceActivation, beyond its values": row.activationOverheadBytes ?? "",
      })),
  );
  printTerraform(rows);
  console.log("\nCalls of our provider by route");
  const ours = rows.filter(
    (row) => row.way === "ours" && row.checkpoints === rows.some(({ checkpoints }) => checkpoints),
  );
  for (const { scenario, size } of distinct(ours)) {
    const some = ours.filter((row) => row.scenario === scenario && row.size === size);
    const routes = [...new Set(some.flatMap((row) => Object.keys(row.calls)))].sort();
    console.log(`${scenario}, ${size} objects`);
    console.table(
      Object.fromEntries(
        routes.map((route) => [route, Object.fromEntries(some.map((row) => [row.phase, row.calls[route] ?? 0]))]),
      ),
    );
  }
}

/** Ours, by both hosts, beside Terraform, for the same groups and policies on the same sandbox; and what an empty program takes. */
function printTerraform(rows: readonly Row[]): void {
  const others = rows.filter(({ way }) => way === "terraform");
  if (others.length === 0) return;
  console.log(
    "\nBeside Terraform: the same groups with a policy each, the engine's checkpoints off; start: an empty program that loads Pulumi's SDK",
  );
  console.table(
    others.map((other) => {
      const ours = beside(rows, "ours", other);
      const seconds = (way: Way) => {
        const row = beside(rows, way, other);
        return row === undefined ? "" : round(row.seconds, 1);
      };
      const ratio = (way: Way) => {
        const row = beside(rows, way, other);
        return row === undefined ? "" : ratioTo(rows, "terraform", row);
      };
      return {
        groups: other.size,
        phase: other.phase,
        "ours s": seconds("ours"),
        "plugin s": seconds("plugin"),
        "start s": seconds("start"),
        "Terraform s": round(other.seconds, 1),
        "ours ÷ Terraform": ratio("ours"),
        "plugin ÷ Terraform": ratio("plugin"),
        "start ÷ Terraform": ratio("start"),
        "our calls": ours?.totalCalls ?? "",
        "Terraform's calls": other.totalCalls,
        "calls ÷ Terraform's": ours === undefined ? "" : round(ours.totalCalls / other.totalCalls, 4),
      };
    }),
  );
}

function distinct(rows: readonly Row[]): Pick<Row, "scenario" | "size">[] {
  const seen = new Map(rows.map(({ scenario, size }) => [`${scenario} ${size}`, { scenario, size }]));
  return [...seen.values()];
}

/** The same by another way. */
function beside(rows: readonly Row[], way: Way, row: Row): Row | undefined {
  const same = ["scenario", "size", "checkpoints", "phase"] as const;
  return rows.find((other) => other.way === way && same.every((member) => other[member] === row[member]));
}

/** How many times as long as the same by another way. */
function ratioTo(rows: readonly Row[], way: Way, row: Row): number | "" {
  const other = beside(rows, way, row);
  return other === undefined ? "" : round(row.seconds / other.seconds, 2);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
