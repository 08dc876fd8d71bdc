import type { Row } from "./figures";

/** Prints the figures: times as ratios to the floor of the same run, counts beside them. */
export function printTables(rows: readonly Row[]): void {
  console.log("\nTimes, and ratios to the floor (the same program with a provider that does nothing)");
  console.table(
    rows.map((row) => ({
      objects: row.size,
      checkpoints: row.checkpoints ? "on" : "off",
      phase: row.phase,
      way: row.way,
      seconds: round(row.seconds, 1),
      "÷ floor": ratioToFloor(rows, row),
      calls: row.totalCalls,
      "calls / object": round(row.totalCalls / row.size, 3),
      "provider peak MB": row.providerPeakBytes === undefined ? "" : Math.round(row.providerPeakBytes / 1048576),
    })),
  );
  console.log("\nState after the first up");
  console.table(
    rows
      .filter((row) => row.stateBytes !== undefined)
      .map((row) => ({
        objects: row.size,
        way: row.way,
        checkpoints: row.checkpoints ? "on" : "off",
        "state KB": Math.round((row.stateBytes ?? 0) / 1024),
        "bytes / object": Math.round((row.stateBytes ?? 0) / row.size),
        "User, beyond its values": row.userOverheadBytes ?? "",
        "ServiceActivation, beyond its values": row.activationOverheadBytes ?? "",
      })),
  );
  console.log("\nCalls of our provider by route");
  const ours = rows.filter((row) => row.way === "ours" && row.checkpoints);
  for (const size of new Set(ours.map((row) => row.size))) {
    const routes = [
      ...new Set(ours.filter((row) => row.size === size).flatMap((row) => Object.keys(row.calls))),
    ].sort();
    console.log(`${size} objects`);
    console.table(
      Object.fromEntries(
        routes.map((route) => [
          route,
          Object.fromEntries(ours.filter((row) => row.size === size).map((row) => [row.phase, row.calls[route] ?? 0])),
        ]),
      ),
    );
  }
}

function ratioToFloor(rows: readonly Row[], row: Row): number | string {
  const floor = rows.find(
    (other) =>
      other.way === "floor" &&
      other.size === row.size &&
      other.checkpoints === row.checkpoints &&
      other.phase === row.phase,
  );
  return floor === undefined ? "" : round(row.seconds / floor.seconds, 2);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
