/** Loaded before a program: when that ends, what it cost stands in the file that the environment names. */
import { writeFileSync } from "node:fs";

export interface ProcessCost {
  readonly peakBytes: number;
  readonly processorSeconds: number;
}

process.on("exit", () => {
  const file = process.env["BENCH_PEAK_FILE"];
  if (file === undefined) return;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cost: ProcessCost = { peakBytes: maxRSS * 1024, processorSeconds: (userCPUTime + systemCPUTime) / 1e6 };
  writeFileSync(file, JSON.stringify(cost));
});
