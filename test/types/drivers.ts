/**
 * What the compiler refuses in a portal's code: each line below `@ts-expect-error` must be an error, or the compiler says so.
 */
import { UNKNOWN } from "../../provider/model";
import type { Declared, InputsAt, OutputsOfKind } from "../../provider/model/declared";
import type { KindDriver, Written } from "../../provider/model/portal";
import { rule } from "../../provider/model/rule";
import { operations } from "../../provider/portals/gridscale/contract";
import type { fields } from "../../provider/portals/gridscale/fields";
import type { WireUser } from "../../provider/portals/gridscale/reading";
import type { Wire } from "../../provider/portals/gridscale/wire";
import { wireFields, type WireFields } from "../../provider/portals/listed";
import type { RequestOf } from "../../provider/portals/wire";

type Inputs = InputsAt<typeof fields, "User">;
type Body = RequestOf<typeof operations.updateUser>;

const { plain } = wireFields<WireUser, Body>();

export const table: WireFields<Inputs, WireUser, Body>[] = [
  { email: plain("email") },
  // @ts-expect-error -- a misspelt field
  { emial: plain("email") },
  // @ts-expect-error -- a field that the kind has, and this portal lacks
  { username: plain("email") },
  // @ts-expect-error -- a misspelt member of the wire
  { email: plain("e_mail") },
  // @ts-expect-error -- a member of another type
  { email: plain("locked") },
];

export const driver: Partial<KindDriver<Inputs, OutputsOfKind<"User">>>[] = [
  { create: async ({ email }) => ({ id: email, outputs: {} }) },
  // @ts-expect-error -- a misspelt field of what is declared
  { create: async ({ emial }) => ({ id: String(emial), outputs: {} }) },
  // @ts-expect-error -- what is not known at preview is no text
  { describe: ({ email }) => email?.trim() ?? "" },
];

export const written: Written<OutputsOfKind<"User">>[] = [
  { id: "", outputs: { initialPassword: "" } },
  // @ts-expect-error -- an output that the kind doesn't have
  { id: "", outputs: { initialPasword: "" } },
];

export const declared: Declared<Inputs>[] = [
  { email: UNKNOWN, access: [UNKNOWN, { account: UNKNOWN, profile: "admin" }] },
  // @ts-expect-error -- a part of a value that is of another type
  { access: [{ account: 1, profile: "admin" }] },
];

export const calls = (wire: Wire) => [
  wire.call(operations.getUser, { params: { userId: "" } }),
  // @ts-expect-error -- a parameter that the path doesn't have
  wire.call(operations.getUser, { params: { userUuid: "" } }),
  // @ts-expect-error -- no parameters, where the path has one
  wire.call(operations.getUser),
  // @ts-expect-error -- a member of the body that the contract requires
  wire.call(operations.createUser, { body: { first_name: "Anna" } }),
  // @ts-expect-error -- a misspelt member of the body
  wire.call(operations.createUser, { body: { email: "", firstname: "Anna" } }),
];

export const rules = [
  rule({
    id: "toy/T1",
    severity: "refuse",
    sentence: "A rule sees the fields of the kind.",
    source: "this test",
    // @ts-expect-error -- a misspelt field
    inputs: { User: (broken, { emial }) => (emial === undefined ? [broken("email", "is missing")] : []) },
  }),
];
