import { PortalRefusal } from "../../../model/refusal";
import { Q5, Q6 } from "../rules/quotas";
import { placeText, type QuotaPlace } from "./quotaPlace";

/** What the services say where a limit is below what is in use. */
const BELOW_USE = /already used|current usage|in use|usage less than/i;

/** A refused change says what it was about, and which rule it breaks. */
export async function explained(place: QuotaPlace, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof PortalRefusal)) throw error;
    const { message, reason, uncertain, code, fields } = error;
    if (reason === "not-allowed")
      throw new PortalRefusal(
        `only an administrator of the cloud sets limits ${Q6.mark}. ${message}`,
        reason,
        uncertain,
        code,
        fields,
      );
    if (BELOW_USE.test(message))
      throw new PortalRefusal(
        `a limit of ${placeText(place)} would be below its current usage ${Q5.mark}. ${message}`,
        reason,
        uncertain,
        code,
        fields,
      );
    throw error;
  }
}
