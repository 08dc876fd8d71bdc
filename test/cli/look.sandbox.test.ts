import { doctorReport, doctorText } from "../../cli/commands/doctor";
import { listReport, listText } from "../../cli/commands/list";
import { showReport, showText } from "../../cli/commands/show";
import { whoamiReport, whoamiText } from "../../cli/commands/whoami";
import { DoctorReport, ListReport, ShowReport, WhoamiReport } from "../../cli/reports";
import { KIND_NAMES } from "../../provider/model";
import { hasKind, isStateOnly } from "../../provider/model/definePortal";
import { portalNamed } from "../../provider/portals";
import { environmentOf } from "../../sandbox";
import { columns } from "../../text/columns";
import { acme, clientUser, openstack, CspBench, user } from "../portals/csp/bench";
import { fixtures } from "../portals/list";
import type { PromiseRealm } from "../promises/realm";

const cwd = "/";
/** A credential that is well formed everywhere, and nobody's. */
const OF_NOBODY = "11111111-2222-4333-8444-555555555555";

describe.each(fixtures)("who looks around at $name", ({ name, promises, secretSettings }) => {
  let realm: PromiseRealm;
  let environment: Record<string, string>;
  beforeAll(async () => {
    realm = await promises();
    environment = { RESELLER_PORTAL: name, ...environmentOf(name, realm.bench.sandbox) };
    await realm.bench.up(realm.account, realm.profile, realm.person("anna"), realm.person("ben"));
    await realm.bench.resetCalls();
  });
  afterAll(() => realm.bench.close());

  const expectHarmless = async (text: string) => {
    for (const secret of realm.secrets) expect(text).not.toContain(secret);
    expect(await realm.bench.writes()).toEqual({});
  };

  it("is told whose credentials the settings have", async () => {
    const report = await whoamiReport({ cwd }, environment);
    expect(WhoamiReport.parse(report)).toEqual(report);
    expect(report.connections).toMatchObject([
      {
        name: "default",
        portal: name,
        bearer: { id: expect.any(String) as string, name: expect.any(String) as string },
      },
    ]);
    expect(whoamiText(report)).toContain(report.connections[0]!.bearer!.name);
    await expectHarmless(JSON.stringify(report) + whoamiText(report));
  });

  it("gets every list that there is, of which each has what the portal has", async () => {
    const { report: people } = await listReport("User", { cwd }, environment);
    expect(ListReport.parse(people)).toEqual(people);
    const listed = people.objects.map(({ id }) => id);
    expect(listed).toEqual(expect.arrayContaining((await realm.people()).map(({ id }) => id)));
    for (const kind of ["Account", "Profile", "QuotaProfile", "Quota", "ServiceActivation", "Project"] as const) {
      const { report, remarks } = await listReport(kind, { cwd }, environment);
      expect(ListReport.parse(report)).toEqual(report);
      const facts = portalNamed(name);
      expect([kind, remarks.length > 0]).toEqual([kind, isStateOnly(facts, kind) || !hasKind(facts, kind)]);
      await expectHarmless(JSON.stringify(report) + listText(report, { width: undefined }));
    }
  });

  it("sees one of them by what lists print of it", async () => {
    const { report } = await listReport("User", { cwd, name: "anna*" }, environment);
    expect(report.objects).toHaveLength(1);
    const [anna] = report.objects;
    for (const text of [`users/${anna!.name}`, `User · ${anna!.name}`, `user/${anna!.id}`, anna!.id]) {
      const shown = await showReport(text, { cwd }, environment);
      expect(ShowReport.parse(shown.report)).toEqual(shown.report);
      expect(shown.report.object).toEqual(anna);
      await expectHarmless(JSON.stringify(shown.report) + showText(shown.report));
    }
    await expect(showReport("users/ana", { cwd }, environment)).rejects.toThrow(
      /shows no User of this name.*did you mean users\/anna/,
    );
  });

  it("takes an account by its bare name, and knows who may enter it", async () => {
    const { objects: accounts } = (await listReport("Account", { cwd }, environment)).report;
    const { objects: users } = (await listReport("User", { cwd }, environment)).report;
    let entering = 0;
    for (const account of accounts) {
      if (accounts.filter((other) => other.name === account.name).length === 1)
        expect((await showReport(account.name, { cwd }, environment)).report.object).toEqual(account);
      const expected = users.filter(
        (user) =>
          user.account?.id === account.id ||
          JSON.stringify(user.fields).includes(account.id) ||
          JSON.stringify(account.fields).includes(user.id),
      );
      const { report } = await listReport("User", { cwd, account: account.id }, environment);
      expect(report.objects).toEqual(expected);
      entering += expected.length;
    }
    expect(entering > 0).toBe(users.some(({ account, fields }) => account !== undefined || "access" in fields));
  });

  it("is told by the doctor where settings come from, what can be read, and which rights are missing", async () => {
    const report = await doctorReport({ cwd }, environment);
    expect(DoctorReport.parse(report)).toEqual(report);
    const of = (area: string) => report.checks.filter((check) => check.area === area);
    expect(of("settings").map(({ what }) => what)).toEqual(expect.arrayContaining(["portal", ...secretSettings]));
    expect(of("rights").map(({ what }) => what)).toEqual(
      expect.arrayContaining(KIND_NAMES.filter((kind) => hasKind(portalNamed(name), kind))),
    );
    const others = report.checks.filter(({ area }) => area !== "versions");
    expect(others.filter(({ state }) => state === "problem")).toEqual([]);
    await expectHarmless(JSON.stringify(report) + doctorText(report));
  });

  it("hears of a portal that refuses the credentials, without them", async () => {
    const bad = Object.fromEntries(
      portalNamed(name)
        .settings.filter((setting) => secretSettings.includes(setting.name))
        .flatMap((setting) => setting.environment.map((variable) => [variable, OF_NOBODY])),
    );
    const report = await whoamiReport({ cwd }, { ...environment, ...bad });
    expect(report.connections).toMatchObject([{ portal: name, problem: expect.any(String) as string }]);
    expect(whoamiText(report)).not.toContain(OF_NOBODY);
    await expect(listReport("User", { cwd }, { ...environment, ...bad })).rejects.toThrow();
    const found = await doctorReport({ cwd }, { ...environment, ...bad });
    expect(found.checks.filter(({ area, state }) => area === "portal" && state === "problem")).toHaveLength(1);
    expect(doctorText(found)).not.toContain(OF_NOBODY);
  });
});

describe("a list", () => {
  let bench: CspBench;
  let environment: Record<string, string>;
  beforeAll(async () => {
    bench = await CspBench.start();
    environment = { RESELLER_PORTAL: "csp", ...environmentOf("csp", bench.sandbox) };
    await bench.up(acme(), openstack, clientUser("anna", { firstName: "Anna" }), user("other", { username: "anna" }));
  });
  afterAll(() => bench.close());

  it("is a table with names in place of ids, that fits 60 columns", async () => {
    const { report } = await listReport("User", { cwd, account: "Acme AG" }, environment);
    expect(listText(report, { width: undefined })).toBe(
      `NAME\tACCOUNT\tPERSON\tEMAIL\tPROFILES\tID\nanna\tAcme AG\tAnna Muster\tanna@example.com\tUser\t${report.objects[0]!.id}\n`,
    );
    const { report: all } = await listReport("User", { cwd }, environment);
    const lines = listText(all, { width: 60 }).split("\n");
    expect(lines).toHaveLength(all.objects.length + 2);
    for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(60);
  });

  it("asks for the id where two are called so, in the words that it takes", async () => {
    const error = await showReport("users/anna", { cwd }, environment).then(
      () => "",
      ({ message }: Error) => message,
    );
    expect(error).toMatch(/users\/anna: 2 objects have this name: use the id of one\n/);
    const choices = [...error.matchAll(/^ {2}(\S+): anna( of Acme AG)?$/gm)].map(([, choice]) => choice!);
    expect(choices).toHaveLength(2);
    for (const choice of choices)
      expect((await showReport(choice, { cwd }, environment)).report.object).toMatchObject({ name: "anna" });
    const { report } = await showReport("User · anna of Acme AG", { cwd }, environment);
    expect(showText(report)).toMatch(/^User · anna of Acme AG · id \S+\n {2}account: Acme AG \(\S+\)\n/);
    expect(showText(report)).toMatch(/\n {2}profiles:\n {4}- User \(\S+\)\n/);
  });

  it("names the nearest account where there is none of the name, and is empty without an error", async () => {
    await expect(listReport("User", { cwd, account: "Acme" }, environment)).rejects.toThrow("did you mean Acme AG?");
    const { report } = await listReport("Project", { cwd, account: "accounts/acme-ag" }, environment);
    expect(report.objects).toEqual([]);
  });

  it("of what is locked says where nothing can be", async () => {
    const { report, remarks } = await listReport("User", { cwd, locked: true }, environment);
    expect([report.objects, remarks]).toEqual([
      [],
      [
        expect.stringMatching(
          /^--locked: users can't be locked there: locked is not a field of the Cloud Service Portal: /,
        ),
      ],
    ]);
  });

  it("of a token that sees nothing says why, and is no error", async () => {
    const [, anna] = (await bench.portal.dump())["users"]!.filter(({ username }) => username === "anna").reverse();
    const { token } = (await bench.control("POST", "/csp/tokens", { userId: anna!.id })) as { token: string };
    const blind = { ...environment, RESELLER_TOKEN: token };
    const { report } = await listReport("User", { cwd }, blind);
    expect([report.objects, report.unseen]).toEqual([
      [],
      [{ reason: "the token has no permission of Organization_Management/Users" }],
    ]);
    await expect(showReport("users/anna", { cwd }, blind)).rejects.toThrow(
      "users/anna: the portal shows no User of this name or id. The list may be incomplete: User: the token has no permission",
    );
  });
});
