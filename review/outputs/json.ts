import { z } from "zod";
import { Report, REPORT_VERSION } from "../report";
import { jsonText } from "../../text/escape";

/** The report as it is, for programs: members in the order of the schema, so that the same review is the same bytes. */
export function toJson(report: Report): string {
  return jsonText(Report.parse(report));
}

/** The JSON Schema of what `toJson` writes; docs/review.schema.json is made from it. */
export function reportSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(Report);
  return { $schema, $id: `urn:pulumi-reseller:review:${REPORT_VERSION}`, ...schema };
}
