import { nameOf } from "../../../provider/model";
import type { FieldTable } from "../../../provider/model/fieldTable";
import { definePortal } from "../../../provider/model/definePortal";
import { rule, spellingRule } from "../../../provider/model/rule";

const T1 = rule({
  id: "toy/T1",
  severity: "confirm",
  sentence: "A description is not taken away.",
  source: "this test",
  about: "change",
  fields: { Account: ["description"] },
  inputs: {
    Account: (broken, { description }, { before }) =>
      before?.["description"] !== undefined && description === undefined
        ? [broken("description", "is taken out of the declaration")]
        : [],
  },
});

const N1 = spellingRule("toy/N1");

export const toyFields = {
  Account: { has: { name: { schema: nameOf("the account's name") }, description: {}, onDelete: {} } },
} as const satisfies FieldTable;

/** A portal of one kind with two fields, whole, in one folder: what a new portal takes. */
export const toy = definePortal({
  name: "toy",
  title: "the Toy Portal",
  settings: [],
  fields: toyFields,
  startingRealm: "accounts:\n  acme: { name: Acme AG }\n",
  documented: { title: "the Toy Portal", sources: "There are none." },
  rules: [T1, N1],
  alike: N1,
  access: {
    portal: "toy",
    remarks: [],
    unasked: [],
    builtInProfiles: [],
    permissions: [],
    describePermission: () => undefined,
    people: () => [],
    locked: () => "no",
    administers: () => false,
    assignable: () => [],
    namesOnly: [],
    held: () => [],
    publishesProfiles: false,
    activationIsFinal: false,
  },
  folder: __dirname,
});
