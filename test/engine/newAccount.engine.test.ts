import { LIMITS } from "../support/programs";
import { withScenario } from "../support/scenario";
import { expectSuccess } from "../support/stack";

const customer = (key: string, options = "") =>
  `const ${key} = new reseller.Account("${key}", { name: "${key} AG", state: "trial", availableServices: ["openstack"], uprovideAccount: "UP-1000" + ${key.length}, ${options} }, { protect: false });
   new reseller.ServiceActivation("${key}-os", { account: ${key}, service: "openstack" });`;
const project = (key: string, account = key, name = "main") =>
  `const ${key}Main = new reseller.Project("${key}-${name}", { account: ${account}, name: "${name}", roles: [] });`;
const quota = (key: string, options = "") =>
  `new reseller.Quota("${key}-quota${options === "" ? "" : "-more"}", { account: ${key}, region: "ch-1", limits: ${LIMITS}, ${options} });`;

describe("an account that this run makes", () => {
  it("has room for what the program gives it, and one that may be there may have more", async () => {
    await withScenario(async ({ portal, realm }) => {
      const bare = customer("a") + project("a");
      const good = customer("bb") + quota("bb") + project("bb");
      const elsewhere =
        customer("ccc") + quota("ccc") + project("ccc") + quota("ccc", 'project: cccMain, region: "ch-2"');

      const refusals = [
        [bare, /Project a-main: account is created in this run and has no quota.*\(rule csp\/Q6\)/],
        [elsewhere, /Quota ccc-quota-more: limits is more than its account has in ch-2.*\(rule csp\/Q4\)/],
      ] as const;
      for (const [wrong, reason] of refusals) {
        const refused = await realm.program(good + wrong).preview();
        expect([refused.failed, refused.output]).toEqual([true, expect.stringMatching(reason)]);
        expect(refused.output).not.toMatch(/Project bb-main:|Project main of :|\n +at /);
      }
      expect(await portal.writes()).toEqual({});

      // It may be there, and be taken over with whatever quota it has.
      const adopted = customer("a", "adopt: true") + project("a");
      expectSuccess(await realm.program(adopted + good).preview());

      // What is made of the account's id can be another account's. One that is in the stack may have been given a quota by hand.
      const known = customer("dddd");
      expectSuccess(await realm.program(known + quota("dddd")).up());
      const id = String((await portal.one("/clients", "name", "dddd AG"))["id"]);
      const other = `new reseller.Project("given", { account: bb.id.apply(() => "${id}"), name: "given", roles: [] });`;
      expectSuccess(await realm.program(known + project("dddd") + good + other).preview());
    });
  });
});
