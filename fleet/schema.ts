import { z } from "zod";
import type { JsonSchema } from "../realm/schema";
import { show } from "../provider/model/values";
import { STACK_NAME, STACK_NAME_TEXT } from "./names";

const DIVISION_TEXT = "must be account, or { resources: N } with a whole number N of 1 or more";

function is(must: string) {
  return {
    error: ({ input }: { readonly input?: unknown }) =>
      input === undefined ? `is missing: it ${must}` : `is ${show(input)}, but ${must}`,
  };
}

const stackName = z
  .string(is(`must be a stack name: ${STACK_NAME_TEXT}`))
  .regex(STACK_NAME, is(`stack names have ${STACK_NAME_TEXT}`));

const text = z.string(is("must be a string")).min(1, { error: "must not be empty" });

const fleetGroup = z.strictObject({
  name: stackName.describe("Name of the group's stack."),
  accounts: z
    .array(text, is('must be a list of account keys, such as ["acme", "globex*"]'))
    .optional()
    .describe("Keys of accounts. `*` stands for any characters. An account brings everything in it."),
  entries: z
    .array(
      text.regex(/^[^/]+\/.+$/, is('must be KIND/KEY, such as "User/*"')),
      is('must be a list of KIND/KEY, such as ["User/*"]'),
    )
    .optional()
    .describe("Entries outside of accounts, as KIND/KEY, such as `User/eva`. `*` stands for any characters."),
});

const fleetDivision = z.strictObject({
  by: z
    .union(
      [z.literal("account"), z.strictObject({ resources: z.int().min(1).describe("Resources of one stack, about.") })],
      is(DIVISION_TEXT),
    )
    .optional()
    .describe(
      "`account` (default): one stack for each account. `{ resources: N }`: numbered stacks of whole accounts with about N resources each; the file fleet.lock.yaml has the stack of each account.",
    ),
  groups: z
    .array(fleetGroup, is("must be a list of groups, each with name, accounts and entries"))
    .optional()
    .describe("Stacks that are put together by hand. An account or entry can be in one group."),
  shared: stackName
    .optional()
    .describe("Name of the stack of all entries that are in no account and in no group. Default: shared."),
});

/** The form of `fleet.yaml`. */
export const fleetFileForm = z
  .strictObject({
    $schema: z.string().optional().describe("Location of this schema, for editors."),
    files: z
      .union(
        [text, z.array(text).min(1)],
        is('must be a realm file or folder, or a list of them, such as ["realm", "people.yaml"]'),
      )
      .describe("Realm files and folders, relative to the folder of this file."),
    division: fleetDivision.optional().describe("How the realm is divided into stacks."),
    references: z
      .enum(["name", "stack"])
      .optional()
      .describe(
        "How a stack refers to an entry of another stack. `name` (default): by its name at the portal, where the portal can find it by name. `stack`: by a pulumi.StackReference to the output `references` of the other stack.",
      ),
    pool: z
      .record(z.string(), z.record(z.string(), z.number().min(0)), is("must be a map of limits by region"))
      .optional()
      .describe(
        "What the reseller has to share out among its accounts, by region and limit, such as `{ ch-1: { vcpus: 2000 } }`. `reseller fleet list --check` and `fleet preview` hold the sum of the accounts' quotas against it. Quotas of the default connection.",
      ),
    parallel: z
      .int()
      .min(1)
      .max(64)
      .optional()
      .describe("Stacks that run at the same time. Default: the number of processors, at most 8."),
  })
  .describe("One realm, run as many stacks of one Pulumi project.");

/** What could stand where a path of `fleet.yaml` leads. */
export function knownMembers([first, second]: readonly PropertyKey[]): readonly string[] {
  if (second === undefined) return Object.keys(fleetFileForm.shape);
  if (first !== "division") return [];
  if (second === "by") return ["resources"];
  return second === "groups" ? Object.keys(fleetGroup.shape) : Object.keys(fleetDivision.shape);
}

/** The JSON Schema (draft 7, which editors know best) of `fleet.yaml`. */
export function fleetSchema(): JsonSchema {
  return { title: "Fleet", ...z.toJSONSchema(fleetFileForm, { io: "input", target: "draft-7" }) } as JsonSchema;
}
