import type { Environment } from "../../provider/model/portal";
import { counted } from "../../text/words";
import { WrongUse } from "../wrongUse";
import { type Answers, type Choices, choicesOf, isSetting, type Question, questions } from "./questions";

/** Where a person answers questions. */
export interface Asking {
  ask(question: Question): Promise<string>;
}

export interface AnswerSources {
  /** What the flags say. */
  readonly given: Answers;
  readonly folder: string;
  readonly environment: Environment;
  /** Whatever nobody has said is as usual. */
  readonly takesDefaults: boolean;
  /** Undefined: there is nobody to ask. */
  readonly asking?: Asking;
}

/**
 * What the project is to be, by flags, by what is asked, and by what is usual.
 *
 * @throws WrongUse with everything that is wrong or missing.
 */
export async function answered(sources: AnswerSources): Promise<Choices> {
  const { given, folder, environment, takesDefaults, asking } = sources;
  let answers = given;
  const all = () => questions(answers, folder, environment);
  if (asking !== undefined && !takesDefaults) {
    refuse(wrong(all(), answers));
    for (let next = unanswered(all(), answers)[0]; next !== undefined; [next] = unanswered(all(), answers))
      answers = { ...answers, [next.key]: await asking.ask(next) };
    return choicesOf(answers);
  }
  // One default may lead to further questions.
  for (;;) {
    const taken = unanswered(all(), answers).filter(
      ({ fallback, isEvident }) => fallback !== undefined && (takesDefaults || isEvident === true),
    );
    if (taken.length === 0) break;
    answers = { ...answers, ...Object.fromEntries(taken.map(({ key, fallback }) => [key, fallback])) };
  }
  refuse([...wrong(all(), answers), ...missing(unanswered(all(), answers), takesDefaults)]);
  return choicesOf(answers);
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new WrongUse(problems.join("\n"));
}

function unanswered(all: readonly Question[], answers: Answers): Question[] {
  return all.filter(({ key }) => answers[key] === undefined);
}

function wrong(all: readonly Question[], answers: Answers): string[] {
  const keys = new Set(all.map(({ key }) => key));
  const malformed = all.flatMap(({ key, flag, problem }) => {
    const answer = answers[key];
    const what = answer === undefined ? undefined : problem(answer);
    // A setting may have a password in it.
    const shown = isSetting(key) ? flagOf(key) : `${flag} ${JSON.stringify(answer)}`;
    return what === undefined ? [] : [`${shown}: ${what}`];
  });
  // Settings of a real portal are no answers while nobody knows that it is one.
  const isOpen = answers["portal"] === undefined || answers["place"] === undefined;
  const needless = Object.keys(answers).filter((key) => answers[key] !== undefined && !keys.has(key) && !isOpen);
  const strange = needless.map((key) =>
    answers["place"] === "sandbox"
      ? `${flagOf(key)} is for a real portal; a sandbox has its own address`
      : `${flagOf(key)}: ${answers["portal"]} doesn't have this setting; set credentials later with pulumi config set --secret`,
  );
  return [...malformed, ...strange];
}

function flagOf(key: string): string {
  const name = key.slice(key.indexOf(" ") + 1);
  return name === "endpoint" ? "--endpoint" : `--setting ${name}`;
}

function missing(open: readonly Question[], takesDefaults: boolean): string[] {
  if (open.length === 0) return [];
  const usual = open.every(({ fallback }) => fallback !== undefined);
  return [
    takesDefaults
      ? `${counted(open.length, "flag is", "flags are")} missing, which ${open.length === 1 ? "has" : "have"} no default:`
      : `there is no terminal for questions; ${counted(open.length, "flag is", "flags are")} missing:`,
    ...open.map(({ flag, answers, ask }) =>
      answers === undefined || flag.includes(" or ")
        ? `  ${flag}: ${ask}`
        : `  ${flag} ${Object.keys(answers).join("|")}`,
    ),
    ...(usual && !takesDefaults ? ["--yes uses their defaults."] : []),
  ];
}
