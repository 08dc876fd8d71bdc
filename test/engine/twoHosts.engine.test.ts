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
      },
      { portal: portalName },
    ));
});
