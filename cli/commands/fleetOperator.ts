import { Command, InvalidArgumentError, Option } from "commander";
import { readFleet } from "../../fleet";
import { operatorResources } from "../fleet/engines/operator";
import { type FleetFlags, withSelection } from "../fleet/options";
import { selectedStacks } from "../fleet/selection";
import { WrongUse } from "../wrongUse";

interface OperatorFlags extends FleetFlags {
  readonly repository: string;
  readonly branch?: string;
  readonly commit?: string;
  readonly directory?: string;
  readonly gitSecret?: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly backend?: string;
  readonly secretsProvider?: string;
  readonly organization?: string;
  readonly secret: string;
  readonly variable?: readonly string[];
  readonly image?: string;
  readonly resync: number;
  readonly reapply?: boolean;
}

/** The operator takes less for this. */
const SHORTEST_RESYNC = 60;

/** `reseller fleet operator`: the resources with which Pulumi's operator runs the stacks of a fleet on Kubernetes. */
export function fleetOperatorCommand(): Command {
  return withSelection(new Command("operator"))
    .description("Print the resources for Pulumi Kubernetes Operator 2 that run the stacks.")
    .requiredOption("--repository <url>", "Git repository of the project, without credentials", address)
    .addOption(new Option("--branch <branch>", "the branch to run; default: main").conflicts("commit"))
    .option("--commit <hash>", "the commit to run; keeps the order of stacks exactly")
    .option("--directory <folder>", "folder of fleet.yaml in the repository")
    .option("--git-secret <name>", "Secret for the repository: accessToken, or sshPrivateKey for an SSH address")
    .option("--namespace <name>", "namespace of the resources", "default")
    .option("--service-account <name>", "service account of the workspaces", "pulumi-reseller")
    .option("--backend <url>", "state backend, without credentials; default: that of the secret", address)
    .option("--secrets-provider <url>", "secrets provider of new stacks")
    .option("--organization <name>", "organization of the stacks in Pulumi Cloud")
    .option("--secret <name>", "Secret whose keys are the environment variables of the program", "pulumi-reseller")
    .option("--variable <name...>", "only these keys of the secret")
    .option("--image <image>", "image of the workspaces; default: the operator's")
    .option("--resync <seconds>", "how often the branch is checked", seconds, 300)
    .option("--reapply", "also run up that often if nothing has changed in Git, which reverts manual changes")
    .addHelpText(
      "after",
      "\nContains no secrets, only their names.\nExit codes: 0 success; 2 wrong usage, or an error in the fleet.",
    )
    .action((flags: OperatorFlags) => run(flags));
}

function run({ commit, branch = "main", variable, reapply = false, ...flags }: OperatorFlags): void {
  const fleet = readFleet(flags.cwd);
  const selected = new Set(selectedStacks(fleet, flags).map(({ name }) => name));
  const revision = commit === undefined ? { branch } : { commit };
  process.stdout.write(
    operatorResources(fleet.stacks, (name) => selected.has(name), {
      ...flags,
      ...{ revision, variables: variable, reapply },
    }),
  );
}

function seconds(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < SHORTEST_RESYNC)
    throw new InvalidArgumentError(`It must be a whole number of ${SHORTEST_RESYNC} seconds or more.`);
  return number;
}

/** What is printed goes into repositories. */
function address(text: string): string {
  if (/^[a-z][\w+.-]*:\/\/[^/@]*:[^/@]*@/i.test(text))
    throw new WrongUse("the address has a password: put it into the secret, and leave it out of the address");
  return text;
}
