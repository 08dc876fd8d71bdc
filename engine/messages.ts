import type { Diagnostic } from "./digest";
import { kindNameIn } from "./names";

/** What was said during a preview, without the engine's own words around it. */
export interface EngineMessage {
  readonly text: string;
  readonly isError: boolean;
  /** The resource of this package whose inputs were refused; the text says what is wrong with them. */
  readonly refused?: { readonly kind: string; readonly name: string };
  /** In the plan of several stacks: in whose previews it was said. */
  readonly stacks?: readonly string[];
}

const ERROR = /^error: /;
/** What the plugin warns of comes with it; what a dynamic provider prints doesn't. */
const WARNING = /^warning: /;
/** How the engine says that inputs of one resource were refused. It may name a property, and prints its value. */
const REFUSED = /^(\S+) resource '((?:[^'\\]|\\.)*)'(?:: property (\S+) value .*?)? has a problem: (.*)$/s;

/** Each once, in an order that doesn't hang on the engine's. */
export function readMessages(diagnostics: readonly Diagnostic[]): EngineMessage[] {
  const printed = diagnostics
    .filter(({ severity }) => !severity.startsWith("debug"))
    .map(({ message, severity }) => ({
      text: message.trim().replace(WARNING, ""),
      isError: severity.startsWith("error"),
    }))
    .filter(({ text }) => text !== "");
  return [...new Map(printed.map((message) => [message.text, message])).values()]
    .sort(({ text: one }, { text: other }) => (one < other ? -1 : one > other ? 1 : 0))
    .map((message) => (message.isError ? errorIn(message.text) : message));
}

function errorIn(printed: string): EngineMessage {
  const text = printed.replace(ERROR, "");
  const [, type = "", name = "", property, problem = ""] = (ERROR.test(printed) && REFUSED.exec(text)) || [];
  const kind = kindNameIn(type);
  if (kind === undefined) return { text, isError: true };
  return { text: property === undefined ? problem : `${property} ${problem}`, isError: true, refused: { kind, name } };
}
