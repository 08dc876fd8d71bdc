import { KIND_NAMES, SECRETS_INPUT } from "../../provider/model";
import type * as Dynamic from "../../provider/hosts/dynamic";
import { kindAt } from "../../provider/model/kindAt";
import { portalNamed } from "../../provider/portals";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { SOUND } from "../support/soundDeclarations";
import { PORTAL_NAMES, type PortalName } from "../../provider/portals/list";

type Host = typeof Dynamic;
type State = Record<string, unknown>;

const MARK = "Mark3d-S3cret";
const MARKED_NUMBER = 77_344_191;
const MARKED = new RegExp(`${MARK}|${MARKED_NUMBER}`);

const SETTINGS: Readonly<Record<PortalName, (sandbox: RunningSandbox) => Record<string, string>>> = {
  csp: ({ csp: { endpoint, token } }) => ({ endpoint, token }),
  scaleway: ({ scaleway: { endpoint, organizationId, accessKey, secretKey } }) => ({
    endpoint,
    organizationId,
    accessKey,
    secretKey,
  }),
  gridscale: ({ gridscale: { endpoint, userUuid, token } }) => ({
    endpoint,
    userUuid,
    token,
    requestsPerMinute: "100000",
  }),
};

/** What the engine prints of a failure of `check`: the reason, and the value of the property that it names. */
function asEnginePrints(inputs: State, { property, reason }: { property: string; reason: string }): string {
  return `property ${property} value {${JSON.stringify(inputs[property])}} has a problem: ${reason}`;
}

/** A value with every leaf of it marked. */
function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, marked(member)]));
  return typeof value === "number" ? MARKED_NUMBER : MARK;
}

/** Wrong in every way that a value can be, and some that may be right. */
function markedValues(sound: unknown): unknown[] {
  return [marked(sound), MARK, MARKED_NUMBER, [MARK], [{ name: MARK, [MARK]: MARK }], { member: MARK }, `${MARK}\n`];
}

describe.each(PORTAL_NAMES)("no failure and no message of %s has the value of a secret field", (portal) => {
  let sandbox: RunningSandbox;
  let host: Host;
  let said = "";

  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 0 });
    jest.resetModules();
    host = require("../../provider/hosts/dynamic") as Host;
    const values: Record<string, string> = { portal, ...SETTINGS[portal](sandbox) };
    await host.Account.configure({ config: { get: (key) => values[key.replace(/^reseller:/, "")] } });
    jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await sandbox.close();
  });

  const facts = portalNamed(portal);
  const fieldsOf = KIND_NAMES.filter((kind) => SOUND[portal][kind] !== undefined).flatMap((kind) =>
    Object.entries(kindAt(kind, facts).fields)
      .filter(([name]) => name !== "connection")
      .map(([name, { secret }]) => [kind, name, secret] as const),
  );

  it.each(fieldsOf)("%s.%s, whatever it is, given as a secret or secret by its kind", async (kind, name, secret) => {
    const sound = { ...SOUND[portal][kind] };
    let failed = 0;
    for (const value of markedValues(sound[name] ?? MARK)) {
      const evidence = secret === undefined ? { [SECRETS_INPUT]: [name] } : {};
      for (const before of [{}, sound, { ...sound, [name]: marked(sound[name]), ...evidence }])
        for (const news of [{ ...sound, [name]: value, ...evidence }, sound]) {
          const { failures } = await host[kind].check(before, news);
          // What was given as a secret is taken out of names, too.
          failed += failures.filter(({ reason }) => reason.startsWith(name) || reason.startsWith("[redacted]")).length;
          expect(failures.map((failure) => asEnginePrints(news, failure)).filter((text) => MARKED.test(text))).toEqual(
            [],
          );
        }
    }
    expect(failed).toBeGreaterThan(0);
    expect(said).not.toMatch(MARKED);
  });

  it("nor another spelling of it, which the portal has", async () => {
    const of = (text: string): State => {
      if (portal === "csp") return { name: text, level: "client", permissions: ["show_usage"] };
      if (portal === "scaleway")
        return { name: text, rules: [{ permissionSets: ["BillingReadOnly"], scope: "organization" }] };
      return { name: text, level: "client", permissions: ["view"] };
    };
    const { id, outs } = await host.Profile.create(of("mark3d-other"));
    const news = { ...of("MARK3D-Other"), [SECRETS_INPUT]: ["name"] };
    const { failures } = await host.Profile.check({}, news);
    const printed = failures.map((failure) => asEnginePrints(news, failure)).join("\n");
    // What is kept in the state alone is compared with nothing.
    if (portal !== "gridscale") expect(printed).toContain("another spelling of the same");
    expect(printed).not.toMatch(/mark3d/i);
    await host.Profile.delete(id, outs);
  });

  it("what stands under a name that no kind has isn't shown, whatever it is", async () => {
    for (const kind of KIND_NAMES.filter((name) => SOUND[portal][name] !== undefined)) {
      const news = { ...SOUND[portal][kind], pasword: MARK };
      const { failures } = await host[kind].check({}, news);
      const printed = failures.map((failure) => asEnginePrints(news, failure)).join("\n");
      expect(printed).toContain("pasword");
      expect(printed).not.toMatch(MARKED);
    }
  });
});
