import { acme, CspBench, user } from "../portals/csp/bench";

describe("a portal that has another spelling of what is declared", () => {
  let bench: CspBench;
  beforeEach(async () => {
    bench = await CspBench.start();
  });
  afterEach(() => bench.close());

  const eva = (...sourceAddresses: readonly string[]) =>
    user("eva", { email: "eva@Reseller.example", profiles: ["User-Adm"], sourceAddresses });
  const rules = () => bench.portal.list("/access-rules");

  it("has one rule for one address, however often it is spelled", async () => {
    await bench.up(eva("2001:db8::1", "2001:0DB8:0:0::1", "198.51.100.7/24", "198.51.100.0/24"));
    expect((await rules()).length).toBe(2);
    expect((await bench.engine.up([eva("2001:db8::1/128", "198.51.100.9/24")])).steps).toEqual([]);
  });

  it("is as declared where a standard says that the two are one", async () => {
    const program = [eva("2001:0DB8:0:0::1"), acme({ primaryColor: "#ABCDEF", iconUrl: "https://acme.example" })];
    await bench.up(...program);
    const [rule] = await rules();
    const path = `/users/${bench.id("eva")}/access-rules`;
    await bench.portal.post(path, { type: "source_ip", cidr: "2001:db8::1" });
    await bench.portal.delete(`${path}/${String(rule!["id"])}`, rule!);
    const patch = async (route: string, label: string, values: object) =>
      bench.portal.patch(`${route}/${bench.id(label)}`, await bench.portal.one(route, "id", bench.id(label)), values);
    await patch("/users", "eva", { email: "eva@RESELLER.example" });
    await patch("/clients", "acme", { primaryColor: "#abcdef", iconUrl: "https://ACME.example:443/" });
    expect(await bench.engine.refresh()).toEqual({ changed: [], gone: [], failures: [] });
    expect((await bench.engine.up(program)).steps).toEqual([]);
  });
});
