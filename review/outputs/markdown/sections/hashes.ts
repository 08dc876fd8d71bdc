import type { Writer } from "../writer";

export function hashesSection(writer: Writer): string[] {
  const { effectHash, planHash, savedPlan } = writer.report;
  return [
    `Effect hash ${writer.name(effectHash)}  `,
    `Plan hash ${writer.name(planHash)}${savedPlan === undefined ? "" : "  "}`,
    ...(savedPlan === undefined
      ? []
      : [`Saved plan ${writer.name(savedPlan.file)}, SHA-256 ${writer.name(savedPlan.sha256)}`]),
  ];
}
