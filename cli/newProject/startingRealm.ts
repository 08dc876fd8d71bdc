import { portalNamed, type PortalName } from "../../provider/portals/list";
import { examineText, sound } from "../../realm/read";
import { commentKey, type WrittenFile, type WriteOptions } from "../../realm/write/file";
import { typescriptFiles } from "../../realm/write/typescript";
import { yamlFiles } from "../../realm/write/yaml";
import { documentation } from "../../text/documentation";
import type { ProjectFormat } from "./projectFiles";

export const LAYOUTS = ["single", "per-account"] as const;
export type Layout = (typeof LAYOUTS)[number];

export interface StartingRealm {
  readonly portal: PortalName;
  readonly format: ProjectFormat;
  readonly layout: Layout;
  /** It may be a real portal: customers and people, who would be made there, are in comments. */
  readonly isCareful: boolean;
}

/** The realm that a new project begins with: the portal's, in the form that is wanted. */
export function startingRealm({ portal, format, layout, isCareful }: StartingRealm): WrittenFile[] {
  const { startingRealm: text } = portalNamed(portal);
  const { entries, placeOf } = sound(examineText(text, "realm.yaml"));
  const lines = text.split("\n");
  const comments = new Map(
    entries.flatMap((entry) => {
      const comment = commentAbove(lines, placeOf(entry)?.line ?? 1);
      return comment.length === 0 ? [] : [[commentKey(entry), comment] as const];
    }),
  );
  const options: WriteOptions = {
    comments,
    split: layout === "per-account",
    schema: documentation("realm.schema.json"),
    header: [
      "The realm that pulumi up creates at the portal.",
      `Documentation: ${documentation(format === "yaml" ? "realm-file.md" : "reference.md")}`,
      `Supported by ${portalNamed(portal).documented.title}: ${documentation("portals.md")}`,
      ...(isCareful ? ["Customers and people are commented out. Add your own, and uncomment the lines."] : []),
    ],
    passwords: true,
    ...(isCareful ? { inComments: ["Account", "User"] } : {}),
  };
  return format === "yaml" ? yamlFiles(entries, options) : typescriptFiles(entries, options);
}

/** The lines of comment right above a line, which counts from 1. */
function commentAbove(lines: readonly string[], line: number): string[] {
  const above = lines[line - 2]?.trim() ?? "";
  return above.startsWith("#") ? [...commentAbove(lines, line - 1), above.slice(1).trim()] : [];
}
