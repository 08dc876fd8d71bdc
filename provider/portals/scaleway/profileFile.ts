import { readFileSync } from "node:fs";
import * as path from "node:path";
import type * as yaml from "yaml";
import { z } from "zod";
import type { Environment, KeptSettings } from "../../model/portal";
import { isRecord } from "../../model/shapes";

/** Members of the file that matter here, with the settings they are. */
const SETTINGS = {
  access_key: "accessKey",
  secret_key: "secretKey",
  default_organization_id: "organizationId",
  api_url: "endpoint",
} as const;

const optional = z.string().nullish();
const Section = z.looseObject({
  access_key: optional,
  secret_key: optional,
  default_organization_id: optional,
  api_url: optional,
} satisfies Record<keyof typeof SETTINGS, z.ZodType>);
const ProfileFile = Section.extend({
  active_profile: z.string().nullish(),
  profiles: z.record(z.string(), Section.nullish()).nullish(),
});

/** An access key has this form, a secret key is a UUID: what tells the two apart in a variable that once meant either. */
const ACCESS_KEY = /^SCW[A-Z0-9]{17}$/;
const SECRET_KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Keys, Organization and address that the vendor's own tools keep: in the profile file (`SCW_CONFIG_PATH`, else
 * `$XDG_CONFIG_HOME/scw/config.yaml`, else `~/.config/scw/config.yaml`), of the profile that `SCW_PROFILE` names, else the file's
 * `active_profile`, on top of what stands at its top level; and an old variable of theirs.
 */
export function keptByTools(environment: Environment): KeptSettings {
  const old = environment["SCALEWAY_ACCESS_KEY"] ?? "";
  const legacy: Record<string, string> = SECRET_KEY.test(old)
    ? { secretKey: old }
    : ACCESS_KEY.test(old)
      ? { accessKey: old }
      : {};
  const file = placeOf(environment);
  if (file === undefined) return { values: legacy, problems: [] };
  const kept = readFile(file, environment);
  return { ...kept, values: { ...kept.values, ...legacy } };
}

interface Place {
  readonly path: string;
  /** Somebody has named it: it must be there, if anything is needed from it. */
  readonly isNamed: boolean;
}

function placeOf(environment: Environment): Place | undefined {
  const named = environment["SCW_CONFIG_PATH"];
  if (named !== undefined && named !== "") return { path: named, isNamed: true };
  const base =
    environment["XDG_CONFIG_HOME"] ??
    under(environment["HOME"], ".config") ??
    under(environment["USERPROFILE"], ".config");
  return base === undefined || base === ""
    ? undefined
    : { path: path.join(base, "scw", "config.yaml"), isNamed: false };
}

function under(folder: string | undefined, name: string): string | undefined {
  return folder === undefined || folder === "" ? undefined : path.join(folder, name);
}

function readFile({ path: file, isNamed }: Place, environment: Environment): KeptSettings {
  const saying = (what: string) => `the profile file ${file} of Scaleway's tools ${what}`;
  const problem = (what: string): KeptSettings => ({ values: {}, problems: [saying(what)] });
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = isRecord(error) && typeof error["code"] === "string" ? error["code"] : undefined;
    const isAbsent = code === "ENOENT" || code === "ENOTDIR";
    if (isAbsent && !isNamed && wantedProfile(environment) === undefined) return { values: {}, problems: [] };
    const what = `can't be read (${code ?? "unknown reason"}): correct SCW_CONFIG_PATH, or make the file`;
    return isAbsent ? { values: {}, problems: [], absent: saying(what) } : problem(what);
  }
  // Neither the text nor a parser's excerpt of it may be shown: keys stand in it.
  let content: z.output<typeof ProfileFile>;
  try {
    // Loaded with the first file: most runs read none.
    const { parse } = require("yaml") as typeof yaml;
    content = ProfileFile.parse(parse(text) ?? {});
  } catch {
    return problem(
      "is not a YAML file of profiles (its content is not shown): create it again, or set the settings in reseller:",
    );
  }
  const { active_profile: active, profiles, ...top } = content;
  const wanted = wantedProfile(environment) ?? (active === null || active === "" ? undefined : active);
  const chosen = wanted === undefined || wanted === "default" ? undefined : profiles?.[wanted];
  if (wanted !== undefined && wanted !== "default" && chosen === undefined)
    return problem(
      `has no profile ${JSON.stringify(wanted)}; it has ${Object.keys(profiles ?? {}).join(", ") || "none"}`,
    );
  const merged = { ...stated(top), ...stated(chosen ?? {}) };
  return { values: merged, problems: [] };
}

function wantedProfile(environment: Environment): string | undefined {
  const name = environment["SCW_PROFILE"];
  return name === "" ? undefined : name;
}

function stated(section: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SETTINGS).flatMap(([member, setting]) => {
      const value = section[member];
      return typeof value === "string" && value !== "" ? [[setting, value]] : [];
    }),
  );
}
