import * as fs from "node:fs";
import { Command } from "commander";
import { kinds } from "../../provider/model";
import { DEFAULT_CONNECTION, UserError, type Settings } from "../../provider/lifecycle";
import { portalNamed } from "../../provider/portals";
import { compareWords } from "../../realm/entry";
import { jsonText, terminalCell, terminalText } from "../../text/escape";
import { counted, oneLine } from "../../text/words";
import { documentation } from "../../text/documentation";
import { whileSaying } from "../progress";
import { type PasswordsReport, REPORT_VERSION } from "../reports";
import { type KeptResource, stackState } from "../stackState";
import { projectHere, type StackChoice, stackSettings, withProviders } from "../stackSettings";
import { WrongUse } from "../wrongUse";
import { resourceTitle } from "../resourceTitle";

interface PasswordsFlags extends StackChoice {
  readonly show?: boolean;
  readonly file?: string;
  readonly json?: boolean;
}

type Password = PasswordsReport["passwords"][number];

const OWN_EYES =
  "The following passwords are in plain text. Give each password only to its owner, and clear the screen.";

/** `reseller passwords`: the passwords that a stack keeps, with whom to give them to. */
export function passwordsCommand(): Command {
  return new Command("passwords")
    .description(
      "Print the initial passwords of a stack's users in plain text, with their recipients. The only command that prints secrets.",
    )
    .option("--show", "print them even if standard output is not a terminal")
    .option("--file <file>", "write them to a new file that only you can read (mode 600) instead of printing them")
    .option("--json", `print JSON (${documentation("commands.md")})`)
    .option("--stack <name>", "the stack; default: the selected stack")
    .option("--cwd <folder>", "folder of the Pulumi project")
    .addHelpText(
      "after",
      "\nReads the outputs initialPassword and newPassword of the stack's users from its state. The program doesn't have to export them, and no request is sent to the portal.\nExit codes: 0 success, also if the stack has no passwords, 1 failure, 2 wrong usage.",
    )
    .action(passwords);
}

async function passwords(flags: PasswordsFlags): Promise<void> {
  const project = projectHere(flags.cwd);
  const isSeen = process.stdout.isTTY === true;
  if (!isSeen && flags.show !== true && flags.file === undefined)
    throw new WrongUse(
      "standard output is not a terminal, and passwords must not be written to a log or a file that others can read: write them to a new file with --file, or use --show",
    );
  const state = await stackState(project, { showSecrets: true, stack: flags.stack });
  const settings = await settingsHere(flags, state);
  const report = passwordsReport(state, settings);
  const text = flags.json === true ? jsonText(report) : passwordsText(report);
  if (flags.file !== undefined) {
    if (report.passwords.length > 0 || flags.json === true) {
      writePrivately(flags.file, text);
      process.stdout.write(`${flags.file}: ${counted(report.passwords.length, "password")}\n`);
      return;
    }
  }
  if (report.passwords.length === 0 && flags.json !== true) {
    process.stdout.write(`${noneText(settings)}\n`);
    return;
  }
  if (isSeen) process.stderr.write(`${OWN_EYES}\n\n`);
  process.stdout.write(text);
}

/** Why a stack has no passwords, and how to get one. */
export function noneText(settings: Settings | undefined): string {
  const portals = [...new Set([...(settings?.connections.values() ?? [])].map(({ portal }) => portalNamed(portal)))];
  const own = portals.flatMap((portal) => {
    const advice = portal.fields.User?.instead?.["resetPassword"];
    return advice === undefined ? [] : [`At ${portal.title} ${advice}.`];
  });
  const others =
    "A portal shows a password only when it creates a user or resets the password. For imported or adopted users, set resetPassword to get a new one.";
  const isOthers = portals.length === 0 || own.length < portals.length;
  return ["The stack has no passwords.", ...own, ...(isOthers ? [others] : [])].join(" ");
}

/** The address where people sign in is all that is taken from them: without settings there is none. */
async function settingsHere(flags: StackChoice, state: readonly KeptResource[]): Promise<Settings | undefined> {
  const used = new Set(state.flatMap(({ connection }) => connection ?? []));
  try {
    return await whileSaying("Reading the settings of the stack", async () =>
      withProviders(await stackSettings(flags), [...used], flags.stack),
    );
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${terminalText(oneLine(`the sign-in address is not known: ${error.message}`))}\n`);
    return undefined;
  }
}

/** All passwords that a state has, by account and name. */
export function passwordsReport(state: readonly KeptResource[], settings: Settings | undefined): PasswordsReport {
  const accounts = new Map(
    state.flatMap(({ kind, id, inputs }) => (kind === "Account" ? [[id, text(inputs["name"])] as const] : [])),
  );
  const all = state.flatMap((resource) =>
    Object.keys(kinds[resource.kind].secretOutputs).flatMap((output): Password[] => {
      const password = text(resource.outputs[output]);
      return password === undefined ? [] : [{ ...ownerOf(resource, accounts, settings), output, password }];
    }),
  );
  const order = ({ account, name, output }: Password) => [account?.name ?? account?.id ?? "", name, output] as const;
  return {
    version: REPORT_VERSION,
    passwords: all.sort((one, other) => {
      const [mine, theirs] = [order(one), order(other)];
      return mine.map((word, index) => compareWords(word, theirs[index]!)).find((sign) => sign !== 0) ?? 0;
    }),
  };
}

function ownerOf(
  { kind, id, label, connection, inputs, outputs }: KeptResource,
  accounts: ReadonlyMap<string, string | undefined>,
  settings: Settings | undefined,
): Omit<Password, "output" | "password"> {
  const word = (field: string) => text(inputs[field]) ?? text(outputs[field]);
  const person = [word("firstName"), word("lastName")].filter((part) => part !== undefined).join(" ");
  const [email, account] = [word("email"), word("account")];
  const signIn = signInAt(settings?.connections.get(connection ?? DEFAULT_CONNECTION));
  const called = account === undefined ? undefined : accounts.get(account);
  return {
    for: label,
    kind,
    id,
    name: word("username") ?? email ?? label,
    ...(person === "" ? {} : { person }),
    ...(email === undefined ? {} : { email }),
    ...(account === undefined ? {} : { account: { id: account, ...(called === undefined ? {} : { name: called }) } }),
    ...(connection === undefined ? {} : { connection }),
    ...(signIn === undefined ? {} : { signIn }),
  };
}

function signInAt(connection: { readonly portal: string; readonly endpoint: string } | undefined): string | undefined {
  if (connection === undefined) return undefined;
  const { endpoint, signIn } = portalNamed(connection.portal);
  // A stand-in for a portal has no page of the vendor's.
  return signIn !== undefined && connection.endpoint === endpoint?.usual ? signIn : new URL(connection.endpoint).origin;
}

/** For people: a block for each password, so that nothing is cut on any screen. */
export function passwordsText({ passwords: all }: PasswordsReport): string {
  return all
    .map((entry) => {
      const { person, email, signIn, connection, output, password } = entry;
      const lines = [
        ["person", person && terminalCell(person)],
        ["e-mail", email && terminalCell(email)],
        ["sign in", signIn && terminalCell(signIn)],
        ["connection", connection && terminalCell(connection)],
        [output === "initialPassword" ? "password" : "new password", shownPassword(password)],
      ] as const;
      return [
        resourceTitle(entry),
        ...lines.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label.padEnd(12)} ${value}`])),
        "",
      ].join("\n");
    })
    .join("\n");
}

/** As it is; where not all of it can be seen, as JSON writes it. */
function shownPassword(password: string): string {
  return /^[\x21-\x7e]+$/.test(password) ? password : jsonText(password).trimEnd();
}

function writePrivately(file: string, content: string): void {
  try {
    fs.writeFileSync(file, content, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === "EEXIST"
        ? `--file ${file}: the file exists already and is not overwritten: choose another name`
        : `--file ${file}: can't be written (${code})`,
    );
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
