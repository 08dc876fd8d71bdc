import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { OperationName } from "../../../../provider/portals/scaleway/contract";
import type { FaultRuleInput } from "../../../../sandbox";
import { type Json, TestScaleway } from "./client";

const run = promisify(execFile);

const busy = {
  type: "transient_state",
  message: "resource is in a transient state",
  resource: "group",
  resource_id: "g",
  current_state: "updating",
};
const denied = {
  type: "permissions_denied",
  message: "insufficient permissions",
  details: [{ action: "read", resource: "group" }],
};
const unknown = {
  type: "not_found",
  message: "resource is not found",
  resource: "organization",
  resource_id: "o",
};

describe("the stand-in for Scaleway, where it goes wrong", () => {
  const portal = new TestScaleway();
  const { call, control, input, newUser, send } = portal;
  const faults = (...rules: FaultRuleInput[]) => control("PUT", "/faults", rules);
  const scaleway = (method: string, route: string) => ({ portal: "scaleway", method, route });

  it("is busy with a group for one call, and has not begun what it was asked", async () => {
    const { id: user_id } = await newUser("aa");
    const { id: groupId } = (await call("createGroup", { body: { name: "One" } })).body;
    await faults({
      match: scaleway("POST", "/iam/v1alpha1/groups/{groupId}/add-member"),
      times: 1,
      effect: { status: 409, body: busy },
    });
    const add = () => call("addGroupMember", { parameters: { groupId }, body: { user_id } });
    expect([(await add()).status, (await call("getGroup", { parameters: { groupId } })).body.user_ids]).toEqual([
      409,
      [],
    ]);
    expect((await add()).body.user_ids).toEqual([user_id]);
  });

  it("forgets a grant and remembers it again", async () => {
    await faults({ match: scaleway("GET", "/iam/v1alpha1/groups"), every: 2, effect: { status: 403, body: denied } });
    const statuses = [];
    for (let time = 0; time < 5; time += 1) statuses.push((await call("listGroups")).status);
    expect(statuses).toEqual([200, 403, 200, 403, 200]);
  });

  it("does not know at once what it has just made, although lists have it", async () => {
    await faults({
      match: scaleway("GET", "/partner/v1/organizations/{organizationId}"),
      times: 2,
      effect: { status: 404, body: unknown },
    });
    const { id: organizationId } = (await call("createOrganization", { body: input() })).body;
    const look = async () => (await call("getOrganization", { parameters: { organizationId } })).status;
    expect([await look(), await look(), await look()]).toEqual([404, 404, 200]);
    expect((await call("listOrganizations")).body.total_count).toBe(1);
  });

  it("takes so many calls in a second, says when there may be more, and has not done what was too much", async () => {
    await faults({ match: scaleway("POST", "/partner/v1/organizations"), rateLimit: { perSecond: 1 } });
    const create = (email: string) => call("createOrganization", { body: input({ email }) });
    expect((await create("one@customer.example")).headers.get("x-ratelimit-remaining")).not.toBe("0");
    const refused = await create("two@customer.example");
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      type: "too_many_requests",
      message: "too many requests",
      help_message: expect.any(String),
      limit: { quota: 50, window_seconds: 1 },
      reset_seconds: 1,
      reset_at: "2026-09-16T15:55:21.463000Z",
    });
    const names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "retry-after"];
    expect(names.map((name) => refused.headers.get(name))).toEqual(["50, 50;w=1", "0", "1", "1"]);
    portal.pass(1000);
    expect((await create("two@customer.example")).status).toBe(200);
    expect((await call("listOrganizations")).body.total_count).toBe(2);
  });

  it("tells the limit of the Partner API and IAM, in errors, too, and none anywhere else", async () => {
    const nowhere = { organizationId: "11111111-1111-4111-8111-111111111111" };
    const limit = ({ headers }: { headers: Headers }) => headers.get("x-ratelimit-limit");
    expect(limit(await call("getOrganization", { parameters: nowhere }))).toBe("50, 50;w=1");
    expect(limit(await call("createOrganization", { body: {} }))).toBe("50, 50;w=1");
    expect(limit(await call("listGroups"))).toBe("50, 50;w=1");
    expect(limit(await call("getGroup", { parameters: { groupId: nowhere.organizationId } }))).toBe("50, 50;w=1");
    const { headers } = await call("listUsers");
    const names = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"];
    expect(names.map((name) => headers.get(name))).toEqual(["50, 50;w=1", "45", "1"]);
    expect(limit(await call("listProjects"))).toBeNull();
  });

  it("names the methods that a path has", async () => {
    const wrong = await send("POST", "/iam/v1alpha1/rules", { body: {} });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, PUT"]);
    expect((await send("GET", "/iam/v1alpha1/nothing")).body.type).toBe("not_found");
  });

  it("goes wrong at the root of a port of its own just as below its path, in ways that the vendor's client knows", async () => {
    const { accessKey, secretKey } = portal.sandbox.scaleway;
    await faults(
      { match: scaleway("GET", "/iam/v1alpha1/groups"), nth: 1, effect: { status: 409, body: busy } },
      { match: scaleway("GET", "/iam/v1alpha1/groups"), nth: 2, effect: { status: 403, body: denied } },
      { match: scaleway("GET", "/iam/v1alpha1/groups"), nth: 3, effect: { status: 404, body: unknown } },
      {
        match: scaleway("GET", "/iam/v1alpha1/groups"),
        nth: 4,
        effect: { status: 200, body: { groups: [], total_count: 7 } },
      },
      { match: scaleway("GET", "/iam/v1alpha1/users"), rateLimit: { perSecond: 1 } },
    );
    const script = `
      import { createClient } from "@scaleway/sdk-client";
      import { Iamv1alpha1 } from "@scaleway/sdk-iam";
      const iam = new Iamv1alpha1.API(createClient(JSON.parse(process.argv[1])));
      const outcome = (work) => work.then(({ totalCount }) => totalCount, ({ name }) => name);
      const seen = [];
      for (let time = 0; time < 5; time += 1) seen.push(await outcome(iam.listGroups()));
      for (let time = 0; time < 2; time += 1) seen.push(await outcome(iam.listUsers()));
      console.log(JSON.stringify(seen));`;
    const settings = JSON.stringify({ apiURL: portal.sandbox.scaleway.rootEndpoint, accessKey, secretKey });
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script, settings], { cwd: __dirname });
    expect(JSON.parse(stdout) as Json).toEqual([
      "TransientStateError",
      "PermissionsDeniedError",
      "ResourceNotFoundError",
      7,
      5,
      1,
      "TooManyRequestsError",
    ]);
  });
});

describe("the stand-in for Scaleway, while it changes the members of a group", () => {
  const { call, control, newUser } = new TestScaleway(1_000);
  const groups = (name: string, groupId: string, body: object) =>
    call(name as OperationName, { parameters: { groupId }, body });

  it("refuses every other change of them, and says of what else is wrong first", async () => {
    const { id: user_id } = await newUser("aa");
    const { id: other_id } = await newUser("bb");
    const made = async (name: string) => (await call("createGroup", { body: { name } })).body.id as string;
    const [one, two] = [await made("One"), await made("Two")];
    const under = groups("addGroupMember", one, { user_id });
    const hasCome = async () =>
      (await control("GET", "/calls")).routes.scaleway["POST /iam/v1alpha1/groups/{groupId}/add-member"] === 1;
    while (!(await hasCome()));
    const refused = await Promise.all([
      groups("addGroupMembers", one, { user_ids: [other_id], application_ids: [] }),
      groups("setGroupMembers", one, { user_ids: [other_id], application_ids: [] }),
      groups("addGroupMember", one, { user_id: other_id }),
    ]);
    for (const { status, body } of refused) {
      expect(status).toBe(409);
      expect(body).toEqual({
        type: "transient_state",
        message: "resource is in a transient state",
        resource: "group",
        resource_id: one,
        current_state: "updating",
      });
    }
    const wrong = await groups("removeGroupMember", one, { user_id: other_id });
    expect(wrong.body).toMatchObject({ type: "not_found", resource: "" });
    const elsewhere = groups("addGroupMember", two, { user_id: other_id });
    expect((await under).body.user_ids).toEqual([user_id]);
    expect((await elsewhere).status).toBe(200);
    expect((await call("getGroup", { parameters: { groupId: one } })).body.user_ids).toEqual([user_id]);
    expect((await groups("removeGroupMember", one, { user_id })).body.user_ids).toEqual([]);
  });
});
