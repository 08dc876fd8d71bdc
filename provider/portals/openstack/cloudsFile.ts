import { readFileSync } from "node:fs";
import * as path from "node:path";
import type * as yaml from "yaml";
import { z } from "zod";
import { alternatives } from "../../model/nearest";
import type { Environment, KeptSettings } from "../../model/portal";
import { isRecord } from "../../model/shapes";

/** Members of `auth` in clouds.yaml, with the settings they are. */
const AUTH = {
  auth_url: "endpoint",
  username: "username",
  user_id: "userId",
  password: "password",
  user_domain_name: "userDomainName",
  user_domain_id: "userDomainId",
  application_credential_id: "applicationCredentialId",
  application_credential_secret: "applicationCredentialSecret",
  project_name: "projectName",
  project_id: "projectId",
  project_domain_name: "projectDomainName",
  project_domain_id: "projectDomainId",
  domain_name: "domainName",
  domain_id: "domainId",
  system_scope: "systemScope",
} as const;
/** Members beside it. */
const BESIDE = { region_name: "regionName", interface: "interface", cacert: "cacert" } as const;

/** Variables of the environment that say with whom to sign in, and where. */
const SIGN_IN_VARIABLES = ["OS_AUTH_URL", "OS_USERNAME", "OS_USER_ID", "OS_APPLICATION_CREDENTIAL_ID"];

/** Everything that isn't looked at may be anything. */
const Cloud = z.looseObject({
  auth: z.record(z.string(), z.unknown()).nullish(),
  profile: z.string().nullish(),
});
const CloudsFile = z.looseObject({ clouds: z.record(z.string(), Cloud.nullish()).nullish() });
type CloudSection = z.output<typeof Cloud>;

/**
 * What OpenStack's own tools keep of the cloud that `OS_CLOUD` names: in `clouds.yaml` (`OS_CLIENT_CONFIG_FILE`, else the current folder,
 * `~/.config/openstack`, `/etc/openstack`), with what `secure.yaml` beside it adds.
 */
export function keptByTools(environment: Environment): KeptSettings {
  const cloud = environment["OS_CLOUD"] ?? "";
  if (cloud === "") return { values: {}, problems: [] };
  const also = SIGN_IN_VARIABLES.filter((name) => (environment[name] ?? "") !== "");
  if (also.length > 0)
    return problem(
      `OS_CLOUD is set, and so is ${also.join(", ")}: unset one or the other, so that only one of them says who signs in`,
    );
  const places = placesOf(environment);
  const found = places.map((file) => ({ file, text: textOf(file) })).find(({ text }) => text !== undefined);
  if (found === undefined)
    return problem(
      `OS_CLOUD is ${JSON.stringify(cloud)}, but there is no clouds.yaml: looked for ${places.join(", ")}`,
    );
  const clouds = cloudsIn(found.text);
  const secret = path.join(path.dirname(found.file), "secure.yaml");
  const secure = cloudsIn(textOf(secret) ?? "");
  if (clouds === undefined || secure === undefined)
    return problem(
      `${clouds === undefined ? found.file : secret} is not a YAML file of clouds (its content is not shown): correct it, or unset OS_CLOUD and set the settings in reseller:`,
    );
  const section = clouds[cloud];
  if (section === undefined || section === null)
    return problem(
      `${found.file} has no cloud ${JSON.stringify(cloud)} (OS_CLOUD)${alternatives(cloud, Object.keys(clouds))}`,
    );
  if (typeof section.profile === "string")
    return problem(
      `the cloud ${JSON.stringify(cloud)} in ${found.file} has a profile of a vendor, which is not supported: replace it by auth_url and the other settings`,
    );
  return {
    values: { ...valuesIn(section), ...valuesIn(secure[cloud] ?? {}) },
    problems: trustProblems(cloud, section, found.file),
  };
}

function problem(text: string): KeptSettings {
  return { values: {}, problems: [text] };
}

function placesOf(environment: Environment): string[] {
  const named = environment["OS_CLIENT_CONFIG_FILE"] ?? "";
  if (named !== "") return [named];
  const home = environment["HOME"] ?? environment["USERPROFILE"] ?? "";
  const config = environment["XDG_CONFIG_HOME"] ?? (home === "" ? "" : path.join(home, ".config"));
  const folders = [".", ...(config === "" ? [] : [path.join(config, "openstack")]), "/etc/openstack"];
  return folders.flatMap((folder) => ["clouds.yaml", "clouds.yml"].map((name) => path.join(folder, name)));
}

/** Undefined where there is no such file, or none that can be read. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Undefined where the text is none of clouds. Neither the text nor a parser's excerpt of it may be shown: passwords stand in it. */
function cloudsIn(text: string | undefined): Readonly<Record<string, CloudSection | null | undefined>> | undefined {
  try {
    // Loaded with the first file: most runs read none.
    const { parse } = require("yaml") as typeof yaml;
    return CloudsFile.parse(parse(text ?? "") ?? {}).clouds ?? {};
  } catch {
    return undefined;
  }
}

function valuesIn(section: CloudSection): Record<string, string> {
  return { ...stated(AUTH, section.auth ?? {}), ...stated(BESIDE, section) };
}

function stated(members: Readonly<Record<string, string>>, section: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([member, setting]) => {
      const value = isRecord(section) ? section[member] : undefined;
      return (typeof value === "string" && value !== "") || typeof value === "number" ? [[setting, String(value)]] : [];
    }),
  );
}

/** A connection that trusts anybody would hand the password to anybody. */
function trustProblems(cloud: string, { verify }: CloudSection, file: string): string[] {
  return verify === false
    ? [
        `the cloud ${JSON.stringify(cloud)} in ${file} has verify: false, which is not supported: set cacert to a file with the certificate of its authority`,
      ]
    : [];
}
