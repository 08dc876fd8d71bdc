import { portalNamed, type PortalName } from "../../provider/portals/list";
import type { WrittenFile } from "../../realm/write/file";
import { scalar } from "../../realm/write/yamlText";
import { REVIEW_FILE } from "./initFiles";
import { PUBLISHED } from "./packages";
import { type ProjectFormat, projectFiles } from "./projectFiles";
import { startingRealm } from "./startingRealm";
import { meaningOf } from "./questions";

const WRITTEN_IN: Readonly<Record<ProjectFormat, string>> = { yaml: "YAML", typescript: "TypeScript" };

/** A template for `pulumi new`: a project as `reseller init --real` writes it, with what Pulumi asks for and fills in. */
export function template(portal: PortalName, format: ProjectFormat): WrittenFile[] {
  const realm = startingRealm({ portal, format, layout: "single", isCareful: true });
  return [
    ...projectFiles({
      ...{ project: projectTemplate(portal, format), format, packages: PUBLISHED },
      realm: realm.map((file) => file.path),
    }),
    ...realm,
    REVIEW_FILE,
  ];
}

/** The name of the template's folder. */
export function templateName(portal: PortalName, format: ProjectFormat): string {
  return `${portal}-${format}`;
}

/** What Pulumi fills in, it fills in as YAML: quotes are its own. */
function projectTemplate(portal: PortalName, format: ProjectFormat): string {
  const { documented, settings, endpoint } = portalNamed(portal);
  const asked = [
    { name: "portal", says: "The portal that the realm is at", usual: portal },
    { name: "endpoint", says: "The address of the portal's API", usual: endpoint?.usual },
    ...settings
      .filter(({ optional }) => optional !== true)
      .map((fact) => ({ name: fact.name, says: sentence(meaningOf(fact)), credential: fact.credential })),
  ];
  return [
    "name: ${PROJECT}",
    "description: ${DESCRIPTION}",
    "runtime: nodejs",
    "template:",
    `  description: ${scalar(`The realm of a reseller at ${documented.title} in ${WRITTEN_IN[format]}`)}`,
    "  config:",
    ...asked.flatMap((setting) => [
      `    reseller:${setting.name}:`,
      `      description: ${scalar(setting.says)}`,
      ...("usual" in setting && setting.usual !== undefined ? [`      default: ${scalar(setting.usual)}`] : []),
      ...("credential" in setting && setting.credential ? ["      secret: true"] : []),
    ]),
    "",
  ].join("\n");
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
