import type { Answer } from "../http/answer";
import type { StatedError } from "./contracts";
import type { VendorErrors } from "./form";
import { at, type Json, put } from "./places";

/** A status of an error whose code says what it is. */
const ANY_REFUSAL = 400;

/** An error in the words of a vendor. What no word is said about stands where the contract of the Cloud Service Portal has it. */
export function saidError(stated: StatedError, terms: VendorErrors, status: number): Pick<Answer, "status" | "body"> {
  const { codes = {}, statuses = {}, inside, fields } = terms;
  const code = stated.code === undefined ? undefined : (codes[stated.code] ?? stated.code);
  const members: readonly (readonly [string, unknown])[] = [
    [terms.code ?? "code", code],
    [terms.message ?? "detail", stated.message],
    [terms.requestId ?? "requestId", stated.requestId],
    [terms.requiredPermission ?? "requiredPermission", stated.requiredPermission],
  ];
  let body = members.reduce<Json>((so, [place, value]) => (value === undefined ? so : put(so, place, value)), {});
  if (fields !== undefined && stated.fields.length > 0)
    body = put(
      body,
      fields.at,
      stated.fields.map(({ field, code: of, message }) => {
        const named = put({}, fields.field, field);
        const coded = fields.code === undefined ? named : put(named, fields.code, of);
        return fields.message === undefined ? coded : put(coded, fields.message, message);
      }),
    );
  const isToldByCode = code !== undefined && statuses[String(code)] !== undefined;
  if (!isToldByCode) return { status, body };
  if (inside === undefined) return { status: ANY_REFUSAL, body };
  return { status: 200, body: at(body, inside) === undefined ? put(body, inside, true) : body };
}
