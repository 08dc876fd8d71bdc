/**
 * The host for Pulumi's dynamic providers: translates between the lifecycle and the calls of
 * `@pulumi/pulumi/cmd/dynamic-provider`. Every resource's state names this module in a short string
 * (`sdk/providerString.ts`), so that what runs is the installed package and never code out of the state.
 *
 * The host's ways that this file works around:
 * - it hands out a provider before `configure` has ended: every method waits for the settings here;
 * - it knows unknown values as one magic string;
 * - it prints what is thrown together with its stack, several times: errors leave here redacted and without one.
 */
import * as nodeModule from "node:module";
import { apart, type Failure, type KindName } from "../model";
import { type Settings, type State } from "../lifecycle";
import { PROVIDER_KEY } from "../../engine/names";
import { withUnknowns, withUnknownSigns } from "../../engine/values";
import { endWithEngine } from "./engineWatch";
import { checkedBy, givenSecrets, hostSettings, mapped, openLifecycle, shownError } from "./serving";

interface ConfigureRequest {
  readonly config: { get(key: string): string | undefined };
}

/** The methods that Pulumi's dynamic host calls. */
export interface DynamicProvider {
  configure(request: ConfigureRequest): Promise<void>;
  check(olds: State, news: State): Promise<{ inputs: State; failures: Failure[] }>;
  diff(
    id: string,
    olds: State,
    news: State,
  ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: State): Promise<{ id: string; outs: State }>;
  read(id: string, state: State): Promise<{ id: string; props: State; inputs?: State }>;
  update(id: string, olds: State, news: State): Promise<{ outs: State }>;
  delete(id: string, state: State): Promise<void>;
}

/** Settles when the host has handed over the configuration, for all kinds at once. */
class ConfigurationGate {
  private open!: (request: ConfigureRequest) => void;
  private readonly request = new Promise<ConfigureRequest>((resolve) => (this.open = resolve));

  receive(request: ConfigureRequest): void {
    this.open(request);
  }

  async settings(): Promise<Settings> {
    const { config } = await this.request;
    return hostSettings({ get: (name) => config.get(`reseller:${name}`) }, say);
  }
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

endWithEngine();
// The engine ends this process too quickly for Node.js to write what it has compiled, where NODE_COMPILE_CACHE asks for that.
setImmediate(() => (nodeModule as { flushCompileCache?: () => void }).flushCompileCache?.());

const gate = new ConfigurationGate();
const lifecycle = openLifecycle(() => gate.settings(), say);

function fromHost(value: State | undefined): State {
  return mapped(value ?? {}, withUnknowns);
}

function toHost(value: State): State {
  return mapped(value, withUnknownSigns);
}

/**
 * An error as the host may print it: redacted, and with a stack only where it is a fault of this package. The host adds what names the
 * provider to a result, and not to the properties of an error, without which it could never read or delete the object again.
 */
function presentable(error: unknown, request: State = {}): Error {
  const { message, stack = "", partial } = shownError((text) => lifecycle.redact(text), error);
  const shown = new Error(message);
  if (partial !== undefined)
    Object.assign(shown, {
      id: partial.id,
      properties: { ...toHost(partial.state), ...givenSecrets(request), [PROVIDER_KEY]: request[PROVIDER_KEY] },
      reasons: partial.reasons,
    });
  shown.stack = stack;
  shown.toString = () => message;
  return shown;
}

async function presentably<Result>(work: () => Promise<Result> | Result, request?: State): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw presentable(error, request);
  }
}

function providerOf(kind: KindName): DynamicProvider {
  return {
    configure: async (request) => gate.receive(request),
    check: (olds, news) =>
      presentably(async () => {
        const before = Object.keys(olds ?? {}).length === 0 ? undefined : fromHost(olds);
        const declared = fromHost(news);
        const { internal } = apart(news);
        const { inputs, failures } = await checkedBy(lifecycle, kind, before, declared);
        return {
          inputs: inputs === undefined ? news : { ...toHost(inputs), ...internal },
          failures: [...failures],
        };
      }),
    diff: (id, olds, news) =>
      presentably(async () => {
        const { changes, replaces, deleteBeforeReplace } = await lifecycle.diff(
          kind,
          id,
          fromHost(olds),
          fromHost(news),
        );
        // A state that the plugin has written doesn't name the provider. An update adds it, and sends nothing to the portal.
        const isOfPlugin = olds[PROVIDER_KEY] === undefined && news[PROVIDER_KEY] !== undefined;
        return { changes: changes || isOfPlugin, replaces: [...replaces], deleteBeforeReplace };
      }),
    create: (inputs) =>
      presentably(async () => {
        const { id, state } = await lifecycle.create(kind, fromHost(inputs));
        return { id, outs: { ...state, ...givenSecrets(inputs) } };
      }, inputs),
    read: (id, state) =>
      presentably(async () => {
        const reading = await lifecycle.read(kind, id, fromHost(state));
        if (reading === undefined) return { id: "", props: {} };
        const secrets = givenSecrets(state);
        return { id, props: { ...reading.state, ...secrets }, inputs: { ...reading.inputs, ...secrets } };
      }),
    update: (id, olds, news) =>
      presentably(async () => {
        const state = await lifecycle.update(kind, id, fromHost(olds), fromHost(news));
        return { outs: { ...state, ...givenSecrets(news) } };
      }, news),
    delete: (id, state) => presentably(() => lifecycle.delete(kind, id, fromHost(state))),
  };
}

export const Account = providerOf("Account");
export const User = providerOf("User");
export const Profile = providerOf("Profile");
export const QuotaProfile = providerOf("QuotaProfile");
export const Quota = providerOf("Quota");
export const ServiceActivation = providerOf("ServiceActivation");
export const Project = providerOf("Project");
