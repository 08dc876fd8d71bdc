import { z } from "zod";
import { jsonText } from "../../text/escape";
import { DRIFT_VERSION, DriftReport } from "../report";

/** The report as it is, for programs: members in the order of the schema, so that the same drift is the same bytes. */
export function toJson(report: DriftReport): string {
  return jsonText(DriftReport.parse(report));
}

/** The JSON Schema of what `toJson` writes; docs/drift.schema.json is made from it. */
export function driftSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(DriftReport);
  return { $schema, $id: `urn:pulumi-reseller:drift:${DRIFT_VERSION}`, ...schema };
}
