import { KIND_NAMES } from "../../provider/model";
import { fixtures } from "../portals/list";
import { withScenario } from "../support/scenario";
import { changed, expectSuccess, type Outcome, type RealmStack } from "../support/stack";

const SECRET = "correct-Horse-7-battery";

/** Without one, the engine has no change. */
function expectUnchanged(outcome: Outcome, number: number): void {
  expectSuccess(outcome);
  expect(changed(outcome)).toEqual({});
  expect(outcome.changes["same"]).toBeGreaterThanOrEqual(number);
}

function typesOf(stack: RealmStack): string[] {
  return [...new Set(stack.stored().map(({ type }) => type.replace(/[^:]*$/, "")))];
}

describe.each(fixtures)("the two hosts, on $name", ({ name: portalName, programs }) => {
  it("take over a stack from each other: nothing changes, and nothing is written", () =>
    withScenario(
      async ({ realm, portal }) => {
        const { program, number } = programs.taken;
        realm.setConfig("realm:password", { value: SECRET, secret: true });
        realm.withPlugin().program(program);
        expectSuccess(await realm.up());
        expect(typesOf(realm)).toEqual(["pulumi-nodejs:dynamic/reseller:"]);
        await portal.resetCalls();

        expectUnchanged(await realm.hostedBy("plugin").up(), number);
        expect(typesOf(realm)).toEqual(["reseller:index:"]);
        const refreshed = await realm.refresh();
        expectUnchanged(refreshed, number);

        expectUnchanged(await realm.hostedBy("dynamic").up(), number);
        expect(typesOf(realm)).toEqual(["pulumi-nodejs:dynamic/reseller:"]);
        expectUnchanged(await realm.refresh(), number);
        expect(await portal.writes()).toEqual({});
        for (const text of [refreshed.output, refreshed.events, realm.stateText()]) expect(text).not.toContain(SECRET);
      },
      { portal: portalName },
    ));
});

/** A program whose resources all have a provider resource with these settings, as code. */
function withProvider(program: string, settings: string): string {
  return `
const provider = new reseller.Provider("portal", ${settings});
const given = ${JSON.stringify(KIND_NAMES)}.map((kind) => [kind, class extends reseller[kind] {
  constructor(name, args, options) { super(name, args, { provider, ...options }); }
}]);
((reseller) => {${program}})({ ...reseller, ...Object.fromEntries(given) });
`;
}

describe("a provider resource", () => {
  const { name: portalName, programs, settings, secretSettings, profileNamed } = fixtures[0]!;

  it("is the connection of its resources: without an endpoint it fails; a token may be known later; no credential is in plain text", () =>
    withScenario(
      async ({ realm, portal, sandbox }) => {
        const { before } = programs.changed;
        const own: Record<string, string> = { portal: portalName, ...settings(sandbox) };
        for (const name of Object.keys(own)) realm.removeConfig(`reseller:${name}`);
        realm.withPlugin().inOwnProcess();

        const { endpoint: _, ...others } = own;
        const refused = await realm.program(withProvider(before, JSON.stringify(others))).preview();
        expect(refused.failed).toBe(true);
        expect(refused.output).toContain("endpoint is missing");

        const [secret = ""] = secretSettings.filter((name) => name in own);
        realm.setConfig("realm:credential", { value: own[secret] ?? "", secret: true });
        const settingsOf = (credential: string) =>
          `{ ...${JSON.stringify({ ...own, [secret]: undefined })}, ${secret}: ${credential} }`;
        const later = settingsOf("pulumi.all([first.id, credential]).apply(([, known]) => known)");
        const first = `
const credential = new pulumi.Config().requireSecret("credential");
const early = new reseller.Provider("early", ${settingsOf("credential")});
const first = new reseller.Profile("first", ${JSON.stringify(profileNamed("First"))}, { provider: early });
`;
        realm.program(`${first}${withProvider(before, later)}`);
        expectSuccess(await realm.preview());
        expect(await portal.writes()).toEqual({});
        const up = await realm.up();
        expectSuccess(up);
        expect(typesOf(realm)).toEqual(["reseller:index:"]);
        for (const text of [up.output, up.events, realm.stateText(), refused.output])
          expect(text).not.toContain(own[secret]);
      },
      { portal: portalName },
    ));
});
