import { assigned } from "./assign";
import type { DescribedOperation, OwnOperation } from "./operations";
import { isPlain } from "./schema";
import type { Words } from "./words";

/** The vendor's path with the parameters of the contract's, or why it can't have them. */
export type Placement =
  | { readonly path: string; readonly add: Readonly<Record<string, string>> }
  | { readonly problem: string };

const QUERY_LEAST = 0.7;
/** As `contract.yaml` can have it. */
const PATH = /^\/(?!\/)[^\s?#\\]*$/;

/** Puts the parameters of the contract's path into the vendor's, and those that it has no place for into its query. */
export function placed(own: OwnOperation, theirs: DescribedOperation, words: Words): Placement {
  const [names, others] = [parametersIn(own.path), parametersIn(theirs.path)];
  if (!PATH.test(theirs.path) || !isPlain(theirs.path) || /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(theirs.path))
    return { problem: "its path there can't be written in contract.yaml" };
  if (others.length > names.length) {
    const more = others.slice(names.length).map((name) => `{${name}}`);
    return { problem: `its path there has more parameters than the contract's (${more.join(", ")})` };
  }
  const worth = others.map((other, index) =>
    names.map(
      (name, at) =>
        0.1 +
        words.similarity(words.of(name), words.of(other)) +
        // From the end: the last one is the object that is meant.
        (others.length - index === names.length - at ? 0.5 : 0),
    ),
  );
  const pairs = assigned(others.length, names.length, (row, column) => worth[row]![column]!, 0);
  const nameOf = new Map(pairs.map(({ row, column }) => [row, names[column]!]));
  let index = -1;
  const path = theirs.path.replace(/\{[^{}]*\}/g, () => `{${nameOf.get((index += 1)) ?? ""}}`);
  const left = names.filter((name) => ![...nameOf.values()].includes(name));
  const add: Record<string, string> = {};
  for (const name of left) {
    const [best] = theirs.query
      .map((parameter) => ({ name: parameter.name, worth: words.similarity(words.of(name), words.of(parameter.name)) }))
      .filter((each) => each.worth >= QUERY_LEAST && isPlain(each.name) && !(each.name in add))
      .sort((one, other) => other.worth - one.worth || (one.name < other.name ? -1 : 1));
    if (best === undefined) return { problem: `its path there has no place for {${name}}` };
    add[best.name] = `{${name}}`;
  }
  return { path, add };
}

function parametersIn(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}
