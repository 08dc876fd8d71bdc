import { type KindName, UNKNOWN } from "../../provider/model";
import { readSettings } from "../../provider/lifecycle";
import { openSession } from "../../provider/portals";
import { PORTAL_NAMES, type PortalName } from "../../provider/portals/list";

const UUID = "11111111-1111-4111-8111-111111111111";
const SETTINGS: Readonly<Record<PortalName, Readonly<Record<string, string>>>> = {
  csp: { token: "csp_token" },
  gridscale: { token: "token", userUuid: UUID },
  scaleway: { secretKey: UUID, organizationId: UUID },
};
const NAMED = { name: "main", username: "main", email: "main@example.com", service: "main", region: "main" };

describe.each(PORTAL_NAMES)("how messages of %s name what isn't known yet", (portal) => {
  const values: Readonly<Record<string, string>> = { portal, endpoint: "http://127.0.0.1:1", ...SETTINGS[portal] };
  const { connections } = readSettings({ get: (name) => values[name], environment: {} });
  const session = openSession(connections.get("default")!, () => undefined);
  afterAll(() => session.close());

  it.each(Object.keys(session.kinds) as KindName[])("%s: by what is known, and by nothing that is empty", (kind) => {
    const driver = session.kinds[kind]!;
    for (const account of [UNKNOWN, undefined, "acc_1"])
      for (const inputs of [NAMED, Object.fromEntries(Object.keys(NAMED).map((name) => [name, UNKNOWN]))]) {
        const name = driver.describe({ ...inputs, account, project: undefined });
        expect(name).not.toMatch(/^\s|\s$|\s\s|(?:^|\s)(?:of|in)(?:\s*$|\s+in\s)|<>|Symbol|undefined/);
        if (kind !== "Quota" && inputs === NAMED) expect(name).toContain("main");
      }
  });
});
