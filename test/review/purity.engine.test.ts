import { reviewPlan } from "../../review";
import { fixtures } from "../portals/list";
import { readOnlyProxy } from "../support/readOnlyProxy";
import { withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";

describe("preview and review read and never write", () => {
  it.each(fixtures)("$name: behind a proxy that refuses everything but GET nothing is refused", ({ name, programs }) =>
    withScenario(
      async ({ realm, sandbox }) => {
        const { before, after, finds } = programs.changed;
        expectSuccess(await realm.program(before).up());
        const proxy = await readOnlyProxy(sandbox[name].endpoint);
        try {
          realm.setConfig("reseller:endpoint", { value: proxy.endpoint });
          const report = reviewPlan(await realm.program(after).plan());
          expect([report.completeness.gaps, report.findings.map(({ id }) => id)]).toEqual([
            [],
            expect.arrayContaining([finds]),
          ]);
          expect([proxy.refused, proxy.handedOn() > 0]).toEqual([[], true]);
        } finally {
          await proxy.close();
        }
      },
      { portal: name },
    ),
  );
});
