import { type KindName, UNKNOWN } from "../../provider/model";
import { readSettings } from "../../provider/lifecycle";
import { openSession } from "../../provider/portals";
import { fixtures } from "./list";

const NAMED = { name: "main", username: "main", email: "main@example.com", service: "main", region: "main" };

describe.each(fixtures)("how messages of $name name what isn't known yet", ({ name: portal, settingsOfNobody }) => {
  const values: Readonly<Record<string, string>> = { portal, endpoint: "http://127.0.0.1:1", ...settingsOfNobody };
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
