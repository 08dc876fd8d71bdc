import type { Inputs } from "../../support/bench";
import { acme, clientUser, CspBench, openstack, project, quota, ref, resource } from "./bench";

/** Lists that grow with every customer. */
const WHOLE_LISTS = ["GET /users", "GET /projects", "GET /services"];

/** A stack of one customer among hundreds. */
describe("calls that a customer takes on the Cloud Service Portal", () => {
  let bench: CspBench;
  beforeEach(async () => {
    bench = await CspBench.start();
  });
  afterEach(() => bench.close());

  const customer = (ben: Inputs = {}) => [
    acme(),
    openstack,
    quota(),
    clientUser("anna", { accessTimes: [{ days: ["mon"], from: "08:00", to: "18:00" }] }),
    clientUser("ben", ben),
    project("main", { roles: [{ user: ref("anna"), roles: ["member"] }] }),
  ];

  it("are those for its own users, services and projects, when it is new and when something changes", async () => {
    await bench.up(...customer());
    const made = await bench.calls();
    for (const list of WHOLE_LISTS) expect(made).not.toHaveProperty([list]);
    expect(made).toMatchObject({
      "GET /clients/{clientId}/users": 1,
      "GET /clients/{clientId}/services": 1,
      "GET /clients/{clientId}/projects": 1,
      // The list is for one project, or one user.
      "GET /project-roles": 1,
      "GET /access-rules": 1,
    });
    await bench.resetCalls();
    await bench.up(...customer({ firstName: "Benjamin" }));
    for (const list of WHOLE_LISTS) expect(await bench.calls()).not.toHaveProperty([list]);
    expect(await bench.writes()).toEqual({ "PATCH /clients/{clientId}/users/{userId}": 1 });
    expect((await bench.engine.refresh()).changed).toEqual([]);
  });

  it("are those of whole lists where more than three are looked at", async () => {
    const names = ["one", "two", "three", "four"];
    const customers = names.flatMap((name) => [
      resource("Account", name, {
        name,
        state: "production",
        availableServices: ["openstack"],
        uprovideAccount: `UP-1000${names.indexOf(name) + 1}`,
      }),
      clientUser(`${name}.anna`, { account: ref(name) }),
    ]);
    await bench.up(...customers);
    await bench.resetCalls();
    expect((await bench.engine.refresh()).changed).toEqual([]);
    const calls = await bench.calls();
    expect(calls["GET /users"]).toBe(1);
    expect(calls["GET /clients/{clientId}/users"]).toBeLessThanOrEqual(3);
  });
});
