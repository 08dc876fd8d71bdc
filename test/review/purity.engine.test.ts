import type { PortalName } from "../../provider/portals/list";
import { reviewPlan } from "../../review";
import { ACME, ANNA } from "../support/programs";
import { readOnlyProxy } from "../support/readOnlyProxy";
import { withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";

const SCALEWAY_PERSON = (profiles: string) =>
  `new reseller.User("eva", { username: "eva.baumann", email: "eva@partner.example.com", firstName: "Eva", lastName: "Baumann", profiles: ${profiles} });`;
const GRIDSCALE_PERSON = (role: string) =>
  `new reseller.User("nils", { email: "nils@partner.example.com", firstName: "Nils", lastName: "Graf", realmAccess: "${role}" });`;

/** For each portal a realm, a change of it that touches everything a preview looks at, and what the review finds in it. */
const CHANGES: Readonly<
  Record<PortalName, { readonly before: string; readonly after: string; readonly finds: string }>
> = {
  csp: {
    before: `${ACME}${ANNA}`,
    after: `${ACME}${ANNA.replace("User-Adm", "User")}new reseller.ServiceActivation("openstack", { account: acme, service: "openstack" });`,
    finds: "IRR-03",
  },
  scaleway: { before: SCALEWAY_PERSON("[]"), after: SCALEWAY_PERSON('["Administrators"]'), finds: "ESC-07" },
  gridscale: { before: GRIDSCALE_PERSON("Read Only"), after: GRIDSCALE_PERSON("Admin"), finds: "ESC-01" },
};

describe("preview and review read and never write", () => {
  it.each(Object.keys(CHANGES) as PortalName[])(
    "%s: behind a proxy that refuses everything but GET nothing is refused",
    (name) =>
      withScenario(
        async ({ realm, sandbox }) => {
          const { before, after, finds } = CHANGES[name];
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
