import type { Environment, SettingFact } from "../../provider/model/portal";
import { PORTAL_NAMES, portalNamed, type PortalName } from "../../provider/portals/list";
import { endpointProblems } from "../../provider/transport/endpoint";
import { nameOfFolder, nameProblem } from "./names";
import { PIPELINES, type Pipeline } from "./pipeline";
import { PROJECT_FORMATS, type ProjectFormat } from "./projectFiles";
import { LAYOUTS, type Layout } from "./startingRealm";
import { isOneOf } from "../../provider/model/shapes";

export const PLACES = ["sandbox", "real"] as const;

/** What a new project is to be. */
export interface Choices {
  readonly portal: PortalName;
  readonly place: (typeof PLACES)[number];
  readonly format: ProjectFormat;
  readonly layout: Layout;
  readonly pipeline: Pipeline;
  readonly name: string;
  readonly stack: string;
  /** Settings of the portal that are no credentials, by their names. */
  readonly settings: Readonly<Record<string, string>>;
}

/** By the keys of questions: what flags or a person have said. */
export type Answers = Readonly<Record<string, string | undefined>>;

export interface Question {
  readonly key: string;
  readonly ask: string;
  /** The flag that answers it. */
  readonly flag: string;
  /** What can be answered, with what it means; absent where that is any text. */
  readonly answers?: Readonly<Record<string, string>>;
  /** What no answer means. */
  readonly fallback?: string;
  /** Where nobody is asked, no answer means the fallback, too. */
  readonly isEvident?: boolean;
  /** What is wrong with an answer. */
  readonly problem: (answer: string) => string | undefined;
}

/**
 * The questions that lead to a project, as far as the answers so far tell which they are.
 *
 * @param environment has settings of the portal that need not be asked for.
 */
export function questions(answers: Answers, folder: string, environment: Environment): Question[] {
  const { portal = "", place } = answers;
  const isKnown = isOneOf(PORTAL_NAMES, portal);
  return [
    oneOf(
      "portal",
      "Which portal?",
      "--portal",
      named(PORTAL_NAMES, (name) => portalNamed(name).documented.title),
    ),
    oneOf("place", "Use a sandbox or the real portal?", "--sandbox or --real", {
      sandbox: "a local sandbox, on this machine",
      real: "the real portal, with your token",
    }),
    ...(isKnown && place === "real" ? settingQuestions(portalNamed(portal), environment) : []),
    oneOf("format", "How do you want to declare the realm?", "--format", {
      yaml: "in realm files, without a program",
      typescript: "in a program",
    } satisfies Record<ProjectFormat, string>),
    oneOf("layout", "How many files?", "--layout", {
      single: "one for all",
      "per-account": "one file per account",
    } satisfies Record<Layout, string>),
    {
      ...oneOf("pipeline", "Add a pipeline that reviews and applies changes?", "--pipeline", {
        none: "no pipeline",
        github: "GitHub Actions",
        gitlab: "GitLab CI",
      } satisfies Record<Pipeline, string>),
      isEvident: true,
    },
    nameQuestion("name", "Name of the project?", nameOfFolder(folder)),
    nameQuestion("stack", "Name of the first stack?", place === "real" ? STACK_OF_PORTAL : "dev"),
  ];
}

/** @param answers to all questions. */
export function choicesOf(answers: Answers): Choices {
  const settings = Object.entries(answers).flatMap(([key, value]) =>
    isSetting(key) && value !== undefined ? [[key.slice(SETTING.length), value] as const] : [],
  );
  const of = <Word extends string>(key: string, words: readonly Word[]) => words.find((word) => word === answers[key])!;
  return {
    portal: of("portal", PORTAL_NAMES),
    place: of("place", PLACES),
    format: of("format", PROJECT_FORMATS),
    layout: of("layout", LAYOUTS),
    pipeline: of("pipeline", PIPELINES),
    name: answers["name"] ?? "",
    stack: answers["stack"] ?? "",
    settings: Object.fromEntries(settings),
  };
}

/** The first stack of a real portal: the one that pipelines apply, since a sandbox is no place for them. */
export const STACK_OF_PORTAL = "production";

const SETTING = "setting ";

/** The key of the question for a setting of the portal. */
export function settingKey(name: string): string {
  return `${SETTING}${name}`;
}

export function isSetting(key: string): boolean {
  return key.startsWith(SETTING);
}

/** What a real portal must be told of, beside credentials. */
function settingQuestions(portal: ReturnType<typeof portalNamed>, environment: Environment): Question[] {
  const variables = ["RESELLER_ENDPOINT", ...(portal.endpoint?.environment ?? [])];
  const fallback = (names: readonly string[], usual?: string) => {
    const found = names.map((name) => environment[name]).find((value) => value !== undefined && value !== "") ?? usual;
    return found === undefined ? {} : { fallback: found };
  };
  return [
    {
      key: settingKey("endpoint"),
      ask: "URL of the portal's API?",
      flag: "--endpoint",
      problem: (text) =>
        [...endpointProblems(text), ...(URL.canParse(text) ? (portal.endpoint?.problems(text) ?? []) : [])].join(
          "; ",
        ) || undefined,
      isEvident: true,
      ...fallback(variables, portal.endpoint?.usual),
    },
    ...portal.settings
      .filter(({ credential, optional }) => !credential && optional !== true)
      .map((fact) => ({ ...settingQuestion(fact), ...fallback(fact.environment) })),
  ];
}

/** What a setting is, without how it is set. */
export function meaningOf({ hint }: Pick<SettingFact, "hint">): string {
  const [what = ""] = hint.split(". Set it with");
  return what;
}

function settingQuestion(fact: SettingFact): Question {
  const { name, schema } = fact;
  const what = meaningOf(fact);
  return {
    key: settingKey(name),
    ask: `What is ${name}: ${what}?`,
    flag: `--setting ${name}=…`,
    problem: (text) => (schema.safeParse(text).success ? undefined : `it must be ${what}`),
    isEvident: true,
  };
}

function oneOf(key: string, ask: string, flag: string, answers: Readonly<Record<string, string>>): Question {
  const words = Object.keys(answers);
  return {
    ...{ key, ask, flag, answers },
    ...(words[0] === undefined ? {} : { fallback: words[0] }),
    problem: (answer) => (words.includes(answer) ? undefined : `there are ${words.join(", ")}`),
  };
}

function nameQuestion(key: string, ask: string, fallback: string): Question {
  return { key, ask, flag: `--${key}`, fallback, isEvident: true, problem: nameProblem };
}

function named<Word extends string>(words: readonly Word[], says: (word: Word) => string): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, says(word)]));
}
