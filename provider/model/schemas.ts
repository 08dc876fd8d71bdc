import { isIP } from "node:net";
import { z } from "zod";
import { EMAIL_ADDRESS } from "./emailAddress";
import type { KindName } from "./kind";

/** Characters that a name must not have: controls, and format characters that hide or reorder text. */
const UNSAFE_CHARACTERS = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

export function codePoints(text: string): string {
  return [...text]
    .map((character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`)
    .join(", ");
}

function sentenceOf(what: string): string {
  return `${what[0]!.toUpperCase()}${what.slice(1)}.`;
}

/** A one-line text of 1 to `longest` characters that looks the same to every reader. */
export function nameOf(what: string, longest = 64) {
  return z
    .string({ error: `must be a string: ${what}` })
    .superRefine((value, context) => {
      const unsafe = value.match(UNSAFE_CHARACTERS);
      if (unsafe !== null) {
        context.addIssue(
          `must not have control or invisible characters (found ${codePoints([...new Set(unsafe)].join(""))}); remove them`,
        );
      }
      if (value.trim() !== value) context.addIssue("must not begin or end with white space; remove it");
      if (value.length === 0) context.addIssue(`must not be empty; give ${what}`);
      if ([...value].length > longest)
        context.addIssue(`must have at most ${longest} characters, has ${[...value].length}; shorten it`);
    })
    .meta({ description: sentenceOf(what), minLength: 1, maxLength: longest });
}

/** A free text; line breaks and tabs are allowed, other control characters are not. */
export function freeText(what: string, longest = 1024) {
  return z
    .string({ error: `must be a string: ${what}` })
    .superRefine((value, context) => {
      const unsafe = value.replace(/[\n\r\t]/g, "").match(UNSAFE_CHARACTERS);
      if (unsafe !== null)
        context.addIssue(
          `must not have control or invisible characters (found ${codePoints([...new Set(unsafe)].join(""))}); remove them`,
        );
      if ([...value].length > longest)
        context.addIssue(`must have at most ${longest} characters, has ${[...value].length}; shorten it`);
    })
    .meta({ description: sentenceOf(what), maxLength: longest });
}

/** In the metadata of a schema: the kind of object that the text stands for. */
export const REFERENCE = "reference";

/** A reference by id; where the portal has built-in objects of the kind, by name too. */
export function referenceTo(kind: KindName, what = `the ${kind}`) {
  return z
    .string({
      error: `must be ${what}: the resource itself, its id${kind === "Profile" ? ", or the name of a standard profile" : ""}`,
    })
    .min(1, { error: `must not be empty: name ${what}` })
    .meta({ description: `${sentenceOf(what).slice(0, -1)}: the resource, or its id.`, [REFERENCE]: kind });
}

export const email = z
  .email({ pattern: EMAIL_ADDRESS, error: "must be an e-mail address such as anna@example.com" })
  .describe("The e-mail address.");

/** Hexadecimal colour `#RRGGBB`. */
export const colour = z
  .string({ error: "must be a colour such as #1A2B3C" })
  .regex(/^#[0-9A-Fa-f]{6}$/, { error: "must be a hexadecimal colour of the form #RRGGBB, such as #1A2B3C" })
  .describe("A colour, `#RRGGBB`.");

/** An https address without credentials. */
export const webAddress = z
  .string({ error: "must be an https URL" })
  .superRefine((value, context) => {
    const expected = "must be an https URL without credentials, such as https://example.com/icon.png";
    if (!URL.canParse(value)) return void context.addIssue(expected);
    const url = new URL(value);
    if (url.protocol !== "https:" || url.username !== "" || url.password !== "") context.addIssue(expected);
    if (value.length > 2048) context.addIssue("must have at most 2048 characters");
  })
  .meta({ description: "An https URL without credentials.", format: "uri", maxLength: 2048 });

/** A set of short words: permission keys, service keys; or of references to objects of a kind. `what` begins with the word for several of them. */
export function wordSet(what: string, reference?: KindName) {
  const word = z
    .string({ error: `must be a list of ${what}` })
    .min(1, { error: `must not have an empty entry: name the ${what}` });
  return z
    .array(reference === undefined ? word : word.meta({ [REFERENCE]: reference }), {
      error: `must be a list of ${what}`,
    })
    .describe(sentenceOf(what));
}

const LARGEST_LIMIT = 2_147_483_647;

/** One limit; `missing` says what is wrong where it isn't given. */
export function quotaNumberOf(missing: string) {
  return z
    .number({
      error: (issue) => (issue.input === undefined ? `is missing: ${missing}` : "must be a whole number of 0 or more"),
    })
    .int({ error: "must be a whole number" })
    .min(0, { error: "must not be negative" })
    .max(LARGEST_LIMIT, { error: `must be at most ${LARGEST_LIMIT}` });
}

const LIMITS = "must be an object of numbers by name";
const LIMITS_BY_NAME = "Limits by name. The names depend on the portal.";

/** Limits by name. A portal says which names there are, which must be given, and whether -1 means that there is no limit. */
export const limits = z
  .record(
    z.string(),
    z
      .number({ error: "must be a whole number" })
      .int({ error: "must be a whole number" })
      .min(-1, { error: "must not be less than -1, which means no limit" })
      .max(LARGEST_LIMIT, { error: `must be at most ${LARGEST_LIMIT}` }),
    { error: LIMITS },
  )
  .describe(LIMITS_BY_NAME);

/** Limits of a portal on which everything has one. */
export const finiteLimits = z
  .record(z.string(), quotaNumberOf("0 is allowed"), { error: LIMITS })
  .describe(LIMITS_BY_NAME);

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Hours in which a person may use the portal, on some days of the week. */
export interface AccessTime {
  readonly days: readonly (typeof WEEKDAYS)[number][];
  /** HH:MM */
  readonly from: string;
  /** HH:MM */
  readonly to: string;
}

/** A switch that may be left out. */
export function flag(description: string) {
  return z.boolean({ error: "must be true or false" }).optional().describe(description);
}

/** An object of these members and no others. @param error what is said in the place of what is no object */
export function objectOf<const Shape extends z.core.$ZodShape>(error: string, shape: Shape) {
  return z.strictObject(shape, { error: (issue) => (issue.code === "invalid_type" ? error : undefined) });
}

const timeOfDay = z
  .string({ error: "must be a time of day such as 08:00" })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "must be a time of day from 00:00 to 23:59, such as 08:00" })
  .describe("A time of day, HH:MM, in the portal's time zone.");

export const accessTimes = z.array(
  objectOf('must be an object such as { days: ["mon"], from: "08:00", to: "18:00" }', {
    days: z
      .array(z.enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(", ")}` }), {
        error: `must be a list of days: ${WEEKDAYS.join(", ")}`,
      })
      .min(1, { error: "must name at least one day: without a day, the person could never log in" })
      .describe("Days of the week."),
    from: timeOfDay,
    to: timeOfDay,
  }).refine(({ from, to }) => from < to, {
    path: ["to"],
    error: "must be later than from; for a time range over midnight, use two entries",
  }),
  { error: "must be a list of access times" },
);

/** An IP address, or a CIDR block. */
function isAddress(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  // A zone (fe80::1%eth0) means something on one machine alone.
  if (version === 0 || address.includes("%") || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

export const sourceAddresses = z.array(
  z
    .string({ error: "must be an IP address or a CIDR block such as 203.0.113.0/24" })
    .refine(isAddress, { error: "must be an IP address or a CIDR block such as 203.0.113.0/24" })
    .describe("An IP address, or a CIDR block such as 203.0.113.0/24."),
  { error: "must be a list of IP addresses or CIDR blocks" },
);
