import type { ApiProcess } from "../apiProcess";
import type { Configuration } from "../configuration";
import { SERVICE_PROJECT } from "./registered";
import type { Environment, PackageSet } from "../packages";

/** Where a service finds Keystone, and as whom. */
export interface Identity {
  readonly url: string;
  readonly password: string;
}

export interface ConfigurationInput {
  /** The folder with the databases, in which the process runs: paths in a configuration are relative to it. */
  readonly folder: string;
  readonly environment: Environment;
  /** Nothing while databases are prepared. */
  readonly identity?: Identity;
  readonly changes?: Configuration;
}

export interface Preparation {
  readonly folder: string;
  /** Runs an entry point of the service's packages, such as `nova.cmd.manage:main`, with these arguments. */
  manage(entry: string, ...args: readonly string[]): Promise<void>;
  /** Runs a script in `python/`. */
  script(name: string, ...args: readonly string[]): Promise<void>;
  begin(): Promise<ApiProcess>;
}

/** How one service is prepared and configured. */
export interface Service {
  readonly packages: PackageSet;
  readonly title: string;
  /** The type in the catalogue. */
  readonly type: string;
  /** What follows the address of the process in the catalogue. */
  readonly path: string;
  /** What is copied from what was prepared. */
  readonly files: readonly string[];
  environment(folder: string): Record<string, string>;
  configure(input: ConfigurationInput): void;
  /** Makes the databases in an empty folder, once. */
  prepare(preparation: Preparation): Promise<void>;
}

/** The sections by which a service checks tokens, and asks others. */
export function signIn(name: string, { url, password }: Identity) {
  return {
    auth_type: "password",
    auth_url: url,
    username: name,
    password,
    user_domain_id: "default",
    project_name: SERVICE_PROJECT,
    project_domain_id: "default",
  };
}

/** What all services but Keystone have: no message queue, and tokens checked by Keystone. */
export function commonSections(name: string, identity: Identity | undefined): Configuration {
  if (identity === undefined) return { DEFAULT: { transport_url: "fake:/" } };
  const checks = { www_authenticate_uri: identity.url, interface: "public", ...signIn(name, identity) };
  return { DEFAULT: { transport_url: "fake:/" }, keystone_authtoken: checks };
}
