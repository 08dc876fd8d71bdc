import * as fs from "node:fs";
import * as path from "node:path";
import { ListReport, PasswordsReport, ShowReport, WhoamiReport } from "../../cli/reports";
import { type Ended, reseller } from "../support/command";
import { beginScenario, endScenario, type Scenario } from "../support/scenario";
import { ACME } from "../support/programs";
import { expectSuccess, STACK } from "../support/stack";

const PROGRAM = `${ACME}
new reseller.User("acme-anna", { account: acme, username: "anna", email: "anna@acme.example.com", firstName: "Anna", lastName: "Keller", profiles: ["User-Adm"] });
`;

describe("a project whose settings stand in a file .env", () => {
  let scenario: Scenario;
  let file: string;
  beforeAll(async () => {
    scenario = await beginScenario();
    const { realm, sandbox } = scenario;
    for (const name of ["portal", "endpoint", "token"]) realm.removeConfig(`reseller:${name}`);
    file = path.join(realm.folder, ".env");
    const { endpoint, token } = sandbox.csp;
    fs.writeFileSync(
      file,
      `export RESELLER_PORTAL='csp'\nRESELLER_ENDPOINT="${endpoint}"\nRESELLER_TOKEN=${token} # of the sandbox\n`,
    );
    fs.chmodSync(file, 0o644);
  });
  afterAll(() => endScenario(scenario));

  const run = (...args: string[]): Promise<Ended> =>
    reseller([...args, "--stack", STACK], { cwd: scenario.realm.folder, env: scenario.realm.environment });
  const secret = () => scenario.sandbox.csp.token;

  it("has no passwords before anybody was made, and is no error", async () => {
    const { code, printed } = await run("passwords", "--show");
    expect([code, printed]).toEqual([0, expect.stringMatching(/^The stack has no passwords\./)]);
  });

  it("is applied with them, with a warning where others may read the file", async () => {
    const { realm } = scenario;
    const outcome = await realm.program(PROGRAM).asUser((stack) => stack.up());
    expectSuccess(outcome);
    expect(outcome.output).toContain(`other users can read it (mode 644): chmod 600 ${file}`);
    expect(outcome.output).not.toContain(secret());
    fs.chmodSync(file, 0o600);
  });

  it("is asked about with them: whose they are, lists, and one object by what the program calls it", async () => {
    const who = await run("whoami", "--json");
    expect(who).toMatchObject({ code: 0, complained: "" });
    expect(WhoamiReport.parse(JSON.parse(who.printed))).toMatchObject({
      settings: "the stack test",
      connections: [{ name: "default", portal: "csp", bearer: { name: "realm-operator", role: "reseller" } }],
    });
    const users = await run("list", "users", "--account", "acme");
    expect(users).toMatchObject({ code: 0, complained: "" });
    expect(users.printed).toMatch(
      /^NAME\tACCOUNT\t.*\tID\nanna\tAcme AG\tAnna Keller\tanna@acme.example.com\tUser-Adm\t\S+\n$/,
    );
    const id = scenario.realm.resources().get("acme-anna")!.id;
    const shown = await run("show", "User/acme-anna", "--json");
    expect(ShowReport.parse(JSON.parse(shown.printed)).object).toMatchObject({ kind: "User", id });
    const none = await run("list", "projects");
    expect(none).toMatchObject({ code: 0, printed: "", complained: "No projects.\n" });
    const missing = await run("show", "users/ana");
    expect(missing).toMatchObject({
      code: 1,
      printed: "",
      complained: expect.stringContaining("did you mean users/anna?") as string,
    });
    const wrong = await run("list", "tenants");
    expect([wrong.code, wrong.complained]).toEqual([2, expect.stringContaining("There are accounts, users")]);
    for (const { printed, complained } of [who, users, none, missing])
      expect(printed + complained).not.toContain(secret());
  });

  it("gives out passwords where they are asked for, each with whose it is, and nowhere else", async () => {
    const refused = await run("passwords");
    expect(refused).toMatchObject({ code: 2, printed: "" });
    expect(refused.complained).toContain("standard output is not a terminal");
    const { printed } = await run("passwords", "--show", "--json");
    const [anna, ...others] = PasswordsReport.parse(JSON.parse(printed)).passwords;
    expect(others).toEqual([]);
    expect(anna).toMatchObject({
      ...{ for: "acme-anna", name: "anna", person: "Anna Keller", email: "anna@acme.example.com" },
      ...{ account: { name: "Acme AG" }, signIn: scenario.sandbox.baseUrl, output: "initialPassword" },
    });
    expect(await scenario.portal.signsIn(anna!.id, anna!.password)).toBe(true);
    const target = path.join(scenario.realm.folder, "passwords.txt");
    const written = await run("passwords", "--file", target);
    expect(written).toMatchObject({ code: 0, printed: `${target}: 1 password\n` });
    expect([fs.statSync(target).mode & 0o777, fs.readFileSync(target, "utf8")]).toEqual([
      0o600,
      `User · anna of Acme AG\n  person       Anna Keller\n  e-mail       anna@acme.example.com\n  sign in      ${scenario.sandbox.baseUrl}\n  password     ${anna!.password}\n`,
    ]);
    expect(await run("passwords", "--file", target)).toMatchObject({ code: 1, printed: "" });
    expect(refused.complained + written.complained).not.toContain(anna!.password);
  });

  it("says that they are no connection beside named ones", async () => {
    const { realm, sandbox } = scenario;
    const { endpoint, token } = sandbox.csp;
    for (const name of ["one", "two"])
      for (const [member, value] of Object.entries({ portal: "csp", endpoint, token }))
        realm.setConfig(`reseller:connections.${name}.${member}`, { value }, { isPath: true });
    const who = await run("whoami");
    expect(who.code).toBe(0);
    expect(who.printed).toMatch(/^one \(of the stack test\)\n[^]*\ntwo \(of the stack test\)\n/);
    expect(who.printed).toContain("RESELLER_PORTAL and RESELLER_ENDPOINT in the environment are not used");
    const { objects } = ListReport.parse(JSON.parse((await run("list", "accounts", "--json")).printed));
    expect(objects.map(({ name, connection }) => [name, connection])).toEqual([
      ["Acme AG", "one"],
      ["Acme AG", "two"],
    ]);
    const unknown = await run("list", "accounts", "--connection", "default");
    expect([unknown.code, unknown.complained]).toEqual([
      2,
      expect.stringMatching(
        /no connection of this name.*There are one, two\. RESELLER_PORTAL and RESELLER_ENDPOINT in the environment are not used/,
      ),
    ]);
  });
});
