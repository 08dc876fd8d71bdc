import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { PortalName } from "../../provider/portals/portal";
import { reviewPlan } from "../../review";
import { ACME, ANNA } from "../support/programs";
import { withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";

jest.setTimeout(600_000);

/** Stands in front of a portal, hands on what only reads, and refuses the rest. */
async function readOnlyProxy(target: string) {
  const refused: string[] = [];
  let handedOn = 0;
  const { origin } = new URL(target);
  const server = createServer((incoming, answer) => {
    const { method = "", url = "", headers } = incoming;
    if (method !== "GET") {
      refused.push(`${method} ${url}`);
      answer.writeHead(405).end();
      return;
    }
    handedOn += 1;
    const outgoing = request(
      `${origin}${url}`,
      { method, headers: { ...headers, host: new URL(origin).host } },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      },
    );
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: target.replace(origin, `http://127.0.0.1:${port}`),
    refused,
    handedOn: () => handedOn,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

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
            await realm.stack.setConfig("reseller:endpoint", { value: proxy.endpoint });
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
