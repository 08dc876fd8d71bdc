import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { readSettings } from "../../provider/lifecycle";
import { ClientKeys } from "../../provider/portals/scaleway/clientKeys";

const ORGANIZATION = "11111111-1111-4111-8111-111111111111";
const CLIENT = "22222222-2222-4222-8222-222222222222";
const secret = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`;
const access = (letter: string) => `SCW${letter.repeat(17)}`;

describe("settings of a connection to Scaleway", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "reseller-settings-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const read = (values: Record<string, string>, environment: Record<string, string> = {}) =>
    readSettings({
      get: (name) => ({ portal: "scaleway", ...values })[name],
      environment: { HOME: home, ...environment },
    }).connections.get("default")!;
  const problemsOf = (values: Record<string, string>, environment: Record<string, string> = {}): string => {
    try {
      read(values, environment);
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };
  const profileFile = (text: string, folder = path.join(home, ".config", "scw")): string => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "config.yaml"), text);
    return path.join(folder, "config.yaml");
  };
  const sound = { organizationId: ORGANIZATION, secretKey: secret("1"), accessKey: access("A") };

  it("have UUIDs in the portal's letters, however they are written", () => {
    const written = "ABCDEF00-1111-4111-8111-11111111111A";
    const own = read({ ...sound, organizationId: written });
    expect(own.credentials["organizationId"]).toBe(written.toLowerCase());
    const other = read({ portal: "gridscale", endpoint: "https://x.example", userUuid: written, token: "t" });
    expect(other.credentials["userUuid"]).toBe(written.toLowerCase());
    const keys = JSON.stringify({ [written]: { secretKey: secret("2") } });
    expect(Object.keys(ClientKeys.parse(JSON.parse(keys)))).toEqual([written.toLowerCase()]);
  });

  it("take the vendor's own address where none is set", () => {
    expect(read(sound)).toMatchObject({ endpoint: "https://api.scaleway.com", portal: "scaleway" });
    expect(read(sound, { SCW_API_URL: "https://api.example.com" }).endpoint).toBe("https://api.example.com");
  });

  it("come from the program first, then the environment, then the profile file of the vendor's tools", () => {
    profileFile(
      `access_key: ${access("F")}\nsecret_key: ${secret("f")}\ndefault_organization_id: ${CLIENT}\napi_url: https://file.example.com\n`,
    );
    expect(read({})).toMatchObject({
      endpoint: "https://file.example.com",
      credentials: { organizationId: CLIENT, secretKey: secret("f"), accessKey: access("F") },
    });
    const environment = {
      SCW_SECRET_KEY: secret("e"),
      SCW_ACCESS_KEY: access("E"),
      SCW_API_URL: "https://environment.example.com",
    };
    expect(read({}, environment)).toMatchObject({
      endpoint: "https://environment.example.com",
      credentials: { organizationId: CLIENT, secretKey: secret("e"), accessKey: access("E") },
    });
    expect(read(sound, environment).credentials).toEqual(sound);
  });

  it("never mix the access key of one place with the secret key of another", () => {
    profileFile(`access_key: ${access("F")}\nsecret_key: ${secret("f")}\n`);
    const { secretKey, organizationId } = sound;
    expect(read({ secretKey, organizationId }, { SCW_ACCESS_KEY: access("E") }).credentials).toEqual({
      secretKey,
      organizationId,
    });
  });

  it("know the older names of the environment", () => {
    const older = { SCW_TOKEN: secret("a"), SCW_ORGANIZATION: ORGANIZATION };
    expect(read({}, older).credentials).toEqual({ secretKey: secret("a"), organizationId: ORGANIZATION });
    const oldest = { SCALEWAY_ACCESS_KEY: secret("b"), SCW_ORGANIZATION: ORGANIZATION };
    expect(read({}, oldest).credentials).toEqual({ secretKey: secret("b"), organizationId: ORGANIZATION });
  });

  it("follow the profile that is active, or named, on top of the file's own values", () => {
    profileFile(
      `secret_key: ${secret("1")}\ndefault_organization_id: ${ORGANIZATION}\nactive_profile: two\n` +
        `profiles:\n  two:\n    secret_key: ${secret("2")}\n  three:\n    secret_key: ${secret("3")}\n    default_organization_id: ${CLIENT}\n`,
    );
    expect(read({}).credentials).toEqual({ secretKey: secret("2"), organizationId: ORGANIZATION });
    expect(read({}, { SCW_PROFILE: "three" }).credentials).toEqual({ secretKey: secret("3"), organizationId: CLIENT });
    expect(problemsOf({}, { SCW_PROFILE: "four" })).toContain('has no profile "four"; it has two, three');
  });

  it("find the profile file where the vendor's tools look for it", () => {
    const text = `secret_key: ${secret("1")}\ndefault_organization_id: ${ORGANIZATION}\n`;
    const elsewhere = profileFile(text, path.join(home, "elsewhere", "scw"));
    expect(read({}, { XDG_CONFIG_HOME: path.join(home, "elsewhere") }).credentials["secretKey"]).toBe(secret("1"));
    expect(read({}, { SCW_CONFIG_PATH: elsewhere }).credentials["secretKey"]).toBe(secret("1"));
    expect(problemsOf({}, { SCW_CONFIG_PATH: path.join(home, "nowhere.yaml") })).toContain("can't be read (ENOENT)");
  });

  it("need no profile file, wherever it is said to be, unless something has to come from it", () => {
    const nowhere: Record<string, string>[] = [
      { SCW_CONFIG_PATH: path.join(home, "nowhere.yaml") },
      { SCW_PROFILE: "two" },
    ];
    const all = { SCW_SECRET_KEY: secret("1"), SCW_ACCESS_KEY: access("A"), SCW_DEFAULT_ORGANIZATION_ID: ORGANIZATION };
    for (const environment of nowhere) {
      expect(read({}, { ...all, ...environment })).toMatchObject({
        credentials: sound,
        endpoint: "https://api.scaleway.com",
      });
      expect(read(sound, environment).credentials).toEqual(sound);
      const some = problemsOf({}, { SCW_SECRET_KEY: secret("1"), ...environment });
      expect(some).toContain("1 problem in the settings");
      expect(some).toMatch(/organizationId is missing: .*It would be taken from there, but the profile file .*ENOENT/);
    }
  });

  it("never show what stands in a profile file that is broken", () => {
    profileFile(`secret_key: [${secret("7")}\n`);
    const problems = problemsOf({});
    expect(problems).toContain("is not a YAML file of profiles");
    expect(problems).not.toContain(secret("7"));
  });

  it("name everything that is wrong at once, and no value of a credential", () => {
    const problems = problemsOf({
      organizationId: "not-an-id",
      secretKey: "hunter2-hunter2",
      accessKey: "AKIA-hunter3",
      keys: JSON.stringify({ [CLIENT]: { secretKey: "hunter4" } }),
      endpoint: "https://api.fr-par.scaleway.com/",
    });
    for (const text of [
      'reseller:organizationId is malformed: "not-an-id"',
      "reseller:secretKey is malformed",
      "reseller:accessKey is malformed",
      "reseller:keys is malformed",
      "must not end with a slash",
      "has a region in it",
    ])
      expect(problems).toContain(text);
    expect(problems).not.toMatch(/hunter/);
    expect(problemsOf({ endpoint: "https://api.scaleway.com/iam/fr-par" })).toContain("has a region in it");
    expect(problemsOf({})).toMatch(/organizationId is missing(.|\n)*secretKey is missing/);
  });

  it("take keys of clients by their Organizations, as a map of the program's or in a named connection", () => {
    const keys = { [CLIENT]: { accessKey: access("C"), secretKey: secret("c") } };
    expect(JSON.parse(read({ ...sound, keys: JSON.stringify(keys) }).credentials["keys"]!)).toEqual(keys);
    const connections = { partner: { portal: "scaleway", ...sound, keys } };
    const named = readSettings({
      get: (name) => ({ connections: JSON.stringify(connections) })[name],
      environment: { SCW_SECRET_KEY: secret("e") },
    }).connections.get("partner")!;
    expect(named.credentials["secretKey"]).toBe(sound.secretKey);
    expect(JSON.parse(named.credentials["keys"]!)).toEqual(keys);
  });
});

describe("a run that only reads", () => {
  const settings = (values: Record<string, string>, environment: Record<string, string> = {}) =>
    readSettings({
      get: (name) =>
        ({ portal: "csp", endpoint: "https://portal.example.com/api/v1", token: "a-token", ...values })[name],
      environment,
    });

  it("is asked for by the program or the environment, and holds for every connection", () => {
    const connections = JSON.stringify({
      other: { portal: "csp", endpoint: "https://other.example.com/api/v1", token: "b-token" },
    });
    for (const { connections: read } of [
      settings({ readOnly: "true", connections }),
      settings({ connections }, { RESELLER_READ_ONLY: "true" }),
    ])
      expect([...read.values()].map(({ name, readOnly }) => [name, readOnly])).toEqual([
        ["default", true],
        ["other", true],
      ]);
    expect(settings({}, { RESELLER_READ_ONLY: "" }).connections.get("default")?.readOnly).toBeUndefined();
    expect(() => settings({ readOnly: "yes please" })).toThrow("reseller:readOnly");
  });
});
