import { KIND_NAMES, SECRETS_INPUT } from "../../provider/model";
import type * as Dynamic from "../../provider/hosts/dynamic";
import { kindAt } from "../../provider/model/kindAt";
import { portalNamed } from "../../provider/portals";
import { type RunningSandbox, startSandbox } from "../../sandbox";
import { fixtures } from "../portals/list";
import { isStateOnly } from "../../provider/model/definePortal";

type Host = typeof Dynamic;
type State = Record<string, unknown>;

const MARK = "Mark3d-S3cret";
const MARKED_NUMBER = 77_344_191;
const MARKED = new RegExp(`${MARK}|${MARKED_NUMBER}`);

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

describe.each(fixtures)("no failure and no message of $name has the value of a secret field", (fixture) => {
  const { name: portal, settings, sound: declared, profileNamed } = fixture;
  let sandbox: RunningSandbox;
  let host: Host;
  let said = "";

  beforeAll(async () => {
    sandbox = await startSandbox({ operationDelayMs: 0 });
    jest.resetModules();
    host = require("../../provider/hosts/dynamic") as Host;
    const values: Record<string, string> = { portal, ...settings(sandbox) };
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

  const fieldsOf = KIND_NAMES.filter((kind) => declared[kind] !== undefined).flatMap((kind) =>
    Object.entries(kindAt(kind, portalNamed(portal)).fields)
      .filter(([name]) => name !== "connection")
      .map(([name, { secret }]) => [kind, name, secret] as const),
  );

  it.each(fieldsOf)("%s.%s, whatever it is, given as a secret or secret by its kind", async (kind, name, secret) => {
    const sound = { ...declared[kind] };
    const evidence = secret === undefined ? { [SECRETS_INPUT]: [name] } : {};
    let failed = 0;
    for (const before of [{}, sound, { ...sound, [name]: marked(sound[name]), ...evidence }])
      for (const news of [
        sound,
        ...markedValues(sound[name] ?? MARK).map((value) => ({ ...sound, [name]: value, ...evidence })),
      ]) {
        const { failures } = await host[kind].check(before, news);
        // What was given as a secret is taken out of names, too.
        failed += failures.filter(({ reason }) => reason.startsWith(name) || reason.startsWith("[redacted]")).length;
        expect(failures.map((failure) => asEnginePrints(news, failure)).filter((text) => MARKED.test(text))).toEqual(
          [],
        );
      }
    expect(failed).toBeGreaterThan(0);
    expect(said).not.toMatch(MARKED);
  });

  it("nor another spelling of it, which the portal has", async () => {
    const { id, outs } = await host.Profile.create(profileNamed("mark3d-other"));
    const news = { ...profileNamed("MARK3D-Other"), [SECRETS_INPUT]: ["name"] };
    const { failures } = await host.Profile.check({}, news);
    const printed = failures.map((failure) => asEnginePrints(news, failure)).join("\n");
    // What is kept in the state alone is compared with nothing.
    if (!isStateOnly(portalNamed(portal), "Profile")) expect(printed).toContain("another spelling of the same");
    expect(printed).not.toMatch(/mark3d/i);
    await host.Profile.delete(id, outs);
  });

  it("what stands under a name that no kind has isn't shown, whatever it is", async () => {
    for (const kind of KIND_NAMES.filter((name) => declared[name] !== undefined)) {
      const news = { ...declared[kind], pasword: MARK };
      const { failures } = await host[kind].check({}, news);
      const printed = failures.map((failure) => asEnginePrints(news, failure)).join("\n");
      expect(printed).toContain("pasword");
      expect(printed).not.toMatch(MARKED);
    }
  });
});
