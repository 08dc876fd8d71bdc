import { type Json, TestGridscale } from "./client";

const OF_LEVEL: Readonly<Record<string, readonly string[]>> = {
  read: ["view"],
  write: ["manage_workloads", "view"],
  admin: ["manage_billing", "manage_users", "manage_workloads", "view"],
  owner: ["manage_billing", "manage_users", "manage_workloads", "own", "view"],
};

/** What the sandbox says of a person's access, held against the levels that its API tells. */
describe("GET /_sandbox/gridscale/people/{personId}/access", () => {
  const portal = new TestGridscale();
  const { call, control, newContract, newUser } = portal;

  const accessOf = (userId: string): Promise<Json> => control("GET", `/gridscale/people/${userId}/access`);
  const add = (contractId: string, user_uuid: string, level: string) =>
    call("addContractUser", { parameters: { contractId }, body: { user_uuid, level } });
  const setPartnerLevel = (userId: string, level: string) =>
    call("setPartnerLevel", { parameters: { userId }, body: { level } });
  const inAccounts = async (userId: string): Promise<[string | null, string[]][]> =>
    ((await accessOf(userId)).access as { account: string | null; permissions: string[] }[]).map((entry) => [
      entry.account,
      entry.permissions,
    ]);

  it("has what each level allows, on the partner and on every contract, also where it comes down from the partner", async () => {
    const anna = await newUser("anna");
    const contracts = [await newContract("One", anna), await newContract("Two"), await newContract("Three")];
    const [, two, three] = contracts as [string, string, string];
    await add(two, anna, "write");
    const people = [anna, portal.sandbox.gridscale.userUuid];
    for (const level of ["read", "write", "admin"]) {
      const person = await newUser(level);
      people.push(person);
      await add(three, person, "admin");
      if (level !== "admin") await setPartnerLevel(person, level);
    }
    for (const person of people) {
      const told = (await call("getUser", { parameters: { userId: person } })).body.contracts as Json[];
      const entries = new Map(await inAccounts(person));
      expect(new Map([...entries].filter(([account]) => account !== null))).toEqual(
        new Map(told.map(({ contract_uuid: id, level }: Json) => [id, OF_LEVEL[level as string]])),
      );
    }
    const realms = await Promise.all(people.map(async (person) => new Map(await inAccounts(person)).get(null)));
    expect(realms).toEqual([
      undefined,
      ["manage_accounts", "manage_billing", "manage_users", "own", "view"],
      ["view"],
      ["manage_accounts", "view"],
      undefined,
    ]);
  });

  it("never has less on a contract than comes down from the partner, whatever the level there is", async () => {
    const [contract, anna] = [await newContract("One"), await newUser("anna")];
    await add(contract, anna, "read");
    await setPartnerLevel(anna, "admin");
    expect(new Map(await inAccounts(anna)).get(contract)).toEqual(OF_LEVEL["admin"]);
  });

  it("lets nobody into a contract that is locked, or gone, and nobody anywhere who is locked", async () => {
    const anna = await newUser("anna");
    const [one, two] = [await newContract("One", anna), await newContract("Two")];
    await setPartnerLevel(anna, "read");
    const at = (contractId: string) => ({ parameters: { contractId } });
    const accounts = async () => (await inAccounts(anna)).map(([account]) => account);
    const all = await accounts();
    expect(all).toEqual(expect.arrayContaining([null, one, two]));
    await call("lockContract", at(one));
    expect(await accounts()).toEqual(all.filter((account) => account !== one));
    await call("unlockContract", at(one));
    expect(await accounts()).toEqual(all);
    await call("deleteContract", at(two));
    portal.pass(10_000);
    expect(await accounts()).toEqual(all.filter((account) => account !== two));
    await call("lockUser", { parameters: { userId: anna } });
    expect(await accessOf(anna)).toEqual({ canLogIn: false, because: "the person is locked", access: [] });
  });
});
