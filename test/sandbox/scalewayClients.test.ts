import { type OperationName } from "../../provider/portals/scaleway/contract";
import { type Json, TestScaleway } from "./scalewayPortal";

describe("the stand-in for Scaleway, in what the vendor's clients differ from each other,", () => {
  const portal = new TestScaleway();
  const { call, newUser } = portal;
  const total = async (name: OperationName, query = "") => (await call(name, { query })).body.total_count as number;

  it("takes a yes and a no as each of them writes it", async () => {
    await call("createApplication", { body: { name: "robot" } });
    for (const no of ["false", "False", "FALSE", "f", "F", "0"]) {
      expect(await total("listApplications", `?editable=${no}`)).toBe(0);
      expect(await total("listUsers", `?mfa=${no}`)).toBe(1);
    }
    for (const yes of ["true", "True", "TRUE", "t", "T", "1"]) {
      expect(await total("listApplications", `?editable=${yes}`)).toBe(1);
      expect(await total("listUsers", `?mfa=${yes}`)).toBe(0);
    }
    expect((await call("listSshKeys", { query: "?disabled=maybe" })).body.details).toEqual([
      { argument_name: "disabled", reason: "format", help_message: expect.any(String) },
    ]);
  });

  it("tells the policies with a principal from those without one", async () => {
    await call("createPolicy", { body: { name: "One", no_principal: true } });
    const all = await total("listPolicies");
    expect([
      await total("listPolicies", "?no_principal=true"),
      await total("listPolicies", "?no_principal=false"),
    ]).toEqual([1, all - 1]);
  });

  it("finds by a name that begins as the clients' defaults do", async () => {
    await newUser("aa");
    await call("createGroup", { body: { name: "unknown_one" } });
    const { groups } = (await call("listGroups", { query: "?name=unknown_one" })).body;
    expect(groups.map(({ name }: Json) => name)).toEqual(["unknown_one"]);
    expect(await total("listUsers", "?tag=unknown_tag")).toBe(0);
    expect(await total("listOrganizations", "?customer_id=unknown_customer")).toBe(0);
  });
});
