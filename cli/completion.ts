import { type Command, Help, type Option } from "commander";

/** What a shell can complete, from the commands themselves. */

/** What stands behind an option, or in the place of an argument. */
type Value = { readonly words: readonly string[] } | "file" | "other" | "none";

interface CompletedOption {
  /** `--format`, `-o`. */
  readonly names: readonly string[];
  readonly description: string;
  readonly value: Value;
}

/** A command, or a part of one, with what may follow it. */
interface Place {
  /** Such as `post`, `comment`. */
  readonly path: readonly string[];
  readonly parts: readonly { readonly name: string; readonly description: string }[];
  readonly options: readonly CompletedOption[];
  readonly argument: Value;
}

const FILES = /^(file|folder|place|plan|path|format=file)$/;
const help = new Help();

function placesIn(command: Command, path: readonly string[] = []): Place[] {
  const parts = help.visibleCommands(command).filter((part) => part.name() !== "help");
  const [argument] = command.registeredArguments;
  return [
    {
      path,
      parts: parts.map((part) => ({ name: part.name(), description: sentence(part.description()) })),
      options: help.visibleOptions(command).map((option) => ({
        names: [option.long, option.short].flatMap((name) => name ?? []),
        description: sentence(option.description),
        value: valueOf(option),
      })),
      argument: argument === undefined ? "none" : valueNamed(argument.name(), argument.argChoices),
    },
    ...parts.flatMap((part) => placesIn(part, [...path, part.name()])),
  ];
}

function valueOf({ flags, required, optional, argChoices }: Option): Value {
  if (!required && !optional) return "none";
  return valueNamed(/[<[]([^\]>.]+)/.exec(flags)?.[1] ?? "", argChoices);
}

function valueNamed(name: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { words: choices };
  return FILES.test(name) ? "file" : "other";
}

function sentence(text: string): string {
  return text.split(/[:;.(]\s|\n/)[0]!.trim();
}

function followers({ parts, options, argument }: Place): string[] {
  return [
    ...parts.map(({ name }) => name),
    ...options.flatMap(({ names }) => names),
    ...(typeof argument === "object" ? argument.words : []),
  ];
}

/** Every option that takes a value, with the command that it is of. */
function valued(places: readonly Place[], root: string): { readonly when: string; readonly value: Value }[] {
  return places.flatMap(({ path, options }) =>
    options
      .filter(({ value }) => value !== "none")
      .flatMap(({ names, value }) => names.map((name) => ({ when: [root, ...path, name].join(" "), value }))),
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function bash(program: Command): string {
  const [root, places] = [program.name(), placesIn(program)];
  const cases = (entries: readonly (readonly [when: string, then: string])[]) =>
    entries.map(([when, then]) => `    ${quoted(when)}) ${then} ;;`).join("\n");
  const reply = (value: Value) =>
    typeof value === "object"
      ? `COMPREPLY=($(compgen -W ${quoted(value.words.join(" "))} -- "$word")); return`
      : value === "file"
        ? 'COMPREPLY=($(compgen -f -- "$word")); return'
        : "COMPREPLY=(); return";
  return `# Completion of ${root} for bash. In ~/.bashrc: source <(${root} completion bash)
_${root}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" place=${quoted(root)} words= index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$place \${COMP_WORDS[index]}" in
${cases(places.slice(1).map(({ path }) => [[root, ...path].join(" "), 'place="$place ${COMP_WORDS[index]}"']))}
    esac
  done
  case "$place $before" in
${cases(valued(places, root).map(({ when, value }) => [when, reply(value)]))}
  esac
  case "$place" in
${cases(places.map((place) => [[root, ...place.path].join(" "), `words=${quoted(followers(place).join(" "))}${place.argument === "file" ? "; compopt -o default 2>/dev/null" : ""}`]))}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _${root} ${root}
`;
}

function zsh(program: Command): string {
  const [root, places] = [program.name(), placesIn(program)];
  const cases = (entries: readonly (readonly [when: string, then: string])[]) =>
    entries.map(([when, then]) => `    (${quoted(when)}) ${then} ;;`).join("\n");
  const offered = (words: readonly string[]) => `compadd -- ${words.map(quoted).join(" ")}`;
  const reply = (value: Value) =>
    typeof value === "object" ? `${offered(value.words)}; return` : value === "file" ? "_files; return" : "return";
  return `#compdef ${root}
# Completion of ${root} for zsh. In ~/.zshrc, after compinit: source <(${root} completion zsh)
_${root}() {
  local place=${quoted(root)} before="\${words[CURRENT-1]}" index
  for ((index = 2; index < CURRENT; index++)); do
    case "$place \${words[index]}" in
${cases(places.slice(1).map(({ path }) => [[root, ...path].join(" "), 'place="$place ${words[index]}"']))}
    esac
  done
  case "$place $before" in
${cases(valued(places, root).map(({ when, value }) => [when, reply(value)]))}
  esac
  case "$place" in
${cases(places.map((place) => [[root, ...place.path].join(" "), `${offered(followers(place))}${place.argument === "file" ? "; _files" : ""}`]))}
  esac
}
if [ "$funcstack[1]" = ${quoted(`_${root}`)} ]; then _${root}; else compdef _${root} ${root}; fi
`;
}

function fish(program: Command): string {
  const [root, places] = [program.name(), placesIn(program)];
  const lines = places.flatMap(({ path, parts, options, argument }) => {
    const names = parts.map(({ name }) => name);
    const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`);
    const unseen = names.length === 0 ? [] : [`not __fish_seen_subcommand_from ${names.join(" ")}`];
    const here = (conditions: readonly string[]) =>
      conditions.length === 0 ? "" : ` -n ${quoted(conditions.join("; and "))}`;
    const valueFlags = (value: Value) =>
      typeof value === "object"
        ? ` -x -a ${quoted(value.words.join(" "))}`
        : value === "file"
          ? " -r -F"
          : value === "other"
            ? " -x"
            : "";
    return [
      ...parts.map(
        ({ name, description }) =>
          `complete -c ${root} -f${here([...seen, ...unseen])} -a ${quoted(name)} -d ${quoted(description)}`,
      ),
      ...(typeof argument === "object"
        ? [`complete -c ${root} -f${here(seen)} -a ${quoted(argument.words.join(" "))}`]
        : argument === "file"
          ? [`complete -c ${root}${here(seen)} -F`]
          : []),
      ...options.map(({ names: of, description, value }) => {
        const flags = of.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
        return `complete -c ${root}${here([...seen, ...unseen])} ${flags.join(" ")}${valueFlags(value)} -d ${quoted(description)}`;
      }),
    ];
  });
  return `# Completion of ${root} for fish. In config.fish: ${root} completion fish | source
complete -c ${root} -f
${lines.join("\n")}
`;
}

export const SHELLS = { bash, zsh, fish } as const satisfies Record<string, (program: Command) => string>;
export type Shell = keyof typeof SHELLS;
