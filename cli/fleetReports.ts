import { z } from "zod";
import { KIND_NAMES } from "../provider/model";
import { REPORT_VERSION } from "./reportVersion";

/** What the commands of a fleet print with `--json`. */

const version = z.literal(REPORT_VERSION);
const kind = z.enum(KIND_NAMES);

export const FleetMatrix = z.strictObject({
  version,
  parallel: z.int().describe("Jobs that run at the same time."),
  stages: z
    .array(
      z.strictObject({
        include: z.array(
          z.strictObject({
            name: z.string().describe("Name of the job: its first stack, and how many more there are."),
            stacks: z.string().describe("Names of stacks, separated by blanks, each after those that it needs."),
          }),
        ),
      }),
    )
    .describe("A matrix for each stage; stacks need only stacks of earlier stages, or of their own job."),
});
export type FleetMatrix = z.output<typeof FleetMatrix>;

export const FleetReport = z.strictObject({
  version,
  command: z.enum(["preview", "up", "refresh", "destroy"]),
  exitCode: z.number().int(),
  stacks: z
    .array(
      z.strictObject({
        name: z.string(),
        result: z
          .enum(["done", "failed", "skipped", "held", "stopped"])
          .describe(
            "skipped: what it needs failed. held: its deletions are left, because a stack that refers to them failed. stopped: the command was interrupted.",
          ),
        changes: z
          .record(z.string(), z.number().int())
          .describe(
            "Number of resources by the engine's operation, such as create and same; of a preview, those planned.",
          ),
        seconds: z.number().int(),
        calls: z
          .strictObject({ reads: z.int(), writes: z.int(), shared: z.int() })
          .describe("Requests to the portal; shared: readings that another stack had made already."),
        problems: z.array(z.string()).describe("Why it failed, or didn't run."),
        log: z.string().optional().describe("Its log file, relative to the folder of fleet.yaml."),
        plan: z.string().optional().describe("Its plan, as reseller review reads it; of a preview."),
      }),
    )
    .describe("In the order of the fleet."),
  former: z
    .array(z.strictObject({ name: z.string(), resources: z.number().int() }))
    .describe("Stacks with resources that the fleet no longer has: nothing is done with them."),
});
export type FleetReport = z.output<typeof FleetReport>;

export const FleetListReport = z.strictObject({
  version,
  references: z.enum(["name", "stack"]).describe("How stacks refer to entries of other stacks."),
  stacks: z
    .array(
      z.strictObject({
        name: z.string(),
        order: z.int().describe("From 1. A stack needs stacks of a lower order only."),
        accounts: z.array(z.string()).describe("Keys of the accounts that are in it."),
        resources: z.int(),
        needs: z.array(z.string()).describe("Names of the stacks that it refers to."),
        reasons: z.array(z.string()).optional().describe("With --since: what differs in it from that commit."),
      }),
    )
    .describe("Sorted by order and name."),
  findings: z
    .array(
      z.strictObject({
        severity: z.enum(["error", "warning"]),
        kind,
        name: z.string().describe("Name of the resource, such as acme/anna."),
        stack: z.string().describe("The stack that has it."),
        place: z.string().optional().describe("File, line and column."),
        text: z.string(),
        rule: z.string().optional().describe("Id of the portal's rule."),
      }),
    )
    .optional()
    .describe("With --check: what is wrong with the realm as a whole."),
});
export type FleetListReport = z.output<typeof FleetListReport>;

const MovedResource = z.strictObject({ kind, name: z.string().describe("As the program calls it."), id: z.string() });

export const MoveReport = z.strictObject({
  version,
  done: z
    .boolean()
    .describe("Whether the resources were moved; false: this is what would be done, or nothing was to be done."),
  moves: z.array(z.strictObject({ from: z.string(), to: z.string(), resources: z.array(MovedResource) })),
  created: z.array(z.string()).describe("Stacks that didn't exist."),
  completed: z.array(z.string()).describe("Stacks whose state an interrupted move had left incomplete."),
  emptied: z.array(z.string()).describe("Stacks that the division doesn't name, and that have no resource left."),
  removed: z.array(z.string()).describe("Those of them that were removed."),
  undeclared: z
    .array(z.strictObject({ stack: z.string(), kind, name: z.string(), id: z.string() }))
    .describe("Resources that no entry declares: they stay in the state of their stack."),
});
export type MoveReport = z.output<typeof MoveReport>;
