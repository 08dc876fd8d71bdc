import { z } from "zod";
import { KIND_NAMES } from "../provider/model";
import { FleetListReport, FleetMatrix, FleetReport, MoveReport } from "./fleetReports";
import { REPORT_VERSION } from "./reportVersion";

export { REPORT_VERSION } from "./reportVersion";

/** What commands print with `--json`, but for reviews and drift, which have forms of their own. The JSON Schema is made from these schemas. */
const version = z.literal(REPORT_VERSION);
const kind = z.enum(KIND_NAMES);
const connection = z.string().optional().describe("Name of the connection; absent for the default.");
const named = z.strictObject({ id: z.string(), name: z.string().optional().describe("Display name.") });

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
  name: z.string().describe("Display name."),
  id: z.string(),
  account: named.optional().describe("The account that it belongs to; absent for the reseller's own objects."),
  connection,
  status: z
    .enum(STATUSES)
    .optional()
    .describe("Why it can't be declared; absent if it can. `not set`: it was created with its account."),
  because: z.string().optional().describe("Details of the status."),
  fields: z
    .record(z.string(), z.unknown())
    .describe("Values that can be declared, with references as ids. No secrets."),
  outputs: z.record(z.string(), z.unknown()).describe("Other values at the portal. No secrets."),
});
export type LookedObject = z.output<typeof LookedObject>;

const names = z.record(z.string(), z.string()).describe("Display names of referenced objects, by id.");

export const ListReport = z.strictObject({
  version,
  connections: z.array(Place),
  kind,
  objects: z.array(LookedObject).describe("Sorted by connection, account, name and id."),
  names,
  unseen: z
    .array(z.strictObject({ connection, reason: z.string() }))
    .describe("Why the list may be incomplete; empty if it is complete."),
});
export type ListReport = z.output<typeof ListReport>;

export const ShowReport = z.strictObject({ version, object: LookedObject, names });
export type ShowReport = z.output<typeof ShowReport>;

export const DoctorReport = z.strictObject({
  version,
  checks: z.array(
    z.strictObject({
      area: z.enum(["versions", "settings", "address", "portal", "rights", "contract"]),
      connection,
      what: z.string(),
      state: z.enum(["ok", "warning", "problem", "unknown"]),
      text: z.string().describe("What was found. No value of a credential."),
      fix: z.string().optional().describe("What to do."),
    }),
  ),
});
export type DoctorReport = z.output<typeof DoctorReport>;

export const ProbeReport = z.strictObject({
  version,
  connections: z.array(
    z.strictObject({
      name: place.name,
      portal: place.portal,
      endpoint: place.endpoint,
      passed: z.boolean().describe("Whether everything that the provider needs is as the contract says."),
      file: z.string().describe("Where the result is kept."),
      operations: z.array(
        z.strictObject({
          id: z.string().describe("Name of the operation in the contract."),
          method: z.string(),
          path: z.string().describe("As this portal has it."),
          result: z.enum(["same", "differs", "not-asked"]),
          differences: z.array(z.string()).describe("What differs, or why it was not asked. No values of the portal."),
          notes: z.array(z.string()).describe("What is not in the contract and does no harm."),
          calls: z.number().int().describe("Requests that it took."),
        }),
      ),
      kinds: z.array(
        z.strictObject({
          kind: z.string(),
          verdict: z
            .enum(["declarable", "readable", "unusable"])
            .describe("What can be done with the kind at this portal."),
          why: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type ProbeReport = z.output<typeof ProbeReport>;

export const WhoamiReport = z.strictObject({
  version,
  settings: z.string().describe("Source of the settings."),
  connections: z.array(
    z.strictObject({
      ...place,
      bearer: z
        .strictObject({
          id: z.string().optional(),
          name: z.string().optional().describe("Sign-in name."),
          role: z.string().optional().describe("Type of the bearer, as named by the portal."),
        })
        .optional()
        .describe("Owner of the credentials; absent if the portal was not reached or refused them."),
      organization: z
        .strictObject({ id: z.string().optional(), name: z.string().optional() })
        .optional()
        .describe("The reseller that the credentials belong to."),
      account: named.optional().describe("The account that the credentials belong to, if they are a customer's."),
      ends: z
        .string()
        .nullable()
        .optional()
        .describe("Expiry time of the credentials (ISO 8601); null: never; absent if the portal doesn't return it."),
      untold: z.array(z.string()).describe("What isn't known, and why."),
      problem: z.string().optional().describe("Why the portal could not be reached."),
    }),
  ),
  remarks: z.array(z.string()).describe("Notes on the settings."),
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
        name: z.string().describe("Sign-in name."),
        person: z.string().optional().describe("First and last name."),
        email: z.string().optional(),
        account: named.optional(),
        connection,
        signIn: z.string().optional().describe("Sign-in URL; absent if the settings don't have the portal."),
        output: z.string().describe("Name of the output: initialPassword or newPassword."),
        password: z.string().describe("The password, in plain text."),
      }),
    )
    .describe("Sorted by account, name and output."),
});
export type PasswordsReport = z.output<typeof PasswordsReport>;

export const SandboxesReport = z.strictObject({
  version,
  sandboxes: z.array(
    z.strictObject({
      pid: z.number().int(),
      portal: z.string().describe("The portal whose environment was printed. Each sandbox serves all portals."),
      address: z.string(),
      since: z.string().describe("ISO 8601."),
      log: z.string().describe("Log file."),
      data: z.string().optional().describe("Data folder; absent if data are not persistent."),
    }),
  ),
});
export type SandboxesReport = z.output<typeof SandboxesReport>;

export const PostReport = z.strictObject({
  version,
  forge: z.string().describe("GitHub or GitLab."),
  kind: z.enum(["comment", "issue", "approval"]),
  became: z.enum(["created", "updated", "unchanged", "closed", "nothing to close"]).describe("What was done."),
  address: z.string().optional().describe("URL; absent if GitHub or GitLab doesn't return it."),
  duplicates: z.array(z.string()).describe("Duplicates that were found and not changed."),
});
export type PostReport = z.output<typeof PostReport>;

export const ApprovedReport = z.strictObject({
  version,
  change: z.string().nullable().describe("Number of the pull or merge request; null if there is none."),
  effect: z.string().nullable().describe("The approved effect hash; null if none was approved."),
});
export type ApprovedReport = z.output<typeof ApprovedReport>;

export const AppliedReport = z.strictObject({
  version,
  commit: z.string().nullable().describe("Commit of the last successful run; null if there is none."),
});
export type AppliedReport = z.output<typeof AppliedReport>;

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
  files: z.array(z.string()).describe("Files that are changed, or would be with a dry run."),
  written: z.array(step),
  byHand: z.array(step).describe("Changes to make in a program."),
  left: z.array(step).describe("Drift that was not requested."),
  toTakeOver: z.array(z.string()).describe("New entries of existing objects: the next up needs RESELLER_ADOPT=true."),
  cannotTell: z.array(z.strictObject({ reason: z.string(), subjects: z.array(z.string()) })),
});
export type AdoptReport = z.output<typeof AdoptReport>;

const counts = z.partialRecord(kind, z.number().int());

export const ImportReport = z.strictObject({
  version,
  source: z.string().describe("The portal, and the source of its settings."),
  files: z.array(z.string()).describe("Files that were written."),
  entries: counts.describe("Number of entries of each kind."),
  builtIn: counts.describe("Objects that are built into the portal, referenced and not declared."),
  untouched: counts.describe("Objects that were created with their accounts, and never set."),
  remarks: z
    .array(z.strictObject({ kind, id: z.string(), name: z.string(), why: z.string() }))
    .describe("Objects that can't be declared, or not completely."),
  without: z.array(z.string()).describe("Values that can be declared but aren't returned by the portal."),
  unseen: z.array(z.string()).describe("What the token can't see."),
  refused: z
    .array(z.strictObject({ reason: z.string(), names: z.array(z.string()) }))
    .describe("Errors that an up with this token would report."),
});
export type ImportReport = z.output<typeof ImportReport>;

const ofStack = { kind: z.string(), name: z.string().describe("Name in the program.") };
const fields = z.array(z.string());

export const IntoStackReport = z.strictObject({
  version,
  taken: z.array(z.strictObject({ ...ofStack, id: z.string() })),
  components: z.number().int(),
  differing: z.array(z.strictObject({ ...ofStack, fields })).describe("Adopted with the portal's values."),
  uncompared: z.array(z.strictObject({ ...ofStack, fields })).describe("Secrets, adopted as declared."),
  absent: z
    .array(z.strictObject({ ...ofStack, because: z.string().optional() }))
    .describe("Not at the portal: the next up creates them."),
  left: z
    .array(z.strictObject({ ...ofStack, because: z.string() }))
    .describe("Objects that could not be adopted, with the reason."),
  before: z.number().int().describe("Resources that were already in the stack."),
});
export type IntoStackReport = z.output<typeof IntoStackReport>;

const { version: _once, ...intoStack } = IntoStackReport.shape;

const problem = z.string().optional().describe("Why the stack was not filled, or not completely.");

export const FleetIntoStacksReport = z.strictObject({
  version,
  stacks: z.array(
    z.union([
      z.strictObject({ stack: z.string(), ...intoStack, problem }),
      z.strictObject({ stack: z.string(), problem }),
    ]),
  ),
});
export type FleetIntoStacksReport = z.output<typeof FleetIntoStacksReport>;

export const FleetImportReport = ImportReport.extend({
  stacks: FleetIntoStacksReport.shape.stacks
    .optional()
    .describe("What was adopted; absent if the project's packages are not installed."),
});
export type FleetImportReport = z.output<typeof FleetImportReport>;

export const PluginReport = z.strictObject({
  version,
  result: z.enum(["installed", "already installed", "replaced", "removed", "not installed"]),
  pluginVersion: z.string(),
  folder: z.string().describe("The plugin's folder in Pulumi's plugin cache."),
});
export type PluginReport = z.output<typeof PluginReport>;

const sure = z.number().describe("From 0 to 1. All below 1 is a guess.");
const matched = z.enum(["same", "probably", "missing"]);

const ComparedBody = z.strictObject({
  at: z.string().optional().describe("Where the body is inside the vendor's; absent if it is at its top."),
  items: z
    .string()
    .optional()
    .describe("Where the items of a list are in the answer; empty if the answer is the list."),
  members: z.array(
    z.strictObject({
      path: z.string().describe("The contract's member, with the members that it is in."),
      type: z.string().optional().describe("The contract's type that has the member."),
      result: matched,
      at: z.string().optional().describe("Where it is in the vendor's type; absent if it is missing."),
      confidence: sure,
      why: z.string(),
      words: z.record(z.string(), z.string()).optional().describe("The vendor's words, by the contract's."),
      as: z.enum(["text", "number"]).optional().describe("The vendor's type, if it is another one."),
    }),
  ),
  others: z.array(z.string()).describe("Members that only the vendor has."),
});

export const CompareReport = z.strictObject({
  version,
  portal: z.string(),
  document: z.strictObject({
    file: z.string(),
    openapi: z.enum(["2", "3.0", "3.1"]),
    title: z.string(),
    release: z.string().describe("The API's version, as the document has it."),
    servers: z.array(z.string()),
    notFollowed: z.array(z.string()).describe("References that lead out of the document, or nowhere."),
  }),
  operations: z.array(
    z.strictObject({
      id: z.string().describe("Name of the operation in the contract."),
      method: z.string(),
      path: z.string(),
      result: matched,
      there: z.strictObject({ method: z.string(), path: z.string(), id: z.string().optional() }).optional(),
      confidence: sure,
      why: z.string(),
      query: z.record(z.string(), z.string().nullable()).describe("The vendor's parameters, by the contract's."),
      request: ComparedBody.optional(),
      response: ComparedBody.optional(),
    }),
  ),
  others: z
    .array(z.strictObject({ method: z.string(), path: z.string(), id: z.string().optional() }))
    .describe("Operations that only the vendor has."),
  connection: z
    .array(
      z.strictObject({ part: z.string(), terms: z.record(z.string(), z.unknown()), confidence: sure, why: z.string() }),
    )
    .describe("How the portal is spoken to, where that isn't the contract's way; as contract.yaml has it."),
  draft: z.string().optional().describe("The file that was written."),
});
export type CompareReport = z.output<typeof CompareReport>;

/** By the command that prints it. */
export const REPORTS = {
  whoami: WhoamiReport,
  doctor: DoctorReport,
  "contract probe": ProbeReport,
  "contract compare": CompareReport,
  list: ListReport,
  show: ShowReport,
  passwords: PasswordsReport,
  "sandbox --list": SandboxesReport,
  import: ImportReport,
  "import --into-stack": IntoStackReport,
  "import --fleet": FleetImportReport,
  "import --fleet --into-stack": FleetIntoStacksReport,
  "adopt-drift": AdoptReport,
  post: PostReport,
  "approved-effect": ApprovedReport,
  "applied-commit": AppliedReport,
  plugin: PluginReport,
  "fleet list": FleetListReport,
  "fleet preview": FleetReport,
  "fleet up": FleetReport,
  "fleet refresh": FleetReport,
  "fleet destroy": FleetReport,
  "fleet matrix --format github": FleetMatrix,
  "fleet move": MoveReport,
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
