import { type Report, reviewPlan } from "../../review";
import { fixtures } from "../portals/list";
import { readOnlyProxy } from "../support/readOnlyProxy";
import { withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";

/** A report with one type for a resource of either host, and without the hash of the plan's text. */
function withoutTypes({ planHash: _, ...report }: Report): unknown {
  return JSON.parse(JSON.stringify(report).replaceAll("pulumi-nodejs:dynamic/reseller:", "reseller:index:"));
}

describe("preview and review read and never write", () => {
  it.each(fixtures)(
    "$name: behind a proxy that refuses everything but GET nothing is refused, and the plan of either host is the same change",
    ({ name, programs, model }) =>
      withScenario(
        async ({ realm, sandbox }) => {
          const { before, after, finds } = programs.changed;
          expectSuccess(await realm.program(before).up());
          const proxy = await readOnlyProxy(sandbox[name].endpoint, model().signIn);
          try {
            realm.setConfig("reseller:endpoint", { value: proxy.endpoint });
            const report = reviewPlan(await realm.program(after).plan());
            expect([report.completeness.gaps, report.findings.map(({ id }) => id)]).toEqual([
              [],
              expect.arrayContaining([finds]),
            ]);
            const ofPlugin = reviewPlan(await realm.withPlugin().hostedBy("plugin").plan());
            expect(withoutTypes(ofPlugin)).toEqual(withoutTypes(report));
            expect([proxy.refused, proxy.handedOn() > 0]).toEqual([[], true]);
          } finally {
            await proxy.close();
          }
        },
        { portal: name },
      ),
  );
});
