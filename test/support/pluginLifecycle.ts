import { AsyncResource } from "node:async_hooks";
import { createRequire } from "node:module";
import type * as grpcTypes from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { pluginType } from "../../engine/names";
import { SECRET_SIGNATURE, SIGNATURE_KEY, withAllUnknowns, withUnknownSigns } from "../../engine/values";
import { type KindName, SECRETS_INPUT } from "../../provider/model";
import type { Difference } from "../../provider/model/diff";
import { PluginService } from "../../provider/hosts/plugin/service";
import { type Checked, type Made, PartialFailure, type State, UserError } from "../../provider/lifecycle";

const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = sdk("@grpc/grpc-js") as typeof grpcTypes;
const { ResourceProviderService } = sdk("@pulumi/pulumi/proto/provider_grpc_pb") as {
  ResourceProviderService: grpcTypes.ServiceDefinition;
};
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => object };
const { Struct } = sdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): Wire };
};

/** A value of the protocol: the package has its types to itself. */
interface Wire {
  toJavaScript(): State;
}

export function emptyMessage(): object {
  return new Empty();
}

type Reply = (error: grpcTypes.ServiceError | null, answer: unknown) => void;

/** The engine's side of the plugin's protocol, over a socket of its own: what one run of the engine has. */
export class PluginConnection {
  private readonly server = new grpc.Server();
  private readonly heard = new Map<string, (message: string) => void>();
  private readonly service: PluginService;
  private opened: Promise<ResourceProviderClient> | undefined;
  private calls = 0;

  /** @param settings of the provider; undefined where it is not configured. */
  constructor(
    private readonly settings: State | undefined,
    private readonly hear: (message: string) => void = () => undefined,
  ) {
    this.service = new PluginService(undefined, { quietMilliseconds: 1 });
  }

  /** Asks one method; the name of the method is that of the client. */
  async ask<Answer>(method: string, request: object): Promise<Answer> {
    this.opened ??= this.open();
    return this.call<Answer>(await this.opened, method, request);
  }

  /** The URN of a resource, by which what is said of it comes back to whoever asks now. */
  urn(kind: KindName): string {
    const urn = `urn:pulumi:test::realm::${pluginType(kind)}::call-${(this.calls += 1)}`;
    this.heard.set(urn, AsyncResource.bind(this.hear));
    return urn;
  }

  close(): void {
    void this.opened?.then((client) => client.close());
    this.service.close();
    this.server.forceShutdown();
  }

  private async open(): Promise<ResourceProviderClient> {
    this.server.addService(ResourceProviderService, this.service.handlers());
    this.server.addService(EngineService as unknown as grpcTypes.ServiceDefinition, {
      log: ({ request }: { request: LogRequest }, callback: Reply) => {
        (this.heard.get(request.getUrn()) ?? this.hear)(request.getMessage());
        callback(null, new Empty());
      },
    });
    const port = await new Promise<number>((resolve, reject) =>
      this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const handshake = new messages.ProviderHandshakeRequest();
    handshake.setEngineAddress(`127.0.0.1:${port}`);
    await this.call(client, "handshake", handshake);
    if (this.settings !== undefined) {
      const configure = new messages.ConfigureRequest();
      configure.setArgs(toWire(this.settings) as never);
      await this.call(client, "configure", configure);
    }
    return client;
  }

  private call<Answer>(client: ResourceProviderClient, method: string, request: object): Promise<Answer> {
    const methods = client as unknown as Record<string, (request: object, reply: Reply) => void>;
    return new Promise((resolve, reject) =>
      methods[method]!.call(client, request, (error, answer) => {
        if (error === null) resolve(answer as Answer);
        else reject(thrown(error));
      }),
    );
  }
}

/** The lifecycle, as the engine has it from the plugin: everything goes over the wire and comes back. */
export class PluginLifecycle {
  readonly connection: PluginConnection;
  /** What the engine keeps of a state: which of its values are secret. */
  private static readonly wires = new WeakMap<object, State>();

  constructor(settings: State, hear: (message: string) => void) {
    this.connection = new PluginConnection(settings, hear);
  }

  async check(kind: KindName, before: State | undefined, inputs: State): Promise<Checked> {
    const request = new messages.CheckRequest();
    request.setUrn(this.connection.urn(kind));
    request.setOlds(this.sent(before ?? {}) as never);
    request.setNews(this.sent(inputs) as never);
    const answer = await this.connection.ask<messages.CheckResponse>("check", request);
    const failures = answer.getFailuresList().map((failure) => {
      const [, property = "", reason = failure.getReason()] = /^(\S+) (.*)$/s.exec(failure.getReason()) ?? [];
      return failure.getProperty() === "" ? { property, reason } : { property: failure.getProperty(), reason };
    });
    return { inputs: this.kept(answer.getInputs()), failures };
  }

  async diff(kind: KindName, id: string, state: State, inputs: State): Promise<Difference> {
    const request = new messages.DiffRequest();
    request.setUrn(this.connection.urn(kind));
    request.setId(id);
    request.setOlds(this.sent(state) as never);
    request.setNews(this.sent(inputs) as never);
    const answer = await this.connection.ask<messages.DiffResponse>("diff", request);
    const changes = answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME;
    expect([changes, answer.getDetaileddiffMap().getLength() > 0]).toEqual([changes, changes]);
    return {
      changes,
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  async create(kind: KindName, inputs: State): Promise<Made> {
    const request = new messages.CreateRequest();
    request.setUrn(this.connection.urn(kind));
    request.setProperties(this.sent(inputs) as never);
    const answer = await this.connection.ask<messages.CreateResponse>("create", request);
    return { id: answer.getId(), state: this.kept(answer.getProperties()) };
  }

  async read(kind: KindName, id: string, state: State): Promise<{ inputs: State; state: State } | undefined> {
    const request = new messages.ReadRequest();
    request.setUrn(this.connection.urn(kind));
    request.setId(id);
    request.setProperties(this.sent(state) as never);
    const answer = await this.connection.ask<messages.ReadResponse>("read", request);
    if (answer.getId() === "") return undefined;
    return { inputs: this.kept(answer.getInputs()), state: this.kept(answer.getProperties()) };
  }

  async update(kind: KindName, id: string, state: State, inputs: State): Promise<State> {
    const request = new messages.UpdateRequest();
    request.setUrn(this.connection.urn(kind));
    request.setId(id);
    request.setOlds(this.sent(state) as never);
    request.setNews(this.sent(inputs) as never);
    return this.kept((await this.connection.ask<messages.UpdateResponse>("update", request)).getProperties());
  }

  async delete(kind: KindName, id: string, state: State): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setUrn(this.connection.urn(kind));
    request.setId(id);
    request.setProperties(this.sent(state) as never);
    await this.connection.ask("delete", request);
  }

  close(): void {
    this.connection.close();
  }

  private sent(values: State): Wire {
    return toWire(PluginLifecycle.wires.get(values) ?? values);
  }

  private kept(struct: unknown): State {
    return keptOf(struct as Wire | undefined, PluginLifecycle.wires);
  }
}

/** Plain values; which of them are secret is kept beside them. */
function keptOf(struct: Wire | undefined, wires?: WeakMap<object, State>): State {
  const wire = struct?.toJavaScript() ?? {};
  const plain = withAllUnknowns(unmarked(wire)) as State;
  wires?.set(plain, wire);
  return plain;
}

/** Values as the engine sends them; what the tests give as secrets is marked. */
export function toWire(values: State): Wire {
  const { [SECRETS_INPUT]: secrets = [], ...others } = values;
  const marked = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const sent = withUnknownSigns(value);
      return [name, (secrets as unknown[]).includes(name) ? secretOf(sent) : sent];
    });
  return Struct.fromJavaScript(Object.fromEntries(marked) as State);
}

function secretOf(value: unknown): unknown {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** Without the marks of secrets. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (typeof value !== "object" || value === null) return value;
  const record = value as State;
  if (record[SIGNATURE_KEY] === SECRET_SIGNATURE) return unmarked(record["value"]);
  return Object.fromEntries(Object.entries(record).map(([name, member]) => [name, unmarked(member)]));
}

/** An error as the engine understands it. */
function thrown({ details, metadata }: grpcTypes.ServiceError): Error {
  const [bytes] = metadata.get("grpc-status-details-bin");
  if (bytes === undefined) return new UserError(details);
  const [detail] = Status.deserializeBinary(new Uint8Array(bytes as Buffer)).getDetailsList();
  const failure = messages.ErrorResourceInitFailed.deserializeBinary(detail!.getValue_asU8());
  const state = keptOf(failure.getProperties() as unknown as Wire);
  return new PartialFailure(failure.getId(), state, failure.getReasonsList());
}
