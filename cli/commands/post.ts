import * as fs from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  approve,
  approvedEffect,
  branchHere,
  changeHere,
  closeIssue,
  commitHere,
  type Forge,
  ForgeError,
  type ForgeFlags,
  forgeHere,
  markerOf,
  nameProblem,
  ownMarker,
  personHere,
  postComment,
  type Posted,
  postIssue,
  workflowHere,
} from "../../scm";
import { jsonText } from "../../text/escape";
import { documentation } from "../../text/documentation";
import { counted } from "../../text/words";
import { type QuietFlag, withProgress, withQuiet } from "../progress";
import { effectHash } from "../given";
import { type AppliedReport, type ApprovedReport, type PostReport, REPORT_VERSION } from "../reports";
import { EXIT_WRONG_USE, WrongUse } from "../wrongUse";

interface OutputFlags extends ForgeFlags, QuietFlag {
  readonly json?: boolean;
}

interface TextFlags extends OutputFlags {
  readonly name?: string;
}

interface ChangeFlags extends TextFlags {
  readonly change?: string;
}

interface IssueFlags extends TextFlags {
  readonly title?: string;
  readonly label: readonly string[];
  readonly close: boolean;
}

interface ApprovalFlags extends OutputFlags {
  readonly change?: string;
  readonly for: string;
}

interface ApprovedFlags extends ApprovalFlags {
  readonly commit?: string;
}

interface AppliedFlags extends OutputFlags {
  readonly branch?: string;
  readonly workflow?: string;
}

const FAILED = 1;
const NO_DRIFT = "Resolved: the last run found no more of it. Closed by the pipeline.";
const DEFAULT_LABEL = "reseller-drift";

/** `reseller post`: what pipelines say at GitHub or GitLab, each thing in one place that is kept up to date. */
export function postCommand(): Command {
  return new Command("post")
    .description("Post a comment, an issue or an approval at GitHub or GitLab, and keep it up to date.")
    .addCommand(commentCommand())
    .addCommand(issueCommand())
    .addCommand(approvalCommand());
}

function commentCommand(): Command {
  return withForge(new Command("comment"))
    .description("Comment on a pull or merge request. Edits the comment of the previous run.")
    .argument("<file>", "Markdown, such as the output of reseller review --out markdown=FILE; - for standard input")
    .addOption(nameOption("comment"))
    .addOption(changeOption())
    .action((file: string, flags: ChangeFlags) =>
      carryOut("post comment", flags, async (forge) => {
        const { text, marker } = readMarked(file, "comment", flags.name);
        return said(forge, flags, "comment", await postComment(forge, changeOf(forge, flags), marker, text));
      }),
    );
}

function issueCommand(): Command {
  return withForge(new Command("issue"))
    .description("Open an issue, or edit the open issue of an earlier run.")
    .argument("[file]", "Markdown, such as the output of reseller drift --out markdown=FILE; - for standard input")
    .addOption(nameOption("issue"))
    .option("--title <text>", "title of the issue; default: the first heading of the text")
    .option("--label <label>", `label of the issue; repeatable; default: ${DEFAULT_LABEL}`, collect, [])
    .option("--close", "close the issue with an explanation; needs no file if --name is set", false)
    .action((file: string | undefined, flags: IssueFlags) =>
      carryOut("post issue", flags, async (forge) => {
        if (flags.close)
          return said(forge, flags, "issue", await closeIssue(forge, markerToClose(file, flags), NO_DRIFT));
        if (file === undefined) throw new WrongUse("the file with the text is missing");
        const { text, marker } = readMarked(file, "issue", flags.name);
        const labels = flags.label.length > 0 ? flags.label : [DEFAULT_LABEL];
        const title = flags.title ?? headingOf(text);
        return said(forge, flags, "issue", await postIssue(forge, marker, { title, body: text, labels }));
      }),
    );
}

function markerToClose(file: string | undefined, { name: given }: IssueFlags): string {
  if (given !== undefined) return markerOf("issue", given);
  if (file === undefined) throw new WrongUse("the issue to close is missing: use --name, or pass a file");
  return readMarked(file, "issue", undefined).marker;
}

function approvalCommand(): Command {
  return withForge(new Command("approval"))
    .description("Record in a comment that a plan with this effect is approved. For a job that only approvers can run.")
    .argument("<effect>", "the effect hash of the review", effectHash)
    .addOption(forOption())
    .addOption(changeOption())
    .action((effect: string, flags: ApprovalFlags) =>
      carryOut("post approval", flags, async (forge) => {
        const by = personHere(forge.name, process.env);
        const change = changeOf(forge, flags);
        return said(forge, flags, "approval", await approve(forge, change, { name: flags.for, effect, by }));
      }),
    );
}

/** `reseller approved-effect`: what `post approval` wrote down, for `reseller review --approved`. */
export function approvedEffectCommand(): Command {
  return withForge(new Command("approved-effect"))
    .description(
      "Print the approved effect hash of a pull or merge request, or nothing. For reseller review --approved.",
    )
    .addOption(forOption())
    .addOption(changeOption())
    .option("--commit <hash>", "outside a pull or merge request: the commit that merged it; default: the pipeline's")
    .action((flags: ApprovedFlags) =>
      carryOut("approved-effect", flags, async (forge) => {
        const commit = flags.commit ?? commitHere(forge.name, process.env);
        const change =
          flags.change ??
          (flags.commit === undefined ? changeHere(forge.name, process.env) : undefined) ??
          (commit === undefined ? undefined : await forge.mergedChange(commit));
        const effect = change === undefined ? undefined : await approvedEffect(forge, change, flags.for);
        return () => {
          if (effect === undefined)
            complain(
              change === undefined
                ? "approved-effect: no change was merged with this commit; nothing is approved"
                : `approved-effect: nothing is approved in ${change}`,
            );
          if (flags.json === true) {
            const report: ApprovedReport = { version: REPORT_VERSION, change: change ?? null, effect: effect ?? null };
            process.stdout.write(jsonText(report));
          } else if (effect !== undefined) process.stdout.write(`${effect}\n`);
        };
      }),
    );
}

/** `reseller applied-commit`: what a pipeline that applies has applied already. */
export function appliedCommitCommand(): Command {
  return withForge(new Command("applied-commit"))
    .description(
      "Print the commit of the pipeline's last successful run on its branch, or nothing. For reseller fleet --since.",
    )
    .option("--branch <name>", "the branch; default: the pipeline's")
    .option("--workflow <file>", "GitHub: the workflow's file name; default: the pipeline's")
    .action((flags: AppliedFlags) =>
      carryOut("applied-commit", flags, async (forge) => {
        const branch = flags.branch ?? branchHere(forge.name, process.env);
        const workflow = flags.workflow ?? (forge.name === "GitHub" ? workflowHere(process.env) : "");
        if (branch === undefined) throw new WrongUse("this pipeline is about no branch: use --branch NAME");
        if (workflow === undefined)
          throw new WrongUse("this run is of no workflow (GITHUB_WORKFLOW_REF is not set): use --workflow FILE");
        const commit = await forge.lastSuccess({ branch, workflow });
        return () => {
          if (commit === undefined) complain(`applied-commit: no run on ${branch} has succeeded yet`);
          if (flags.json === true) {
            const report: AppliedReport = { version: REPORT_VERSION, commit: commit ?? null };
            process.stdout.write(jsonText(report));
          } else if (commit !== undefined) process.stdout.write(`${commit}\n`);
        };
      }),
    );
}

function withForge(command: Command): Command {
  return withQuiet(command)
    .addOption(new Option("--forge <name>", "GitHub or GitLab; default: the pipeline's").choices(["github", "gitlab"]))
    .option("--repository <name>", "owner/name, or the number or path of a GitLab project; default: the pipeline's")
    .option("--api <address>", "URL of the API; default: GITHUB_API_URL or CI_API_V4_URL")
    .option("--token-variable <name>", "the variable with the token; default: GITHUB_TOKEN or GITLAB_TOKEN", variable)
    .option("--author <login>", "GitHub: the login of a GitHub App's token (name[bot])")
    .option("--json", `print JSON (${documentation("commands.md")})`);
}

function nameOption(what: string): Option {
  return new Option(
    "--name <name>",
    `identifies this ${what}; default: the hidden first line of the text, which reseller review and reseller drift write`,
  ).argParser(name);
}

function forOption(): Option {
  return new Option("--for <name>", "what is approved, such as project/stack").argParser(name).makeOptionMandatory();
}

function changeOption(): Option {
  return new Option("--change <number>", "the pull or merge request; default: the pipeline's").argParser(number);
}

async function carryOut(
  what: string,
  flags: ForgeFlags & QuietFlag,
  work: (forge: Forge) => Promise<Telling>,
): Promise<void> {
  let forge: Forge | undefined;
  try {
    const here = (forge = forgeHere(flags, process.env));
    const tell = await withProgress(flags, (progress) => {
      progress.step(`Asking ${here.name}`);
      return work(here);
    });
    tell();
  } catch (error) {
    if (!(error instanceof ForgeError || error instanceof WrongUse)) throw error;
    complain(`${what}: ${error.message}`);
    // Without a forge nothing was asked of one: what it would take is missing here.
    process.exitCode = forge === undefined || error instanceof WrongUse ? EXIT_WRONG_USE : FAILED;
  } finally {
    forge?.close();
  }
}

function changeOf(forge: Forge, { change }: { change?: string }): string {
  const found = change ?? changeHere(forge.name, process.env);
  if (found !== undefined) return found;
  throw new WrongUse(
    forge.name === "GitHub"
      ? "this run is about no pull request (GITHUB_EVENT_PATH names none): run it on pull_request, or use --change NUMBER"
      : 'this pipeline is about no merge request (CI_MERGE_REQUEST_IID is not set): run it with the rule $CI_PIPELINE_SOURCE == "merge_request_event", or use --change NUMBER',
  );
}

function readMarked(
  file: string,
  what: "comment" | "issue",
  given: string | undefined,
): { text: string; marker: string } {
  const text = read(file);
  if (text.trim() === "") throw new WrongUse(`${file} is empty: there is nothing to post`);
  const own = ownMarker(text);
  if (given === undefined) {
    if (own !== undefined) return { text, marker: own };
    throw new WrongUse(`${file} does not start with the hidden line that identifies it: use --name`);
  }
  const marker = markerOf(what, given);
  return { marker, text: `${marker}\n${own === undefined ? text : text.slice(text.indexOf("\n") + 1)}` };
}

function read(file: string): string {
  try {
    return fs.readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new WrongUse(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`);
  }
}

function headingOf(text: string): string {
  const heading = /^#{1,6}[ \t]+(.+?)[ \t#]*$/m.exec(text)?.[1];
  if (heading === undefined) throw new WrongUse("the text has no heading for the title: use --title");
  return heading;
}

/** Says what came of it, when nothing else is written any more. */
type Telling = () => void;

function said(forge: Forge, { json }: OutputFlags, kind: PostReport["kind"], posted: Posted): Telling {
  return () => {
    const { what: became, duplicates } = posted;
    const address = posted.address === "" ? undefined : posted.address;
    if (json === true) {
      const report: PostReport = {
        version: REPORT_VERSION,
        ...{ forge: forge.name, kind, became, duplicates: [...duplicates] },
        ...(address === undefined ? {} : { address }),
      };
      process.stdout.write(jsonText(report));
      return;
    }
    process.stdout.write(`${forge.name} ${kind}: ${became}${address === undefined ? "" : ` (${address})`}\n`);
    if (duplicates.length > 0)
      complain(
        `${counted(duplicates.length, "more of the same was", "more of the same were")} found and not changed; you can delete: ${duplicates.join(", ")}`,
      );
  };
}

function complain(text: string): void {
  process.stderr.write(`reseller ${text}\n`);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function number(text: string): string {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError("It must be a whole number from 1.");
  return text;
}

function name(text: string): string {
  const problem = nameProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(`It ${problem}.`);
  return text;
}

function variable(text: string): string {
  if (!/^[A-Za-z_]\w*$/.test(text))
    throw new InvalidArgumentError("It must be the name of an environment variable, never the token itself.");
  return text;
}
