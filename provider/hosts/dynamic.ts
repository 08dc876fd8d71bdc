/**
 * The host for Pulumi's dynamic providers: translates between the lifecycle and the calls of
 * `@pulumi/pulumi/cmd/dynamic-provider`. Every resource's state names this module in a short string
 * (`sdk/providerString.ts`), so that what runs is the installed package and never code out of the state.
 *
 * The host's ways that this file works around:
 * - it hands out a provider before `configure` has ended: every method waits for the settings here;
 * - it knows unknown values as one magic string;
 * - it prints what is thrown together with its stack, several times: errors leave here redacted and without one;
 * - the engine prints the value of the property that a failure of `check` names, a secret or not, and whatever a program put under a
 *   misspelt name: no failure names one, and its reason begins with the name.
 */
import { apart, type Failure, type KindName, SECRETS_INPUT } from "../model";
import {
  KNOWN_IDS_VARIABLE,
  Lifecycle,
  UserError,
  OFFLINE_VARIABLE,
  PartialFailure,
  readSettings,
  type Settings,
  type State,
} from "../lifecycle";
import { writeFailure } from "../model/failureText";
import { PROVIDER_KEY } from "../../engine/names";
import { withUnknowns, withUnknownSigns } from "../../engine/values";
import { PortalRefusal } from "../portals";
import { projectEnvironment } from "../portals/environmentFile";
import { endWithEngine } from "./engineWatch";

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
    // A provider runs in the project's folder.
    const { environment, remarks } = projectEnvironment(process.env, process.cwd());
    for (const remark of remarks) say(remark);
    return readSettings({ get: (name) => config.get(`reseller:${name}`), environment });
  }
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

endWithEngine();

const gate = new ConfigurationGate();
const lifecycle = new Lifecycle({
  settings: () => gate.settings(),
  say,
  onlyLooks: process.env[KNOWN_IDS_VARIABLE] !== undefined,
  offline: process.env[OFFLINE_VARIABLE] === "true",
});

function fromHost(value: State | undefined): State {
  return mapped(value ?? {}, withUnknowns);
}

/** Which values the program gave as secrets: a state keeps it, for messages about an object that nobody declares any more. */
function givenSecrets(value: State): State {
  return value[SECRETS_INPUT] === undefined ? {} : { [SECRETS_INPUT]: value[SECRETS_INPUT] };
}

function mapped(values: State, change: (value: unknown) => unknown): State {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}

function toHost(value: State): State {
  return mapped(value, withUnknownSigns);
}

/**
 * An error as the host may print it: redacted, and with a stack only where it is a fault of this package. The host adds what names the
 * provider to a result, and not to the properties of an error, without which it could never read or delete the object again.
 */
function presentable(error: unknown, request: State = {}): Error {
  const message = lifecycle.redact(error instanceof Error ? error.message : String(error));
  const shown = new Error(message);
  if (error instanceof PartialFailure) {
    Object.assign(shown, {
      id: error.id,
      properties: { ...toHost(error.state), ...givenSecrets(request), [PROVIDER_KEY]: request[PROVIDER_KEY] },
      reasons: error.reasons.map((reason) => lifecycle.redact(reason)),
    });
  }
  const isMendable = error instanceof UserError || error instanceof PortalRefusal;
  shown.stack = isMendable ? "" : lifecycle.redact((error instanceof Error ? error.stack : undefined) ?? "");
  shown.toString = () => message;
  return shown;
}

function shownFailure(failure: Failure): Failure {
  return { property: "", reason: lifecycle.redact(writeFailure(failure)) };
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
        try {
          const { inputs, failures } = await lifecycle.check(kind, before, declared);
          return {
            inputs: { ...toHost(inputs), ...internal },
            failures: failures.map(shownFailure),
          };
        } catch (error) {
          if (!(error instanceof UserError || error instanceof PortalRefusal)) throw error;
          return {
            inputs: news,
            failures: [{ property: "", reason: lifecycle.redact(error.message) }],
          };
        }
      }),
    diff: (id, olds, news) =>
      presentably(async () => {
        const { changes, replaces, deleteBeforeReplace } = await lifecycle.diff(
          kind,
          id,
          fromHost(olds),
          fromHost(news),
        );
        return { changes, replaces: [...replaces], deleteBeforeReplace };
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
