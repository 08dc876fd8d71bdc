import { readFileSync } from "node:fs";
import { z } from "zod";
import type { SettingFact, SettingFault } from "../../model/portal";
import { isOneOf } from "../../model/shapes";
import type { Identity, Scope } from "./tokens";

const INTERFACES = ["public", "internal", "admin"] as const;
const word = z.string().min(1).max(255);

interface Facts {
  readonly hint: string;
  readonly environment?: readonly string[];
  readonly credential?: boolean;
  readonly goesWith?: string;
  readonly schema?: z.ZodType;
}

function setting(name: string, variable: string, { hint, environment = [], credential = false, ...facts }: Facts) {
  return {
    name,
    credential,
    optional: true,
    environment: [variable, ...environment],
    schema: word,
    hint: `${hint}. Set it with: pulumi config set ${credential ? "--secret " : ""}reseller:${name} … (or ${variable}, or clouds.yaml)`,
    ...facts,
  } as const satisfies SettingFact;
}

/** In the words of OpenStack's own tools: `user_domain_name` of clouds.yaml and OS_USER_DOMAIN_NAME are `userDomainName`. */
export const settings = [
  setting("username", "OS_USERNAME", {
    hint: "the name of the user that this tool signs in as, together with password and the user's domain",
  }),
  setting("userId", "OS_USER_ID", {
    hint: "the id of the user that this tool signs in as, in place of its name and domain",
  }),
  setting("password", "OS_PASSWORD", { hint: "the user's password", credential: true, schema: z.string().min(1) }),
  setting("userDomainName", "OS_USER_DOMAIN_NAME", { hint: "the name of the user's domain, such as Default" }),
  setting("userDomainId", "OS_USER_DOMAIN_ID", { hint: "the id of the user's domain, such as default" }),
  setting("applicationCredentialId", "OS_APPLICATION_CREDENTIAL_ID", {
    hint: "the id of an application credential, in place of user and password. Its scope is that of the project that it was made in",
  }),
  setting("applicationCredentialSecret", "OS_APPLICATION_CREDENTIAL_SECRET", {
    hint: "the secret of the application credential",
    credential: true,
    goesWith: "applicationCredentialId",
  }),
  setting("projectName", "OS_PROJECT_NAME", {
    hint: "the project that an administrator of the cloud signs in to, such as admin",
    environment: ["OS_TENANT_NAME"],
  }),
  setting("projectId", "OS_PROJECT_ID", {
    hint: "the id of the project that an administrator of the cloud signs in to",
    environment: ["OS_TENANT_ID"],
  }),
  setting("projectDomainName", "OS_PROJECT_DOMAIN_NAME", {
    hint: "the name of that project's domain, such as Default",
  }),
  setting("projectDomainId", "OS_PROJECT_DOMAIN_ID", { hint: "the id of that project's domain, such as default" }),
  setting("domainName", "OS_DOMAIN_NAME", {
    hint: "the only domain to manage, by a user that has the role manager in it. Without a project, a domain or the system, all domains in which the user has a role are managed",
  }),
  setting("domainId", "OS_DOMAIN_ID", { hint: "the id of the only domain to manage" }),
  setting("systemScope", "OS_SYSTEM_SCOPE", {
    hint: "all, for a user that has the role admin on the system",
    schema: z.literal("all"),
  }),
  setting("regionName", "OS_REGION_NAME", { hint: "the region of quotas that name none" }),
  setting("interface", "OS_INTERFACE", {
    hint: `which of the addresses in the service catalogue are used: ${INTERFACES.join(", ")}. Default: public`,
    environment: ["OS_ENDPOINT_TYPE"],
    schema: z
      .string()
      .transform((name) => name.replace(/URL$/, ""))
      .refine((name) => isOneOf(INTERFACES, name)),
  }),
  setting("cacert", "OS_CACERT", {
    hint: "a file with the certificates, in PEM, of the authority that signed the cloud's certificates",
    schema: z
      .string()
      .refine((file) => certificatesIn(file) !== undefined, { error: "must be a file of certificates in PEM" }),
  }),
] as const;

type Name = (typeof settings)[number]["name"];
export type OpenstackSettings = Readonly<Partial<Record<Name, string>>>;

/** The certificates in a file; undefined where there are none, or it can't be read. */
export function certificatesIn(file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return text.includes("-----BEGIN CERTIFICATE-----") ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What settings must agree on. */
export function settingProblems(given: OpenstackSettings): SettingFault[] {
  return [...identityProblems(given), ...(given.applicationCredentialId === undefined ? scopeProblems(given) : [])];
}

function identityProblems(given: OpenstackSettings): SettingFault[] {
  const { username, userId, password, userDomainName, userDomainId } = given;
  const { applicationCredentialId: id, applicationCredentialSecret: secret } = given;
  if (id !== undefined) {
    if (secret === undefined)
      return [
        { setting: "applicationCredentialSecret", problem: "is missing: the secret of the application credential" },
      ];
    return SCOPE_SETTINGS.filter((name) => given[name] !== undefined).map((setting) => ({
      setting,
      problem: "is set, but an application credential has a scope of its own: remove it",
    }));
  }
  if (username === undefined && userId === undefined)
    return [
      {
        setting: "username",
        problem:
          "is missing, and nothing else says who signs in: set username, userDomainName and password (or OS_USERNAME, OS_USER_DOMAIN_NAME and OS_PASSWORD), " +
          "an application credential (applicationCredentialId and applicationCredentialSecret), or OS_CLOUD to an entry of clouds.yaml",
      },
    ];
  return [
    ...(password === undefined
      ? [{ setting: "password", problem: "is missing: the user's password (or OS_PASSWORD, or clouds.yaml)" }]
      : []),
    ...(userId === undefined && userDomainName === undefined && userDomainId === undefined
      ? [
          {
            setting: "userDomainName",
            problem:
              "is missing: the domain of the user, such as Default (or OS_USER_DOMAIN_NAME or OS_USER_DOMAIN_ID)",
          },
        ]
      : []),
  ];
}

const SCOPE_SETTINGS = ["projectName", "projectId", "domainName", "domainId", "systemScope"] as const;

function scopeProblems(given: OpenstackSettings): SettingFault[] {
  const { projectName, projectId, projectDomainName, projectDomainId, domainName, domainId, systemScope } = given;
  const scopes = [
    { setting: "projectName", value: projectName ?? projectId, text: "a project (projectName, OS_PROJECT_NAME)" },
    { setting: "domainName", value: domainName ?? domainId, text: "a domain (domainName, OS_DOMAIN_NAME)" },
    { setting: "systemScope", value: systemScope, text: "the system (systemScope, OS_SYSTEM_SCOPE)" },
  ].filter(({ value }) => value !== undefined);
  const [, second] = scopes;
  return [
    ...(second === undefined
      ? []
      : [
          {
            setting: second.setting,
            problem: `is not the only scope. Set one of ${scopes.map(({ text }) => text).join(" and ")}`,
          },
        ]),
    ...(projectName !== undefined && projectId === undefined && (projectDomainName ?? projectDomainId) === undefined
      ? [
          {
            setting: "projectDomainName",
            problem:
              "is missing: the domain of the project, such as Default (or OS_PROJECT_DOMAIN_NAME or OS_PROJECT_DOMAIN_ID)",
          },
        ]
      : []),
  ];
}

function reference(
  name: string | undefined,
  id: string | undefined,
): { readonly id: string } | { readonly name: string } {
  return id === undefined ? { name: name ?? "" } : { id };
}

/** Who signs in with these settings, which are sound. */
export function identityOf(given: OpenstackSettings): Identity {
  const { username, userId, password = "", userDomainName, userDomainId } = given;
  const { applicationCredentialId: id, applicationCredentialSecret: secret = "" } = given;
  if (id !== undefined)
    return {
      proof: { methods: ["application_credential"], application_credential: { id, secret } },
      who: `the application credential ${id}`,
      settings:
        "reseller:applicationCredentialId and applicationCredentialSecret (OS_APPLICATION_CREDENTIAL_ID and _SECRET)",
      hasScope: true,
    };
  const user =
    userId === undefined
      ? { name: username ?? "", domain: reference(userDomainName, userDomainId), password }
      : { id: userId, password };
  return {
    proof: { methods: ["password"], password: { user } },
    who:
      userId === undefined
        ? `the user ${username} of the domain ${userDomainName ?? userDomainId}`
        : `the user ${userId}`,
    settings: "reseller:username, password and userDomainName (OS_USERNAME, OS_PASSWORD and OS_USER_DOMAIN_NAME)",
    hasScope: false,
  };
}

/** The scope that is asked for; undefined where it is chosen by what is needed. */
export function scopeOf(given: OpenstackSettings): Scope | undefined {
  const { projectName, projectId, projectDomainName, projectDomainId, domainName, domainId, systemScope } = given;
  if (systemScope !== undefined) return { system: { all: true } };
  if (domainName !== undefined || domainId !== undefined) return { domain: reference(domainName, domainId) };
  if (projectId !== undefined) return { project: { id: projectId } };
  if (projectName === undefined) return undefined;
  return { project: { name: projectName, domain: reference(projectDomainName, projectDomainId) } };
}
