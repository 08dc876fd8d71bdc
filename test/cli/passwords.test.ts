import { noneText, passwordsReport, passwordsText } from "../../cli/commands/passwords";
import { PasswordsReport } from "../../cli/reports";
import { keptResources } from "../../cli/stackState";
import { SIGNATURE_KEY } from "../../engine/values";
import { resourceType } from "../../engine/names";
import type { KindName } from "../../provider/model";
import { readSettings } from "../../provider/lifecycle";

const SECRET_SIGN = "1b47061264138c4ac30d75fd1eb44270";

function kept(kind: KindName, name: string, values: object, outputs: object = {}) {
  const type = resourceType(kind);
  return {
    urn: `urn:pulumi:test::realm::${type}::${name}`,
    type,
    id: `id-${name}`,
    inputs: values,
    outputs: { ...values, ...outputs },
  };
}

function secret(value: string) {
  return { [SIGNATURE_KEY]: SECRET_SIGN, plaintext: JSON.stringify(value) };
}

const exported = (...resources: object[]) => JSON.stringify({ version: 3, deployment: { resources } });
const acme = kept("Account", "acme", { name: "Acme AG" });
const anna = kept(
  "User",
  "anna",
  {
    account: "id-acme",
    username: "anna.keller",
    email: "anna@acme.example.com",
    firstName: "Anna",
    lastName: "Keller",
  },
  { initialPassword: secret("first##one"), newPassword: secret('se"cond ') },
);
const olga = kept(
  "User",
  "olga",
  { email: "olga@partner.example.com", connection: "scw" },
  { initialPassword: secret("third") },
);

describe("the passwords of a stack", () => {
  const settings = readSettings({
    get: (name) =>
      ({
        connections: JSON.stringify({
          scw: {
            portal: "scaleway",
            organizationId: "11111111-2222-4333-8444-555555555555",
            secretKey: "11111111-2222-4333-8444-555555555556",
          },
        }),
        ...{ portal: "csp", endpoint: "https://portal.example.com/api/v1", token: "t" },
      })[name],
    environment: {},
  });

  it("are told with whom to give them to, and where these sign in", () => {
    const report = passwordsReport(keptResources(exported(anna, olga, acme)), settings);
    expect(PasswordsReport.parse(report)).toEqual(report);
    expect(
      report.passwords.map(({ name, output, password, signIn, account }) => [
        name,
        output,
        password,
        signIn,
        account?.name,
      ]),
    ).toEqual([
      ["olga@partner.example.com", "initialPassword", "third", "https://console.scaleway.com", undefined],
      ["anna.keller", "initialPassword", "first##one", "https://portal.example.com", "Acme AG"],
      ["anna.keller", "newPassword", 'se"cond ', "https://portal.example.com", "Acme AG"],
    ]);
  });

  it("are printed as they are, and where a part of one can't be seen, as JSON has it", () => {
    const text = passwordsText(passwordsReport(keptResources(exported(acme, anna)), undefined));
    expect(text).toContain("  password     first##one\n");
    expect(text).toContain('  new password "se\\"cond "\n');
    expect(text).not.toContain("sign in");
  });

  it("are none where nobody was made, what is encrypted stays so, and what goes is gone", () => {
    const closed = kept("User", "ben", {}, { initialPassword: { [SIGNATURE_KEY]: SECRET_SIGN, ciphertext: "v1:x" } });
    const leaving = { ...anna, delete: true };
    expect(passwordsReport(keptResources(exported(acme, closed, leaving)), settings).passwords).toEqual([]);
    expect(passwordsReport(keptResources(JSON.stringify({ deployment: {} })), settings).passwords).toEqual([]);
  });

  it("are in no message about a state that can't be read", () => {
    for (const text of ['{"deployment": "hunter2"', '{"deployment":{"resources":[{"urn":"hunter2"}]}}'])
      expect(() => keptResources(text)).toThrow(/^(?!.*hunter2).*isn't a stack's state/);
  });

  it("that has none says how one comes by them, as its portals have it", () => {
    const at = (settings: Readonly<Record<string, string>>) =>
      noneText(readSettings({ get: (key) => settings[key], environment: {} }));
    expect(noneText(undefined)).toMatch(/^The stack has no passwords\. A portal shows a password .*resetPassword/);
    const gridscale = {
      ...{ portal: "gridscale", endpoint: "http://127.0.0.1:1", token: "t" },
      userUuid: "11111111-2222-4333-8444-555555555555",
    };
    expect(at(gridscale)).toMatch(/^The stack has no passwords\. At gridscale .* people reset their own password\.$/);
  });
});
