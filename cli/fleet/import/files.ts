import { stringify } from "yaml";
import { FLEET_FILE, type FleetGroup, neededGroups } from "../../../fleet";
import { portalNamed } from "../../../provider/portals/list";
import type { ConnectionSettings } from "../../../provider/model/portal";
import type { RealmEntry } from "../../../realm/entry";
import type { WrittenFile } from "../../../realm/write/file";
import { documentation } from "../../../text/documentation";
import { projectText } from "../../newProject/projectFiles";

/** The folder of the realm files of a fleet. */
export const REALM_FOLDER = "realm";
const SHARED = "shared";

/** What a fleet has beside its realm files and its packages. @param header lines for `fleet.yaml` */
export function fleetFiles(entries: readonly RealmEntry[], header: readonly string[]): WrittenFile[] {
  return [
    { path: FLEET_FILE, text: fleetText(REALM_FOLDER, neededGroups(entries, SHARED), header) },
    { path: "index.js", text: PROGRAM },
  ];
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

/** Pulumi.yaml of a fleet: the settings of all its stacks, but for credentials. */
export function fleetProject(name: string, { portal, endpoint, credentials }: ConnectionSettings): string {
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

const PROGRAM = [
  'const { Realm } = require("pulumi-reseller");',
  "",
  `const realm = new Realm("realm", { fleet: "${FLEET_FILE}" });`,
  "exports.initialPasswords = realm.initialPasswords;",
  "exports.references = realm.references;",
  "",
].join("\n");
