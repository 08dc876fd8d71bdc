import { z } from "zod";

export const accessKey = z.string().regex(/^SCW[A-Z0-9]{17}$/);
export const secretKey = z.guid();
/** Portals write UUIDs in small letters, people in both (RFC 9562). */
export const uuid = z.guid().toLowerCase();

/** Keys of clients' Organizations, by the Organization's id. */
export const ClientKeys = z.record(uuid, z.strictObject({ accessKey: accessKey.optional(), secretKey }));

/** The setting `clientKeys`: a JSON object of them, as text. */
export const clientKeys = z.string().superRefine((text, context) => {
  try {
    ClientKeys.parse(JSON.parse(text));
  } catch {
    context.addIssue("malformed");
  }
});
