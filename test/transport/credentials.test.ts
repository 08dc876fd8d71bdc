import * as fc from "fast-check";
import { Redactor } from "../../provider/transport";
import { PORTAL_NAMES, portalNamed } from "../../provider/portals/list";
import { CATALOGUE } from "../../sandbox/portals/csp/catalogue";
import { PERMISSION_SETS } from "../../sandbox/portals/scaleway/permissionSets";
import { textsOfCode } from "../docs/messages";
import { runs } from "../support/runs";

const redact = (text: string) => new Redactor().redact(text);

const base64url = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((some) => Buffer.from(some).toString("base64url"));
const letters = (pattern: RegExp) => fc.stringMatching(pattern);
const hasDigit = (text: string) => /\d/.test(text);

/** What portals, forges and people have for credentials. Nobody has told the redactor of any. */
const CREDENTIALS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "a token of the Cloud Service Portal": base64url(24).map((text) => `csp_${text}`),
  "a secret key of Scaleway": fc.uuid(),
  "an access key of Scaleway": letters(/^SCW[A-Z0-9]{17}$/).filter(hasDigit),
  "an API key of gridscale": letters(/^[0-9a-f]{64}$/),
  "a JSON web token": fc.tuple(base64url(30), base64url(60), base64url(32)).map((parts) => `eyJ${parts.join(".")}`),
  "a token of GitHub": letters(/^ghp_[A-Za-z0-9]{36}$/).filter(hasDigit),
  "a token of GitLab": base64url(15)
    .filter(hasDigit)
    .map((text) => `glpat-${text}`),
  "a generated password": letters(/^[A-HJ-NP-Za-km-z2-9]{20}$/).filter(hasDigit),
  "a password": letters(/^[A-Z][a-z]{4,9}[0-9]{1,4}[!+.~=_-]?$/),
};

/** Where they stand. */
const PLACES: Readonly<Record<string, (credential: string) => string>> = {
  "a header": (it) => `GET /x HTTP/1.1\r\nAuthorization: Bearer ${it}\r\nAccept: */*`,
  "a header in a sentence": (it) => `sent with authorization: bearer ${it} and refused`,
  "a header of the vendors": (it) => `X-Auth-Token: ${it}\nAccept: */*`,
  "a scheme that nobody knows": (it) => `Authorization: Strange ${it}`,
  "a header without a scheme": (it) => `Authorization: ${it}`,
  "a log of headers": (it) => JSON.stringify({ headers: { Authorization: `Bearer ${it}`, "X-Auth-Token": it } }),
  "a log of headers within JSON": (it) => JSON.stringify(JSON.stringify({ Authorization: `Bearer ${it}`, token: it })),
  "a word without its header": (it) => `the portal doesn't know Bearer ${it}, and says so`,
  "basic authentication": (it) => `Authorization: Basic ${it}`,
  "a digest": (it) => `Authorization: Digest username="anna", realm="x", response="${it}"`,
  "a cookie": (it) => `Cookie: theme=dark; session=${it}; lang=de`,
  "a cookie that is set": (it) => `Set-Cookie: session=${it}; Path=/; HttpOnly`,
  "a URL's user": (it) => `connect to https://${it}@portal.example.com/x`,
  "a URL's password": (it) => `connect to https://anna:${it}@portal.example.com/x`,
  "a query": (it) => `GET /things?access_token=${it}&page=2`,
  "an environment": (it) => `RESELLER_TOKEN=${it} reseller drift`,
  "a settings file": (it) => `[default]\nsecret_key = ${it}\nregion = fr-par`,
  YAML: (it) => `user:\n  initialPassword: ${it}\n  name: anna`,
  "YAML in one line": (it) => `{ name: anna, password: ${it} }`,
  "a sentence": (it) => `the password: ${it} is too short`,
  JSON: (it) => JSON.stringify({ initialPassword: it, name: "anna" }),
  "JSON that is cut off": (it) => `{"name":"anna","token":"${it}`,
};

describe("what looks like a credential, of which nobody was told", () => {
  it.each(Object.keys(CREDENTIALS))("never survives, wherever it stands: %s", (what) => {
    fc.assert(
      fc.property(CREDENTIALS[what]!, (credential) => {
        for (const [place, spell] of Object.entries(PLACES))
          expect([place, redact(spell(credential))]).toEqual([place, expect.not.stringContaining(credential)]);
      }),
      { numRuns: runs(60) },
    );
  });

  it("never survives in base64, with a name before it", () => {
    fc.assert(
      fc.property(fc.oneof(...Object.values(CREDENTIALS)), (credential) => {
        const encoded = Buffer.from(`anna:${credential}`).toString("base64");
        for (const text of [
          `Authorization: Basic ${encoded}`,
          `"Authorization":"Basic ${encoded}"`,
          `Basic ${encoded}`,
        ])
          expect(redact(text)).not.toContain(encoded);
      }),
    );
  });

  it("never survives where only a credential can stand, short and plain as it may be", () => {
    fc.assert(
      fc.property(letters(/^q[a-z]{0,7}$/), (credential) => {
        for (const text of [
          `Authorization: Bearer ${credential}`,
          `Authorization: Bearer ${credential} was refused`,
          `"authorization":"bearer ${credential}"`,
          `Proxy-Authorization: Basic ${credential}`,
          `Cookie: a=${credential}`,
          `https://${credential}@host/`,
          `https://u:${credential}@host/`,
          `?token=${credential}&x=1`,
          `password = ${credential}`,
          `token: ${credential}\n`,
          `{"secret":"${credential}"}`,
          `{ secret: ${credential} }`,
          `X-Auth-Token: ${credential}`,
        ])
          expect(redact(text).split(/\W+/)).not.toContain(credential);
      }),
    );
  });
});

/** What a sentence may name: permissions of every portal, roles, standard profiles. */
const NAMES = [
  ...CATALOGUE.map(({ key }) => key),
  ...PERMISSION_SETS.map(({ name }) => name),
  ...["PARTNER_ADMIN", "Client-Adm", "User-Adm", "Read Only", "csp/P5", "scaleway/K1"],
];

describe("the words of a sentence", () => {
  it("survive: every text of the code, and every rule", () => {
    const rooms = [
      "provider",
      "engine",
      "sdk",
      "fleet",
      "cli",
      "review",
      "drift",
      "realm",
      "discovery",
      "scm",
      "policy",
      "sandbox",
    ];
    const texts = textsOfCode(rooms).all.map(({ text }) => text);
    const rules = PORTAL_NAMES.flatMap((portal) => portalNamed(portal).rules.map(({ sentence }) => sentence));
    expect(rules.length).toBeGreaterThan(50);
    expect([...texts, ...rules].filter((text) => redact(text) !== text)).toEqual([]);
  });

  it("survive: names of permissions, whatever word stands before them", () => {
    const sentences = NAMES.flatMap((name) => [
      `an API key whose bearer has ${name}`,
      `the bearer ${name} is not known`,
      `User Bearer ${name}`,
      `Basic ${name}`,
      `token: ${name} is missing`,
      `the token: ${name}, which is required to make users`,
      `show_token_list: ${name} isn't held`,
      `Authorization: ${name} is wanted`,
    ]);
    expect(sentences.filter((text) => redact(text) !== text)).toEqual([]);
  });

  it.each([
    "User Bearer of Acme AG: lastName is missing",
    "the user Bearer exists already",
    "Basic support is included",
    "token: is missing",
    "token: missing",
    "secretKey: must be a UUID (8-4-4-4-12 digits)",
    "password: at least 12 characters, one of them a digit",
    "password: 72 bytes at most",
    "Authorization: see the docs",
    "authorization: the header isn't there",
    "cookies: they are not used",
    "tokens: 3 of them have expired",
    "the token: … (or the environment variable RESELLER_TOKEN)",
    "generatePassword=true",
    '{"passwordExpired":false,"token":null}',
    "https://portal.example.com/things?page=2 and mail it@acme.example.com",
  ])("survive: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("are masked all the same where the redactor was told of one", () => {
    const redactor = new Redactor();
    redactor.add("IAMManager");
    expect(redactor.redact("the bearer has IAMManager")).toBe("the bearer has [redacted]");
  });
});
