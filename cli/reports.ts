import { z } from "zod";
import { KIND_NAMES } from "../provider/model";

/**
 * What commands print with `--json`, but for reviews and drift, which have forms of their own. The JSON Schema that is published is made from
 * these schemas. Members are only ever added; a version is one more where a reader of the old form would misunderstand the new one.
 */
export const REPORT_VERSION = 1;

const version = z.literal(REPORT_VERSION);
const kind = z.enum(KIND_NAMES);
const connection = z.string().optional().describe("Name of the connection; absent for the default.");
const named = z.strictObject({ id: z.string(), name: z.string().optional().describe("What people call it.") });

const place = {
  name: z.string().describe("Name of the connection, `default` for the one of the flat settings."),
  portal: z.string().describe("Such as csp."),
  title: z.string().describe("What messages call the portal."),
  endpoint: z.string().describe("Address of the portal's API."),
};

const Place = z.strictObject(place);

export const STATUSES = ["built in", "being deleted", "not set", "can't be declared"] as const;

const LookedObject = z.strictObject({
  kind,
  name: z.string().describe("What people call it."),
  id: z.string(),
  account: named.optional().describe("The account that it belongs to; absent for the reseller's own part."),
  connection,
  status: z
    .enum(STATUSES)
    .optional()
    .describe("Why no program declares it as it is; absent where one can. `not set`: it comes with its account."),
  because: z.string().optional().describe("More on the status."),
  fields: z.record(z.string(), z.unknown()).describe("What can be declared of it, with references as ids. No secrets."),
  outputs: z.record(z.string(), z.unknown()).describe("What the portal says beside that. No secrets."),
});
export type LookedObject = z.output<typeof LookedObject>;

const names = z
  .record(z.string(), z.string())
  .describe("What people call the objects that fields refer to, by their ids.");

export const ListReport = z.strictObject({
  version,
  connections: z.array(Place),
  kind,
  objects: z.array(LookedObject).describe("By connection, account, name and id."),
  names,
  unseen: z
    .array(z.strictObject({ connection, reason: z.string() }))
    .describe("Why there may be more than the token sees; empty where the list is whole."),
});
export type ListReport = z.output<typeof ListReport>;

export const ShowReport = z.strictObject({ version, object: LookedObject, names });
export type ShowReport = z.output<typeof ShowReport>;

export const WhoamiReport = z.strictObject({
  version,
  settings: z.string().describe("Where the settings came from."),
  connections: z.array(
    z.strictObject({
      ...place,
      bearer: z
        .strictObject({
          id: z.string().optional(),
          name: z.string().optional().describe("What they sign in with."),
          role: z.string().optional().describe("What they are, in words of the portal."),
        })
        .optional()
        .describe("Whose credentials these are; absent where the portal was not reached or refused them."),
      organization: z
        .strictObject({ id: z.string().optional(), name: z.string().optional() })
        .optional()
        .describe("The reseller whom they act for."),
      account: named.optional().describe("The one account that they belong to, where they are a customer's."),
      ends: z
        .string()
        .nullable()
        .optional()
        .describe("When the credentials end (ISO 8601); null: never; absent where the portal doesn't tell."),
      untold: z.array(z.string()).describe("What can't be told, and why."),
      problem: z.string().optional().describe("Why the portal could not be asked."),
    }),
  ),
  remarks: z.array(z.string()).describe("What is to be known of the settings."),
});
export type WhoamiReport = z.output<typeof WhoamiReport>;

export const PasswordsReport = z.strictObject({
  version,
  passwords: z
    .array(
      z.strictObject({
        for: z.string().describe("Name of the resource in the program."),
        kind,
        id: z.string(),
        name: z.string().describe("What they sign in with."),
        person: z.string().optional().describe("First and last name."),
        email: z.string().optional(),
        account: named.optional(),
        connection,
        signIn: z.string().optional().describe("Where they sign in; absent where the settings don't say the portal."),
        output: z.string().describe("The output that has it: initialPassword, newPassword."),
        password: z.string().describe("The secret, in the clear."),
      }),
    )
    .describe("By account, name and output."),
});
export type PasswordsReport = z.output<typeof PasswordsReport>;

export const SandboxesReport = z.strictObject({
  version,
  sandboxes: z.array(
    z.strictObject({
      pid: z.number().int(),
      portal: z.string().describe("The portal whose environment was printed; each sandbox stands in for all of them."),
      address: z.string(),
      since: z.string().describe("ISO 8601."),
      log: z.string().describe("File with what it has said."),
      data: z.string().optional().describe("Folder that keeps its data; absent where they go with it."),
    }),
  ),
});
export type SandboxesReport = z.output<typeof SandboxesReport>;

export const PostReport = z.strictObject({
  version,
  forge: z.string().describe("GitHub or GitLab."),
  kind: z.enum(["comment", "issue", "approval"]),
  became: z.enum(["created", "updated", "unchanged", "closed", "nothing to close"]).describe("What was done."),
  address: z.string().optional().describe("Where it can be read; absent where the forge doesn't tell."),
  duplicates: z.array(z.string()).describe("More of the same that were found and left alone."),
});
export type PostReport = z.output<typeof PostReport>;

export const ApprovedReport = z.strictObject({
  version,
  change: z.string().nullable().describe("Number of the pull or merge request; null where there is none."),
  effect: z.string().nullable().describe("The effect hash that was approved in it; null where none was."),
});
export type ApprovedReport = z.output<typeof ApprovedReport>;

const step = z.strictObject({
  key: z.string().describe("Kind and name, such as User/acme/anna."),
  what: z.string(),
  place: z.string().optional().describe("File and line."),
});

export const AdoptReport = z.strictObject({
  version,
  project: z.string(),
  stack: z.string(),
  exitCode: z.number().int(),
  dryRun: z.boolean(),
  files: z.array(z.string()).describe("Files that are changed, or would be."),
  written: z.array(step),
  byHand: z.array(step).describe("What a person has to change in a program."),
  left: z.array(step).describe("What was not asked for."),
  toTakeOver: z.array(z.string()).describe("New entries of what exists: the next up needs RESELLER_ADOPT=true."),
  cannotTell: z.array(z.strictObject({ reason: z.string(), subjects: z.array(z.string()) })),
});
export type AdoptReport = z.output<typeof AdoptReport>;

const counts = z.partialRecord(kind, z.number().int());

export const ImportReport = z.strictObject({
  version,
  source: z.string().describe("The portal, and where its settings came from."),
  files: z.array(z.string()).describe("Files that were written."),
  entries: counts.describe("How many entries of each kind."),
  builtIn: counts.describe("Objects of the portal's own, which are referred to and never declared."),
  untouched: counts.describe("Objects that came with their accounts and that nobody has set."),
  remarks: z
    .array(z.strictObject({ kind, id: z.string(), name: z.string(), why: z.string() }))
    .describe("What no declaration stands for, or not all of it."),
  without: z.array(z.string()).describe("What can be declared and the portal doesn't tell."),
  unseen: z.array(z.string()).describe("What the token doesn't see."),
  refused: z
    .array(z.strictObject({ reason: z.string(), names: z.array(z.string()) }))
    .describe("What an up with this token is refused for."),
});
export type ImportReport = z.output<typeof ImportReport>;

const ofStack = { kind: z.string(), name: z.string().describe("Name in the program.") };
const fields = z.array(z.string());

export const IntoStackReport = z.strictObject({
  version,
  taken: z.array(z.strictObject({ ...ofStack, id: z.string() })),
  components: z.number().int(),
  differing: z.array(z.strictObject({ ...ofStack, fields })).describe("Taken in with the portal's values."),
  uncompared: z.array(z.strictObject({ ...ofStack, fields })).describe("Secrets, taken as they are declared."),
  absent: z
    .array(z.strictObject({ ...ofStack, because: z.string().optional() }))
    .describe("Not at the portal: the next up makes them."),
  left: z.array(z.strictObject({ ...ofStack, because: z.string() })).describe("What a person has to decide."),
  before: z.number().int().describe("Resources that the stack had already."),
});
export type IntoStackReport = z.output<typeof IntoStackReport>;

/** By the command that prints it. */
export const REPORTS = {
  whoami: WhoamiReport,
  list: ListReport,
  show: ShowReport,
  passwords: PasswordsReport,
  "sandbox --list": SandboxesReport,
  import: ImportReport,
  "import --into-stack": IntoStackReport,
  "adopt-drift": AdoptReport,
  post: PostReport,
  "approved-effect": ApprovedReport,
} as const;

/** The JSON Schema of each, by the command; docs/commands.schema.json is made from it. */
export function commandsSchema(): Readonly<Record<string, unknown>> {
  const definitions = Object.entries(REPORTS).map(([command, report]) => {
    const { $schema: _same, ...schema } = z.toJSONSchema(report);
    return [command, schema] as const;
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:pulumi-reseller:commands:${REPORT_VERSION}`,
    title: "What commands print with --json",
    $defs: Object.fromEntries(definitions),
  };
}
