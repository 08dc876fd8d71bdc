import type { Effect } from "../../../report";
import { isAdministrative, whereText } from "../../wording";
import type { Detail } from "../detail";
import type { Writer } from "../writer";

export function effectsSection(
  writer: Writer,
  title: string,
  effects: readonly Effect[],
  { effects: most, names }: Detail,
): string[] {
  if (effects.length === 0) return [];
  return [
    `### ${title}`,
    "",
    ...writer.items(effects, most, "effect", (effect) => {
      const { words, account } = whereText(effect.scope);
      return [
        isAdministrative(writer.report, effect) ? "**Administrative:** " : "",
        writer.words(effect.sentence),
        `\n  - ${effect.people.length === 0 ? "Nobody" : writer.people(effect.people, names)}, ${words}`,
        account === undefined ? "" : ` ${writer.name(writer.names.account(account))}`,
        effect.path.length === 0 ? "" : `, by ${writer.path(effect.path)}`,
      ];
    }),
  ];
}
