import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readSettings } from "../../../provider/lifecycle";
import { keptByTools } from "../../../provider/portals/openstack/cloudsFile";
import { identityOf, scopeOf, settingProblems } from "../../../provider/portals/openstack/settings";

const PASSWORD = "a-password-that-nobody-may-see";
const person = { username: "anna", password: PASSWORD, userDomainName: "Default" };

describe("who signs in, and for what", () => {
  it("is a user with a password, or an application credential", () => {
    expect(settingProblems(person)).toEqual([]);
    expect(identityOf(person).proof.password?.user).toEqual({
      name: "anna",
      domain: { name: "Default" },
      password: PASSWORD,
    });
    expect(identityOf({ userId: "u1", password: PASSWORD }).proof.password?.user).toEqual({
      id: "u1",
      password: PASSWORD,
    });
    const credential = { applicationCredentialId: "c1", applicationCredentialSecret: "s" };
    expect(settingProblems(credential)).toEqual([]);
    expect(identityOf(credential).proof).toEqual({
      methods: ["application_credential"],
      application_credential: { id: "c1", secret: "s" },
    });
  });

  it("is one scope, or the one that is needed", () => {
    expect(scopeOf(person)).toBeUndefined();
    expect(scopeOf({ systemScope: "all" })).toEqual({ system: { all: true } });
    expect(scopeOf({ domainId: "d1" })).toEqual({ domain: { id: "d1" } });
    expect(scopeOf({ projectId: "p1", projectName: "demo" })).toEqual({ project: { id: "p1" } });
    expect(scopeOf({ projectName: "demo", projectDomainId: "default" })).toEqual({
      project: { name: "demo", domain: { id: "default" } },
    });
  });

  it.each([
    [{}, ["username is missing, and nothing else says who signs in"]],
    [{ username: "anna" }, ["password is missing", "userDomainName is missing"]],
    [{ applicationCredentialId: "c1" }, ["applicationCredentialSecret is missing"]],
    [
      { applicationCredentialId: "c1", applicationCredentialSecret: "s", projectName: "demo" },
      ["projectName is set, but an application credential has a scope of its own"],
    ],
    [
      { ...person, projectName: "demo", projectDomainName: "Default", domainName: "Acme" },
      [
        "domainName is not the only scope. Set one of a project (projectName, OS_PROJECT_NAME) and a domain (domainName, OS_DOMAIN_NAME)",
      ],
    ],
    [{ ...person, projectName: "demo" }, ["projectDomainName is missing"]],
  ])("is told what is wrong with %j", (given, problems) => {
    const found = settingProblems(given).map(({ setting, problem }) => `${setting} ${problem}`);
    expect(found).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(found[index]).toContain(problem);
    expect(found.join()).not.toContain(PASSWORD);
  });
});

describe("variables of OpenStack's tools", () => {
  const environment = {
    RESELLER_PORTAL: "openstack",
    OS_AUTH_URL: "https://keystone.example.com/v3",
    OS_USERNAME: "anna",
    OS_PASSWORD: PASSWORD,
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_NAME: "admin",
    OS_PROJECT_DOMAIN_ID: "default",
    OS_REGION_NAME: "ch-1",
    OS_ENDPOINT_TYPE: "internalURL",
    OS_IDENTITY_API_VERSION: "3",
  };
  const read = (changes: Readonly<Record<string, string>> = {}) =>
    readSettings({ get: () => undefined, environment: { ...environment, ...changes } });

  it("are the settings of a connection", () => {
    expect(read().connections.get("default")).toMatchObject({
      endpoint: "https://keystone.example.com/v3",
      credentials: {
        username: "anna",
        password: PASSWORD,
        userDomainName: "Default",
        projectName: "admin",
        projectDomainId: "default",
        regionName: "ch-1",
        interface: "internal",
      },
    });
  });

  it.each([
    [
      { OS_AUTH_URL: "https://keystone.example.com" },
      "must end in /v3, the version of the Identity API: use https://keystone.example.com/v3",
    ],
    [{ OS_AUTH_URL: "https://k.example.com/identity/v2.0/" }, "use https://k.example.com/identity/v3"],
    [{ OS_AUTH_URL: "http://keystone.example.com/v3" }, "must begin with https://"],
    [{ OS_CACERT: "/nowhere/ca.pem" }, 'reseller:cacert is malformed: "/nowhere/ca.pem"'],
    [{ OS_PROJECT_NAME: "", OS_SYSTEM_SCOPE: "some" }, 'reseller:systemScope is malformed: "some"'],
    [{ OS_INTERFACE: "secret" }, 'reseller:interface is malformed: "secret"'],
    [{ OS_DOMAIN_NAME: "Acme" }, "domainName is not the only scope"],
    [{ OS_PASSWORD: "" }, "reseller:password is missing"],
  ])("are told to be wrong, without the password: %j", (changes, problem) => {
    const said = () => read(changes);
    expect(said).toThrow(problem);
    expect(said).not.toThrow(PASSWORD);
  });
});

describe("clouds.yaml", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "clouds-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
  const read = (cloud: string | undefined, more: Record<string, string> = {}) =>
    keptByTools({ OS_CLOUD: cloud, OS_CLIENT_CONFIG_FILE: path.join(folder, "clouds.yaml"), ...more });

  it("has the settings of the cloud that OS_CLOUD names, and secure.yaml beside it the secret ones", () => {
    write(
      "clouds.yaml",
      `clouds:
  prod:
    auth:
      auth_url: https://keystone.example.com/v3
      username: anna
      user_domain_name: Default
      project_id: 42
    region_name: ch-1
    interface: internal
    cacert: /etc/ssl/cloud.pem
    identity_api_version: 3
`,
    );
    write("secure.yaml", `clouds: { prod: { auth: { password: ${PASSWORD} } } }`);
    expect(read("prod")).toEqual({
      values: {
        endpoint: "https://keystone.example.com/v3",
        username: "anna",
        userDomainName: "Default",
        projectId: "42",
        password: PASSWORD,
        regionName: "ch-1",
        interface: "internal",
        cacert: "/etc/ssl/cloud.pem",
      },
      problems: [],
    });
    expect(read(undefined)).toEqual({ values: {}, problems: [] });
  });

  it("is found where OpenStack's tools look for it", () => {
    fs.mkdirSync(path.join(folder, ".config", "openstack"), { recursive: true });
    write(path.join(".config", "openstack", "clouds.yaml"), "clouds: { prod: { auth: { username: anna } } }");
    expect(keptByTools({ OS_CLOUD: "prod", HOME: folder }).values).toEqual({ username: "anna" });
    expect(
      keptByTools({ OS_CLOUD: "prod", HOME: "/nowhere", XDG_CONFIG_HOME: path.join(folder, ".config") }).values,
    ).toEqual({ username: "anna" });
  });

  it.each([
    ["clouds: { prod: {} }", "prud", 'has no cloud "prud" (OS_CLOUD)'],
    ["clouds: { prod: { profile: vexxhost } }", "prod", "has a profile of a vendor"],
    [`clouds: { prod: { auth: { password: ${PASSWORD} }`, "prod", "is not a YAML file of clouds"],
    [`- ${PASSWORD}`, "prod", "is not a YAML file of clouds"],
    ["clouds: { prod: { verify: false } }", "prod", "has verify: false, which is not supported"],
  ])("that can't be used is told, without what stands in it: %s", (text, cloud, problem) => {
    write("clouds.yaml", text);
    const { problems } = read(cloud);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(problems[0]).not.toContain(PASSWORD);
  });

  it("that isn't there is told with the places", () => {
    expect(read("prod").problems[0]).toContain(
      `there is no clouds.yaml: looked for ${path.join(folder, "clouds.yaml")}`,
    );
  });

  it("is not mixed with variables that say somebody else", () => {
    write("clouds.yaml", "clouds: { prod: {} }");
    expect(read("prod", { OS_USERNAME: "ben" }).problems[0]).toContain("OS_CLOUD is set, and so is OS_USERNAME");
  });
});
