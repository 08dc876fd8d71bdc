import * as fs from "node:fs";
import * as path from "node:path";
import { Command } from "commander";
import type { Drift } from "../../drift";
import { type Adoption, adoption, type AdoptStep } from "../../drift/adopt/adopt";
import { isInRealmFile } from "../../drift/adopt/references";
import { newProblems } from "../../drift/adopt/soundness";
import { jsonText, terminalName, terminalText } from "../../text/escape";
import { Page } from "../../review";
import { UserError } from "../../provider/lifecycle";
import { counted } from "../../text/words";
import { documentation } from "../../text/documentation";
import { type DriftFlags, driftFound, isMendable, isWrongUse, withDriftFlags } from "../driftFound";
import { withProgress } from "../progress";
import { hasColours } from "../printed";
import { type AdoptReport, REPORT_VERSION } from "../reports";
import { projectFolder } from "../stackSettings";
import { EXIT_WRONG_USE } from "../wrongUse";

const FAILED = 1;

interface Flags extends DriftFlags {
  readonly only: readonly string[];
  readonly undeclared: boolean;
  readonly missing: boolean;
  readonly dryRun: boolean;
  readonly color: boolean;
  readonly json?: boolean;
}

/** `reseller adopt-drift`: a change that was made at the portal becomes part of the declaration. */
export function adoptDriftCommand(): Command {
  return withDriftFlags(
    new Command("adopt-drift").description(
      "Write manual changes at the portal to the realm files, and print what to change in a program. Writes nothing to the portal.",
    ),
  )
    .option(
      "--only <kind/name>",
      "adopt only this object, in any form that a command prints, such as User/acme/anna; repeatable",
      (name: string, before: readonly string[]) => [...before, name],
      [] as readonly string[],
    )
    .option("--undeclared", "add entries for undeclared objects", false)
    .option("--missing", "remove the entries of missing objects", false)
    .option("--dry-run", "print the changes, but write nothing", false)
    .option("--no-color", "no colours in the terminal")
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .addHelpText(
      "after",
      "\nExit codes: 0 everything requested is written, 1 a program has to be edited, cannot tell, or failure, 2 wrong usage.",
    )
    .action(run);
}

async function run(plan: string | undefined, flags: Flags): Promise<void> {
  try {
    process.exitCode = await adopt(plan, flags);
  } catch (error) {
    if (!isMendable(error)) throw error;
    process.stderr.write(`reseller adopt-drift: ${error.message}\n`);
    process.exitCode = isWrongUse(error) ? EXIT_WRONG_USE : FAILED;
  }
}

async function adopt(plan: string | undefined, flags: Flags): Promise<number> {
  const folder = projectFolder(flags.cwd ?? ".") ?? path.resolve(flags.cwd ?? ".");
  // What nobody declares is looked for in any case: it says what ids stand for.
  const found = await withProgress(flags, (progress) => driftFound(plan, { ...flags, undeclared: true }, progress));
  const drift = flags.undeclared
    ? found
    : { ...found, cannotTell: found.cannotTell.filter(({ isOfUndeclared }) => !isOfUndeclared) };
  const readFile = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");
  const adopted = adoption(drift, { ...flags, readFile });
  const problems = newProblems(realmFiles(drift, readFile), adopted.files);
  if (problems.length > 0) {
    process.stderr.write(
      `reseller adopt-drift: nothing is written, because the resulting realm would be invalid:\n${problems.map((problem) => `  ${terminalText(problem)}\n`).join("")}`,
    );
    return FAILED;
  }
  if (!flags.dryRun) for (const [file, text] of adopted.files) replaceFile(path.join(folder, file), text);
  const exitCode = drift.cannotTell.length + adopted.byHand.length > 0 ? FAILED : 0;
  process.stdout.write(
    flags.json === true ? jsonText(reportOf(drift, adopted, flags, exitCode)) : summary(drift, adopted, flags),
  );
  return exitCode;
}

function reportOf(
  { plan: { project, stack }, cannotTell }: Drift,
  { files, written, byHand, left, toTakeOver }: Adoption,
  { dryRun }: Flags,
  exitCode: number,
): AdoptReport {
  const steps = (some: readonly AdoptStep[]) => some.map((step) => ({ ...step }));
  return {
    version: REPORT_VERSION,
    ...{ project, stack, exitCode, dryRun, files: [...files.keys()] },
    ...{ written: steps(written), byHand: steps(byHand), left: steps(left), toTakeOver: [...toTakeOver] },
    cannotTell: cannotTell.map(({ reason, subjects }) => ({ reason, subjects: [...subjects] })),
  };
}

/** The realm files of the program, as far as they can be read. */
function realmFiles({ plan }: Drift, readFile: (file: string) => string): Map<string, string> {
  const files = new Set(plan.resources.filter(isInRealmFile).map(({ source }) => source!.file));
  const texts = new Map<string, string>();
  for (const file of files) {
    try {
      texts.set(file, readFile(file));
    } catch {
      // Said where something is to be written into it.
    }
  }
  return texts;
}

/** Whole or not at all: whoever reads the file meanwhile sees the one or the other. */
function replaceFile(file: string, text: string): void {
  const real = fs.realpathSync(file);
  const next = `${real}.${process.pid}.tmp`;
  try {
    fs.writeFileSync(next, text, { mode: fs.statSync(real).mode });
    fs.renameSync(next, real);
  } catch (error) {
    fs.rmSync(next, { force: true });
    throw new UserError(`${file} can't be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

function summary(
  drift: Drift,
  { files, written, byHand, left, toTakeOver }: Adoption,
  { dryRun, color }: Flags,
): string {
  const page = new Page({ colour: color && hasColours(), width: process.stdout.columns });
  const { project, stack } = drift.plan;
  const [to, changes] = [counted(files.size, "file", "files"), counted(written.length, "change", "changes")];
  const none = written.length + byHand.length === 0;
  page.heading(`Drift of ${terminalName(`${project}/${stack}`)}, adopted`, "bold");
  page.say(
    "",
    none
      ? "Nothing to adopt."
      : `${changes} ${dryRun ? "would be" : written.length === 1 ? "is" : "are"} written to ${to}${byHand.length === 0 ? "" : `; ${counted(byHand.length, "is", "are")} to be made by hand`}.`,
    "bold",
  );
  page.gap();
  for (const { reason, subjects } of drift.cannotTell)
    page.say(
      "CANNOT TELL",
      `${subjects.map((subject) => terminalName(subject)).join(", ")}: ${terminalText(reason)}`,
      "red",
    );
  page.gap();
  sayAll(page, dryRun ? "WOULD WRITE" : "WRITTEN", written, "green");
  sayAll(page, "BY HAND", byHand, "yellow");
  sayAll(page, "LEFT", left, "cyan");
  if (written.length > 0 && !dryRun)
    page.say(
      "NEXT",
      toTakeOver.length === 0
        ? "pulumi up records it in the state, and writes nothing to the portal."
        : `RESELLER_ADOPT=true pulumi up records it in the state, and writes nothing to the portal. RESELLER_ADOPT is for this one run: ${counted(toTakeOver.length, "new entry is", "new entries are")} of what exists already, which other runs refuse.`,
    );
  return page.text();
}

function sayAll(page: Page, label: string, steps: readonly AdoptStep[], colour: "green" | "yellow" | "cyan"): void {
  for (const { key, what, place } of steps) {
    const where = place === undefined ? "" : `${terminalName(place)} `;
    page.say(label, `${where}${terminalName(key)}: ${terminalText(what)}`, colour);
  }
  page.gap();
}
