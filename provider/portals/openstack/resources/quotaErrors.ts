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
    if (error.reason === "not-allowed")
      throw refusal(error, `only an administrator of the cloud sets limits ${Q6.mark}`);
    if (BELOW_USE.test(error.message))
      throw refusal(error, `a limit of ${placeText(place)} would be below its current usage ${Q5.mark}`);
    throw error;
  }
}

function refusal({ message, reason, uncertain, code, fields }: PortalRefusal, what: string): PortalRefusal {
  return new PortalRefusal(`${what}. ${message}`, reason, uncertain, code, fields);
}
