import {
  CheckRequest,
  type CheckResponse,
  CreateRequest,
  type CreateResponse,
  DiffRequest,
  DiffResponse,
  InvokeRequest,
  type InvokeResponse,
  PropertyDiff,
  ReadRequest,
  type ReadResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { OTHER_UNKNOWN_SIGNS, SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN_SIGN } from "../../engine/values";
import { pluginVersion } from "../../provider/hosts/plugin/package";
import { KIND_NAMES, type KindName, kinds } from "../../provider/model";
import { hasKind } from "../../provider/model/definePortal";
import { Lifecycle, LIST_OF_SERVICES } from "../../provider/lifecycle";
import { portalNamed } from "../../provider/portals/list";
import { secretsOf } from "../../provider/portals/secrets";
import { fixtures } from "../portals/list";
import type { Bench } from "../support/bench";
import type { StoredResource } from "../support/miniEngine";
import { emptyMessage, PluginConnection, toWire } from "../support/pluginLifecycle";

type State = Record<string, unknown>;

const MARK = "Mark3d-S3cret";

function javascript(struct: unknown): State {
  return (struct as { toJavaScript(): State } | undefined)?.toJavaScript() ?? {};
}

function secret(value: unknown): State {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** What of an answer a state would have in plain text. */
function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return value;
  if ((value as State)[SIGNATURE_KEY] !== undefined) return "a secret";
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainOf(member)]));
}

async function checkConfig(news: State, hear?: (message: string) => void): Promise<CheckResponse> {
  const plugin = new PluginConnection(undefined, hear);
  try {
    const request = new CheckRequest();
    request.setNews(toWire(news) as never);
    return await plugin.ask<CheckResponse>("checkConfig", request);
  } finally {
    plugin.close();
  }
}

describe.each(fixtures)("the plugin, on $name", ({ name: portal, sound, states, secretSettings, settingsOfNobody }) => {
  const wellFormed: State = { portal, endpoint: "https://portal.example.com/api", ...settingsOfNobody };
  let bench: Bench;
  let plugin: PluginConnection;
  /** Ids of what the portal lists: no others can be imported. */
  const listed = new Set<string>();
  const stored = (): StoredResource[] => [...bench.engine.resources.values()].filter(({ id }) => listed.has(id));

  beforeAll(async () => {
    const { open, program } = states();
    bench = await open();
    await bench.up(...program);
    plugin = new PluginConnection(bench.allSettings());
    const settings = bench.readSettings();
    const lifecycle = new Lifecycle({ settings: () => Promise.resolve(settings), say: () => undefined });
    for (const kind of KIND_NAMES.filter((one) => hasKind(portalNamed(portal), one)))
      for (const { id } of (await lifecycle.everything(kind))?.found ?? []) listed.add(id);
    lifecycle.close();
  });
  afterAll(async () => {
    plugin.close();
    await bench.close();
  });
  beforeEach(() => bench.resetCalls());
  afterEach(async () => expect(await bench.writes()).toEqual({}));

  const check = (kind: KindName, news: State) => {
    const request = new CheckRequest();
    request.setUrn(plugin.urn(kind));
    request.setNews(toWire(news) as never);
    return plugin.ask<CheckResponse>("check", request);
  };
  const read = (kind: KindName, id: string) => {
    const request = new ReadRequest();
    request.setUrn(plugin.urn(kind));
    request.setId(id);
    return plugin.ask<ReadResponse>("read", request);
  };
  const invoke = async (token: string, args: State) => {
    const request = new InvokeRequest();
    request.setTok(`reseller:index:${token}`);
    request.setArgs(toWire(args) as never);
    const answer = await plugin.ask<InvokeResponse>("invoke", request);
    return {
      values: javascript(answer.getReturn()),
      failures: answer.getFailuresList().map((one) => one.getProperty()),
    };
  };

  describe("settings", () => {
    it("that are well formed are kept, with credentials as secrets", async () => {
      const answer = await checkConfig(wellFormed);
      expect(answer.getFailuresList().map((failure) => failure.getReason())).toEqual([]);
      const kept = javascript(answer.getInputs());
      expect(Object.keys(kept).sort()).toEqual(Object.keys(wellFormed).sort());
      for (const setting of secretSettings.filter((one) => one in wellFormed))
        expect([setting, kept[setting]]).toEqual([setting, secret(wellFormed[setting])]);
    });

    it("that are wrong fail on their property, a credential never with its value", async () => {
      const answer = await checkConfig({ ...wellFormed, endpoint: "nowhere", maxConcurency: "3", adopt: "perhaps" });
      const properties = answer.getFailuresList().map((failure) => failure.getProperty());
      expect([...new Set(properties)].sort()).toEqual(["adopt", "endpoint", "maxConcurency"]);
      const malformed = Object.fromEntries(secretSettings.map((setting) => [setting, `\n${MARK}`]));
      const failures = (await checkConfig({ ...wellFormed, ...malformed })).getFailuresList();
      expect(failures.map((failure) => failure.getProperty()).filter((one) => secretSettings.includes(one))).toEqual(
        [],
      );
      expect(failures.map((failure) => failure.getReason()).join()).not.toContain(MARK);
    });

    it("that aren't known yet are no failure", async () => {
      const [, first = ""] = /^(\S+)/.exec(secretSettings[0] ?? "") ?? [];
      const answer = await checkConfig({ ...wellFormed, endpoint: UNKNOWN_SIGN, [first]: UNKNOWN_SIGN });
      expect(answer.getFailuresList().map((failure) => failure.getReason())).toEqual([]);
    });

    it("of a program of another version are told with both versions: an older plugin fails, a newer one warns", async () => {
      const version = pluginVersion();
      const said: string[] = [];
      const asked = async (program: string) => {
        const answer = await checkConfig({ ...wellFormed, version: program }, (message) => said.push(message));
        return answer.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()]);
      };
      const told = (program: string, how: string) =>
        expect.stringMatching(
          new RegExp(`pulumi-reseller ${program}, and this plugin is ${how}: ${version}`),
        ) as string;
      expect(await asked(version)).toEqual([]);
      expect(said).toEqual([]);
      expect(await asked("999.0.0")).toEqual([["version", told("999.0.0", "older")]]);
      expect(said).toEqual([]);
      expect(await asked("0.0.9")).toEqual([]);
      expect(said).toEqual([told("0.0.9", "newer")]);
    });

    it("never replace a provider, whatever changes", async () => {
      const request = new DiffRequest();
      request.setOlds(toWire(wellFormed) as never);
      request.setNews(toWire({ portal: "another", endpoint: "https://other.example.com" }) as never);
      const answer = await plugin.ask<DiffResponse>("diffConfig", request);
      expect([answer.getChanges(), answer.getReplacesList()]).toEqual([DiffResponse.DiffChanges.DIFF_SOME, []]);
    });
  });

  describe("values", () => {
    const kindsHere = Object.entries(sound) as [KindName, State][];

    it.each(kindsHere)("%s: what isn't known passes, whatever its type", async (kind, values) => {
      const reasons = new Set<string>();
      for (const sign of [UNKNOWN_SIGN, ...OTHER_UNKNOWN_SIGNS]) {
        const unknown = Object.fromEntries(Object.keys(values).map((field) => [field, sign]));
        const { connection: _, ...news } = unknown;
        const answer = await check(kind, news);
        reasons.add(
          answer
            .getFailuresList()
            .map((failure) => failure.getReason())
            .join(),
        );
        expect(plainOf(javascript(answer.getInputs()))).toEqual(
          Object.fromEntries(
            Object.keys(news).map((field) => [
              field,
              secretsOf(kind).whole.has(field) || secretsOf(kind).members.has(field) ? "a secret" : UNKNOWN_SIGN,
            ]),
          ),
        );
      }
      // What can't be done before another resource exists is said of each in the same way.
      expect([...reasons].filter((reason) => reason !== "" && !reason.startsWith("account "))).toEqual([]);
      expect(reasons.size).toBe(1);
    });

    it.each(kindsHere)("%s: what is secret comes back as a secret, and is in no failure", async (kind, values) => {
      const { whole, members } = secretsOf(kind);
      for (const field of Object.keys(values)) {
        const marked = secretMembers(members.get(field), values[field]) ?? MARK;
        const isGiven = !whole.has(field) && !members.has(field);
        const answer = await check(kind, { ...values, [field]: isGiven ? secret(marked) : marked });
        const reasons = answer.getFailuresList().map((failure) => [failure.getProperty(), failure.getReason()].join());
        expect(JSON.stringify([plainOf(javascript(answer.getInputs())), reasons])).not.toContain(MARK);
      }
    });

    it("of a create are foreseen: inputs, and outputs that aren't known yet", async () => {
      for (const [kind, values] of kindsHere) {
        const request = new CreateRequest();
        request.setUrn(plugin.urn(kind));
        request.setPreview(true);
        request.setProperties(toWire(values) as never);
        const answer = await plugin.ask<CreateResponse>("create", request);
        const outputs = javascript(answer.getProperties());
        expect(answer.getId()).toBe("");
        for (const output of Object.keys(kinds[kind].outputs.shape)) {
          const isSecret = secretsOf(kind).whole.has(output);
          expect([output, outputs[output]]).toEqual([output, isSecret ? secret(UNKNOWN_SIGN) : UNKNOWN_SIGN]);
        }
      }
    });
  });

  describe("objects that nobody declared", () => {
    it("are read by their ids, and are no change; a further one costs no further call", async () => {
      for (const { kind, id, inputs } of stored()) {
        const answer = await read(kind, id);
        expect([kind, answer.getId()]).toEqual([kind, id]);
        const diff = new DiffRequest();
        diff.setUrn(plugin.urn(kind));
        diff.setId(id);
        diff.setOlds(answer.getProperties());
        // What a program's classes add to order creates was asked of nobody.
        const order = Object.keys(kinds[kind].fields).filter((field) => kinds[kind].fields[field]?.orders === true);
        const added = Object.fromEntries(order.map((field) => [field, "an-activation"]));
        diff.setNews(toWire({ ...javascript(answer.getInputs()), ...added }) as never);
        const { DIFF_NONE } = DiffResponse.DiffChanges;
        expect((await plugin.ask<DiffResponse>("diff", diff)).getChanges()).toBe(DIFF_NONE);
        expect(Object.keys(javascript(answer.getInputs()))).toEqual(
          expect.arrayContaining(kinds[kind].naturalKey.filter((field) => inputs[field] !== undefined)),
        );
      }
      const calls = await bench.calls();
      for (const { kind, id } of stored()) await read(kind, id);
      expect(await bench.calls()).toEqual(calls);
    });

    it("are found by what people call them", async () => {
      const account = stored().find(({ kind }) => kind === "Account")!;
      const name = String(account.inputs["name"]);
      expect((await read("Account", name)).getId()).toBe(account.id);
      const user = stored().find(({ kind, inputs }) => kind === "User" && inputs["account"] === account.id);
      if (user !== undefined) {
        const word = String(user.inputs["username"] ?? user.inputs["email"]);
        expect((await read("User", `${name}/${word}`)).getId()).toBe(user.id);
        expect((await read("User", `${account.id}/${word}`)).getId()).toBe(user.id);
        expect((await read("User", `${name}/${user.id}`)).getId()).toBe(user.id);
        for (const other of ["Nobody AG", user.id]) {
          expect((await read("User", `${other}/${word}`)).getId()).toBe("");
          expect((await read("User", `${other}/${user.id}`)).getId()).toBe("");
        }
      }
    });

    it("of another kind, and none at all, are said to be that", async () => {
      const account = stored().find(({ kind }) => kind === "Account")!;
      const other = stored().find(({ kind, id }) => kind !== "Account" && id !== account.id)!;
      expect((await read("Account", "nobody-has-this-id")).getId()).toBe("");
      await expect(read("Account", other.id)).rejects.toThrow(`is the id of an object of the kind ${other.kind}`);
      await expect(read(other.kind, account.id)).rejects.toThrow("is the id of an object of the kind Account");
    });

    it("are answered by functions, without a secret", async () => {
      const account = stored().find(({ kind }) => kind === "Account")!;
      const name = String(account.inputs["name"]);
      expect((await invoke("getAccount", { name })).values).toMatchObject({ id: account.id, name });
      expect((await invoke("getAccount", { id: account.id })).values).toMatchObject({ id: account.id, name });
      expect((await invoke("getAccount", { name: "Nobody AG" })).failures).toEqual(["name"]);
      expect((await invoke("getAccount", {})).failures).toEqual(["name"]);
      expect((await invoke("getUser", { account: "Nobody AG", name: "anna" })).failures).toEqual(["account"]);
      if (!hasKind(portalNamed(portal), "ServiceActivation")) return;
      const services = (await invoke("getServices", { account: name })).values[LIST_OF_SERVICES];
      const active = stored().filter(
        ({ kind, inputs }) => kind === "ServiceActivation" && inputs["account"] === account.id,
      );
      expect(services).toHaveLength(active.length);
      const quota = stored().find(({ kind, inputs }) => kind === "Quota" && inputs["project"] === undefined);
      if (quota !== undefined)
        expect(
          (await invoke("getQuota", { account: quota.inputs["account"], region: quota.inputs["region"] })).values,
        ).toMatchObject({ id: quota.id });
    });
  });

  it("says of each property whether it is added, changed or removed", async () => {
    const user = stored().find(({ kind }) => kind === "User")!;
    const request = new DiffRequest();
    request.setUrn(plugin.urn("User"));
    request.setId(user.id);
    request.setOlds(toWire({ ...user.state, locale: "de_CH" }) as never);
    request.setNews(toWire({ ...user.inputs, lastName: "Other", tags: ["one"] }) as never);
    const answer = await plugin.ask<DiffResponse>("diff", request);
    const found = new Map<string, [number, boolean]>();
    answer.getDetaileddiffMap().forEach((diff, path) => found.set(path, [diff.getKind(), diff.getInputdiff()]));
    const { ADD, DELETE, UPDATE } = PropertyDiff.Kind;
    const isSet = (field: string) => user.inputs[field] !== undefined;
    expect(found.get("lastName")).toEqual([isSet("lastName") ? UPDATE : ADD, true]);
    expect(found.get("locale")).toEqual([DELETE, true]);
    expect(found.get(isSet("tags") ? "tags[0]" : "tags")).toEqual([isSet("tags") ? UPDATE : ADD, true]);
  });

  it("goes on after a Cancel, which comes at the end of every run", async () => {
    await plugin.ask("cancel", emptyMessage());
    const account = stored().find(({ kind }) => kind === "Account")!;
    expect((await read("Account", account.id)).getId()).toBe(account.id);
  });
});

/** The value with its secret members marked. */
function secretMembers(names: ReadonlySet<string> | undefined, value: unknown): unknown {
  if (names === undefined) return undefined;
  return { ...(value as State), ...Object.fromEntries([...names].map((name) => [name, MARK])) };
}
