import type { KindName } from "../../../provider/model";
import { Reference } from "../../support/miniEngine";

export type Fields = Readonly<Record<string, unknown>>;

/** A resource of a program. A {@link Reference} among its fields stands for another one, which comes before it. */
export interface Declared {
  readonly kind: KindName;
  /** In the program; good as a name in JavaScript, too. */
  readonly name: string;
  readonly fields: Fields;
}

/** The program as a person would write it. Nothing is protected: what is left out of the next program is deleted. */
export function sourceOf(resources: readonly Declared[]): string {
  return resources
    .map(({ kind, name, fields }) => {
      const options = kind === "Account" ? ", { protect: false }" : "";
      return `const ${name} = new reseller.${kind}("${name}", ${literal(fields)}${options});`;
    })
    .join("\n");
}

/** Every name that a value refers to. */
export function namesIn(value: unknown): string[] {
  if (value instanceof Reference) return [value.label];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(namesIn);
}

function literal(value: unknown): string {
  if (value instanceof Reference) return value.label;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{ ${members.map(([name, member]) => `${name}: ${literal(member)}`).join(", ")} }`;
}
