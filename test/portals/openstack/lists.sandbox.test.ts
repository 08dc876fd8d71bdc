import type * as http from "node:http";
import { PortalRefusal } from "../../../provider/portals";
import { operations } from "../../../provider/portals/openstack/contract";
import { openstackDialect } from "../../../provider/portals/openstack/dialect";
import { Wire } from "../../../provider/portals/openstack/wire";
import { json, withServer } from "../../transport/portalServer";

const user = (id: number | string) => ({ id: `u${id}`, domain_id: "d", name: `user ${id}`, enabled: true });
const users = (from: number, count: number) => Array.from({ length: count }, (_, index) => user(from + index));
const queryOf = ({ url = "" }: http.IncomingMessage) =>
  Object.fromEntries(new URL(url, "http://localhost").searchParams.entries());

/** A server that answers lists of users; the query and the number of the request say what. */
function lists(
  answer: (query: Readonly<Record<string, string>>, count: number) => { status?: number; body: object },
  work: (wire: Wire, queries: () => Readonly<Record<string, string>>[]) => Promise<void>,
) {
  return withServer(
    (request, response, count) => {
      const { status = 200, body } = answer(queryOf(request), count);
      json(response, status, body);
    },
    (connection, seen) => work(new Wire(connection), () => seen.map(queryOf)),
    { dialect: openstackDialect },
  );
}

const next = (marker: string) => ({
  links: { next: `http://elsewhere.example.com/v3/users?limit=1000&marker=${marker}` },
});
const last = { links: { next: null } };

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (error instanceof PortalRefusal) return error.message;
  throw new Error(`not refused: ${String(error)}`);
}

describe("a list of Keystone's", () => {
  it("is asked for with a limit, and followed by its markers at the same address", async () => {
    await lists(
      ({ marker }) =>
        marker === undefined
          ? { body: { users: users(1, 1000), truncated: true, ...next("u1000") } }
          : { body: { users: users(1001, 60), ...last } },
      async (wire, queries) => {
        expect(await wire.list(operations.listUsers, { query: { domain_id: "d" } })).toHaveLength(1060);
        expect(queries()).toEqual([
          { domain_id: "d", limit: "1000" },
          { domain_id: "d", limit: "1000", marker: "u1000" },
        ]);
      },
    );
  });

  it("is asked for without a limit where the server ignores or refuses one", async () => {
    await lists(
      () => ({ body: { role_assignments: [], regions: [], ...last } }),
      async (wire, queries) => {
        await wire.list(operations.listRoleAssignments);
        await wire.list(operations.listRegions);
        expect(queries()).toEqual([{}, {}]);
      },
    );
  });

  it("is refused where its pages repeat", async () => {
    await lists(
      () => ({ body: { users: users(1, 2), ...next("u2") } }),
      async (wire, queries) => {
        expect(await refusalOf(wire.list(operations.listUsers))).toContain("the list repeats its pages without end");
        expect(queries()).toHaveLength(2);
      },
    );
  });

  it("is refused where it was cut off and doesn't say how it goes on", async () => {
    await lists(
      () => ({ body: { users: users(1, 500), truncated: true, ...last } }),
      async (wire) =>
        expect(await refusalOf(wire.list(operations.listUsers))).toContain(
          "the server cut the list off after 500 entries",
        ),
    );
  });

  it("is read anew where the object at which a page begins was deleted meanwhile", async () => {
    await lists(
      ({ marker }, count) =>
        marker === undefined
          ? { body: { users: count === 1 ? users(1, 2) : users(1, 1), ...(count === 1 ? next("u2") : last) } }
          : {
              status: 404,
              body: { error: { code: 404, message: "Marker u2 could not be found.", title: "Not Found" } },
            },
      async (wire) => expect((await wire.list(operations.listUsers)).map(({ id }) => id)).toEqual(["u1"]),
    );
  });

  it("is refused in the end where that goes on", async () => {
    await lists(
      ({ marker }) =>
        marker === undefined
          ? { body: { users: users(1, 2), ...next("u2") } }
          : {
              status: 404,
              body: { error: { code: 404, message: "Marker u2 could not be found.", title: "Not Found" } },
            },
      async (wire) =>
        expect(await refusalOf(wire.list(operations.listUsers))).toContain("the list changes as fast as it is read"),
    );
  });
});

describe("lists of the other services", () => {
  it("go on by the links that stand beside them", async () => {
    await lists(
      ({ marker }) =>
        marker === undefined
          ? {
              body: {
                servers: [{ id: "s1" }],
                servers_links: [{ rel: "next", href: "http://nova/servers?marker=s1" }],
              },
            }
          : { body: { servers: [{ id: "s2" }] } },
      async (wire) => expect((await wire.list(operations.listServers)).map(({ id }) => id)).toEqual(["s1", "s2"]),
    );
  });
});

describe("a refusal", () => {
  const asked = async (status: number, body: object) => {
    let refusal: unknown;
    await lists(
      () => ({ status, body }),
      async (wire) => {
        refusal = await wire.call(operations.getUser, { params: { userId: "u1" } }).catch((error: unknown) => error);
      },
    );
    return refusal as PortalRefusal;
  };
  const keystone = (code: number, message: string) => ({ error: { code, message, title: "…" } });

  it("is about the object, its state, or the token, as the server's text says", async () => {
    const cases = [
      [404, keystone(404, "Could not find user: u1."), "not-found"],
      [404, keystone(404, "Unable to validate token because domain d is disabled"), "refused"],
      [403, keystone(403, "You are not authorized to perform the requested action: identity:get_user."), "not-allowed"],
      [403, keystone(403, "Cannot delete a domain that is enabled, please disable it first."), "refused"],
      [
        403,
        { forbidden: { code: 403, message: "Policy doesn't allow os_compute_api:servers:index to be performed." } },
        "not-allowed",
      ],
      [409, keystone(409, "Conflict occurred attempting to store user"), "name-taken"],
    ] as const;
    for (const [status, body, reason] of cases) expect((await asked(status, body)).reason).toBe(reason);
  });

  it("has the text of each service", async () => {
    const texts = [
      [{ badRequest: { code: 400, message: "Bad key(s)" } }, "Bad key(s)"],
      [{ NeutronError: { type: "X", message: "Invalid input", detail: "" } }, "Invalid input"],
      [{ errors: ["Task is not valid"] }, "Task is not valid"],
    ] as const;
    for (const [body, text] of texts) expect((await asked(400, body)).message).toContain(`: ${text} (status 400`);
  });
});
