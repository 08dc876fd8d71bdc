import { stringify } from "yaml";
import { FLEET_FILE, type FleetGroup, neededGroups } from "../../../fleet";
import { portalNamed } from "../../../provider/portals/list";
import type { ConnectionSettings } from "../../../provider/model/portal";
import type { RealmEntry } from "../../../realm/entry";
import type { WrittenFile } from "../../../realm/write/file";
import { documentation } from "../../../text/documentation";
import { REALM_FILE, yamlFiles } from "../../../realm/write/yaml";
import type { Packages } from "../../newProject/packages";
import { projectFiles, projectText } from "../../newProject/projectFiles";

/** The folder of the realm files of a fleet. */
const REALM_FOLDER = "realm";
const SHARED = "shared";
const SHARED_FILE = "shared.yaml";

export interface FleetOptions {
  /** Comments that files begin with. */
  readonly header: readonly string[];
  readonly names: ReadonlyMap<string, string>;
}

/** A realm as a fleet: `fleet.yaml`, and its realm files, one for each account and one for what is in none. */
export function fleetFiles(entries: readonly RealmEntry[], { header, names }: FleetOptions): WrittenFile[] {
  const schema = `../${documentation("realm.schema.json")}`;
  const realm = yamlFiles(entries, { names, header, split: true, schema });
  return [
    { path: FLEET_FILE, text: fleetText(REALM_FOLDER, neededGroups(entries, SHARED), header) },
    ...realm.map(({ path, text }) => ({ path: `${REALM_FOLDER}/${path === REALM_FILE ? SHARED_FILE : path}`, text })),
  ];
}

/** What makes a Pulumi project of a fleet: everything but `fleet.yaml` and the realm. */
export function fleetProjectFiles(name: string, connection: ConnectionSettings, packages: Packages): WrittenFile[] {
  const project = fleetProject(name, connection);
  const files = projectFiles({ project, format: "yaml", realm: [], packages, ignored: [".reseller/"] });
  return files.map((file) => (file.path === "index.js" ? { ...file, text: PROGRAM } : file));
}

export function fleetText(files: string, groups: readonly FleetGroup[], header: readonly string[]): string {
  const comment = [`yaml-language-server: $schema=${documentation("fleet.schema.json")}`, ...header];
  const fleet = {
    files,
    division: {
      by: "account",
      ...(groups.length === 0
        ? {}
        : {
            groups: groups.map(({ name, accounts, entries }) => ({
              name,
              ...(accounts.length === 0 ? {} : { accounts }),
              ...(entries.length === 0 ? {} : { entries }),
            })),
          }),
    },
  };
  return `${comment.map((line) => `# ${line}\n`).join("")}${stringify(fleet, { lineWidth: 0 })}`;
}

/** Pulumi.yaml: with the settings of all stacks, but for credentials. */
function fleetProject(name: string, { portal, endpoint, credentials }: ConnectionSettings): string {
  const plain = portalNamed(portal).settings.filter(
    (setting) => !setting.credential && credentials[setting.name] !== undefined,
  );
  const settings = {
    portal,
    endpoint,
    ...Object.fromEntries(plain.map((each) => [each.name, credentials[each.name]])),
  };
  const config = Object.entries(settings).map(([key, value]) => [`reseller:${key}`, value] as const);
  const own = { stackConfigDir: "stacks", config: Object.fromEntries(config) };
  return `${projectText(name)}${stringify(own, { lineWidth: 0 })}`;
}

const OUTPUTS = ["initialPasswords", "references"];
const PROGRAM = [
  'const { Realm } = require("pulumi-reseller");',
  "",
  `const realm = new Realm("realm", { fleet: "${FLEET_FILE}" });`,
  ...OUTPUTS.map((output) => `exports.${output} = realm.${output};`),
  "",
].join("\n");
