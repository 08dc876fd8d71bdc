import type { OperationName } from "../../provider/portals/scaleway/contract";
import { TestScaleway } from "./scalewayPortal";

describe("the stand-in for Scaleway, with what IAM has beside users and rights,", () => {
  const portal = new TestScaleway();
  const { call, control, input, newClient } = portal;

  const inPartner = () => ({ organizationId: portal.sandbox.scaleway.organizationId });

  describe("while an Organization is locked,", () => {
    it("nothing new is made in it, though lists still have what is there", async () => {
      const { id, secretKey } = await newClient();
      const creates: [OperationName, object][] = [
        ["createUser", { member: { email: "a@b.example", username: "aa" } }],
        ["createGroup", { name: "One" }],
        ["createPolicy", { name: "One", no_principal: true }],
        ["createApplication", { name: "One" }],
        ["createApiKey", { user_id: (await call("listUsers", { secretKey })).body.users[0].id }],
        ["createProject", { name: "One" }],
      ];
      const outcomes = async () => {
        const seen = [];
        for (const [name, body] of creates)
          seen.push(await call(name, { secretKey, body, parameters: { organizationId: id } }));
        return seen;
      };
      for (const { status, body } of await outcomes())
        expect([status, body]).toEqual([
          423,
          { type: "locked", message: "resource is locked", resource: "organization", resource_id: id },
        ]);
      expect((await call("listGroups", { secretKey })).body.total_count).toBe(3);
      await control("POST", `/scaleway/organizations/${id}/validate-email`);
      expect((await outcomes()).map(({ status }) => status)).toEqual(creates.map(() => 200));
    });

    it("a partner can still ask for an administrator, as far as there is room for users", async () => {
      const { id: organizationId } = await newClient();
      await control("PUT", `/scaleway/organizations/${organizationId}/quotas`, { iam_users: 2 });
      const ask = (username: string) =>
        call("requestAdminRole", {
          parameters: { organizationId },
          body: { username, email: "admin@acme.example", password: "a secret of mine" },
        });
      expect((await ask("one")).status).toBe(204);
      expect((await ask("two")).body).toMatchObject({
        type: "quotas_exceeded",
        details: [{ resource: "iam_users", quota: 2, current: 2, organization_id: organizationId }],
      });
    });
  });

  it("the requests that are left in a second count down, of the Partner API alone", async () => {
    portal.pass(537);
    const left = async (name: OperationName) => (await call(name)).headers.get("x-ratelimit-remaining");
    expect(await left("listOrganizations")).toBe("49");
    expect(await left("listGroups")).toBeNull();
    expect((await call("createOrganization", { body: input() })).headers.get("x-ratelimit-remaining")).toBe("48");
    expect((await call("getOrganization", { parameters: inPartner() })).headers.get("x-ratelimit-remaining")).toBe(
      "47",
    );
    portal.pass(1000);
    expect(await left("listOrganizations")).toBe("49");
    for (let time = 0; time < 60; time += 1) await left("listOrganizations");
    expect(await left("listOrganizations")).toBe("0");
  });
});
