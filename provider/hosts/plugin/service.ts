/**
 * The plugin's side of the engine's protocol: translates between its calls and the lifecycle. The order of calls: Handshake, CheckConfig,
 * DiffConfig (if the provider is in the state), Configure, then resources. Cancel comes at the end of every run, too, and stops nothing.
 */
import { isDeepStrictEqual } from "node:util";
import { apart, type Failure, type KindName, kinds, SECRETS_INPUT, UNKNOWN } from "../../model";
import { IMPORTED_KEY, withoutOrder } from "../../model/imported";
import { holdsUnknown } from "../../model/unknown";
import {
  askFunction,
  type Lifecycle,
  type LifecycleOptions,
  listObjects,
  type State,
  UserError,
} from "../../lifecycle";
import { kindOfType, PROVIDER_KEY, typeIn } from "../../../engine/names";
import { withUnknownSigns } from "../../../engine/values";
import { checkedBy, givenSecrets, hostSettings, openLifecycle, shownError } from "../serving";
import { versionRemark } from "../versions";
import { detailedDiff } from "./detailedDiff";
import { EngineLog } from "./engineLog";
import { checkFailures, statusOf } from "./failures";
import { pluginSchema, pluginVersion } from "./package";
import { Empty, type grpcTypes, LogSeverity, messages, PluginInfo, type providerTypes, type Values } from "./protocol";
import { keptSettings, settingFailures, settingSource } from "./settings";
import { received, receivedInputs, sent, toStruct } from "./values";

/** A request, as far as what went wrong with it is concerned. */
interface Asked {
  serializeBinary(): Uint8Array;
  getUrn?(): string | undefined;
  getProperties?(): Values | undefined;
  getNews?(): Values | undefined;
  getOlds?(): Values | undefined;
}

/** One provider instance, in a process of its own; attached to a debugger, one after the other. */
export class PluginService {
  private readonly log = new EngineLog();
  private open: Lifecycle | undefined;

  constructor(
    engine: string | undefined,
    private readonly options: Partial<LifecycleOptions> = {},
  ) {
    if (engine !== undefined) this.log.connect(engine);
  }

  /** What the server serves. Methods that are missing answer UNIMPLEMENTED. */
  handlers(): grpcTypes.UntypedServiceImplementation {
    return {
      handshake: this.answering((request: providerTypes.ProviderHandshakeRequest) => this.handshake(request)),
      attach: this.answering((request: Asked & { getAddress(): string }) => {
        this.log.connect(request.getAddress());
        return new Empty();
      }),
      getPluginInfo: this.answering(() => new PluginInfo().setVersion(pluginVersion())),
      getSchema: this.answering(() => new messages.GetSchemaResponse().setSchema(pluginSchema())),
      checkConfig: this.answering((request: providerTypes.CheckRequest) => this.checkConfig(request)),
      diffConfig: this.answering(diffConfig),
      configure: this.answering((request: providerTypes.ConfigureRequest) => this.configure(request)),
      check: this.answering((request: providerTypes.CheckRequest) => this.check(request)),
      diff: this.answering((request: providerTypes.DiffRequest) => this.diff(request)),
      create: this.answering((request: providerTypes.CreateRequest) => this.create(request)),
      read: this.answering((request: providerTypes.ReadRequest) => this.read(request)),
      update: this.answering((request: providerTypes.UpdateRequest) => this.update(request)),
      delete: this.answering(async (request: providerTypes.DeleteRequest) => {
        await this.lifecycle.delete(kindOf(request), request.getId(), receivedInputs(request.getProperties()));
        return new Empty();
      }),
      invoke: this.answering((request: providerTypes.InvokeRequest) => this.invoke(request)),
      list: (call: grpcTypes.ServerWritableStream<providerTypes.ListRequest, providerTypes.ListResponse>) =>
        void this.list(call),
      cancel: this.answering(() => new Empty()),
    };
  }

  close(): void {
    this.open?.close();
  }

  private get lifecycle(): Lifecycle {
    if (this.open === undefined) throw new UserError("the provider is not configured yet");
    return this.open;
  }

  private answering<Request extends Asked, Answer>(
    work: (request: Request) => Answer | Promise<Answer>,
  ): grpcTypes.handleUnaryCall<Request, Answer> {
    return ({ request }, callback) => {
      const answer = this.log.about(request.getUrn?.() ?? "", async () => work(request));
      void answer
        .finally(() => this.log.flushed())
        .then(
          (value) => callback(null, value),
          (error: unknown) => callback(this.failed(request, error)),
        );
    };
  }

  private failed(request: Asked, error: unknown): Partial<grpcTypes.StatusObject> {
    const shown = shownError((text) => this.open?.redact(text) ?? text, error);
    return statusOf(shown, (state) => {
      const asked = receivedInputs(request.getNews?.() ?? request.getProperties?.());
      const before = receivedInputs(request.getOlds?.());
      return sent(kindOf(request), { ...state, ...kept(before) }, asked[SECRETS_INPUT]);
    });
  }

  private handshake(request: providerTypes.ProviderHandshakeRequest): providerTypes.ProviderHandshakeResponse {
    this.log.connect(request.getEngineAddress());
    const response = new messages.ProviderHandshakeResponse();
    response.setAcceptSecrets(true);
    response.setAcceptResources(false);
    response.setAcceptOutputs(false);
    return response;
  }

  private checkConfig(request: providerTypes.CheckRequest): providerTypes.CheckResponse {
    const { values } = received(request.getNews());
    const response = new messages.CheckResponse();
    response.setInputs(toStruct(keptSettings(values, withUnknownSigns)));
    const remark = versionRemark(values["version"], pluginVersion());
    if (remark?.isOlder === false) this.log.say(remark.text, LogSeverity.WARNING);
    const older: Failure[] = remark?.isOlder === true ? [{ property: "version", reason: remark.text }] : [];
    response.setFailuresList(checkFailures([...older, ...settingFailures(values)]));
    return response;
  }

  private configure(request: providerTypes.ConfigureRequest): providerTypes.ConfigureResponse {
    const { values } = received(request.getArgs());
    const say = (message: string) => this.log.say(message);
    this.open?.close();
    // What one run has learnt is nothing to the next.
    const settings = async () => hostSettings(settingSource(values), say);
    this.open = openLifecycle(settings, say, { seesPart: true, ...this.options });
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setAcceptresources(false);
    response.setAcceptoutputs(false);
    return response;
  }

  private async check(request: providerTypes.CheckRequest): Promise<providerTypes.CheckResponse> {
    const kind = kindOf(request);
    const olds = receivedInputs(request.getOlds());
    const news = receivedInputs(request.getNews());
    const before = Object.keys(apart(olds).declared).length === 0 ? undefined : olds;
    const { inputs, failures } = await checkedBy(this.lifecycle, kind, before, news);
    const { internal } = apart(received(request.getNews()).values);
    const response = new messages.CheckResponse();
    response.setInputs(
      inputs === undefined ? request.getNews() : sent(kind, { ...inputs, ...internal }, news[SECRETS_INPUT]),
    );
    response.setFailuresList(checkFailures(failures));
    return response;
  }

  private async diff(request: providerTypes.DiffRequest): Promise<providerTypes.DiffResponse> {
    const olds = receivedInputs(request.getOlds());
    const asked = receivedInputs(request.getNews());
    const news = olds[IMPORTED_KEY] === true ? withoutOrder(kinds[kindOf(request)], olds, asked) : asked;
    const difference = await this.lifecycle.diff(kindOf(request), request.getId(), olds, news);
    const { changes, replaces, deleteBeforeReplace } = difference;
    const response = new messages.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
    response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
    response.setReplacesList([...replaces]);
    response.setDeletebeforereplace(deleteBeforeReplace);
    if (!changes) return response;
    const paths = difference.paths();
    response.setDiffsList([...new Set(paths.map(({ path: [field] }) => field))]);
    response.setHasdetaileddiff(true);
    for (const [path, diff] of detailedDiff(paths, replaces)) response.getDetaileddiffMap().set(path, diff);
    return response;
  }

  private async create(request: providerTypes.CreateRequest): Promise<providerTypes.CreateResponse> {
    const kind = kindOf(request);
    const inputs = receivedInputs(request.getProperties());
    const response = new messages.CreateResponse();
    if (request.getPreview()) await this.lifecycle.previewCreate(kind, inputs);
    const { id, state } = request.getPreview()
      ? { id: "", state: foreseen(kind, inputs) }
      : await this.lifecycle.create(kind, inputs);
    response.setId(id);
    response.setProperties(sent(kind, state, inputs[SECRETS_INPUT]));
    return response;
  }

  /** A read of a resource of the state; without its inputs, of an object that is to be imported. */
  private async read(request: providerTypes.ReadRequest): Promise<providerTypes.ReadResponse> {
    const kind = kindOf(request);
    const state = { ...receivedInputs(request.getInputs()), ...receivedInputs(request.getProperties()) };
    const isImport = Object.keys(apart(state).declared).length === 0;
    const reading = isImport
      ? await this.lifecycle.readImportable(kind, request.getId())
      : await this.lifecycle.read(kind, request.getId(), state);
    const response = new messages.ReadResponse();
    // Without an id, the object doesn't exist.
    if (reading === undefined) return response;
    const secrets = state[SECRETS_INPUT];
    response.setId("id" in reading ? reading.id : request.getId());
    const imported = isImport || state[IMPORTED_KEY] === true ? { [IMPORTED_KEY]: true } : {};
    response.setProperties(sent(kind, { ...reading.state, ...imported, ...kept(state) }, secrets));
    response.setInputs(sent(kind, reading.inputs, secrets));
    return response;
  }

  private async update(request: providerTypes.UpdateRequest): Promise<providerTypes.UpdateResponse> {
    const kind = kindOf(request);
    const olds = receivedInputs(request.getOlds());
    const news = receivedInputs(request.getNews());
    const state = request.getPreview()
      ? foreseen(kind, news)
      : await this.lifecycle.update(kind, request.getId(), olds, news);
    const response = new messages.UpdateResponse();
    response.setProperties(sent(kind, { ...state, ...kept(olds) }, news[SECRETS_INPUT]));
    return response;
  }

  private async invoke(request: providerTypes.InvokeRequest): Promise<providerTypes.InvokeResponse> {
    const { values } = received(request.getArgs());
    const response = new messages.InvokeResponse();
    if (holdsUnknown(values)) return response;
    const answer = await askFunction(this.lifecycle, request.getTok().split(":").pop() ?? "", values);
    if ("failures" in answer) response.setFailuresList(checkFailures(answer.failures));
    else response.setReturn(toStruct(answer.values));
    return response;
  }

  private async list(
    call: grpcTypes.ServerWritableStream<providerTypes.ListRequest, providerTypes.ListResponse>,
  ): Promise<void> {
    const { request } = call;
    try {
      const kind = kindOfType(request.getToken());
      if (kind === undefined) throw new UserError(`pulumi-reseller has no resources of the type ${request.getToken()}`);
      const objects = await listObjects(this.lifecycle, kind, received(request.getQuery()).values);
      const limit = request.getLimit() > 0 ? request.getLimit() : objects.length;
      for (const { id, name } of objects.slice(0, limit)) {
        const result = new messages.ListResponse.Result();
        result.setId(id);
        result.setName(name);
        call.write(new messages.ListResponse().setResult(result));
      }
      call.end();
    } catch (error) {
      call.destroy(Object.assign(new Error(), this.failed(request, error)));
    }
  }
}

/** Never a replacement, whatever changes: that would replace every resource of the provider. */
function diffConfig(request: providerTypes.DiffRequest): providerTypes.DiffResponse {
  const isSame = isDeepStrictEqual(received(request.getOlds()).values, received(request.getNews()).values);
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse().setChanges(isSame ? DIFF_NONE : DIFF_SOME);
}

function kindOf(request: Asked): KindName {
  const type = typeIn(request.getUrn?.() ?? "");
  const kind = kindOfType(type);
  if (kind === undefined) throw new UserError(`pulumi-reseller has no resources of the type ${type}`);
  return kind;
}

/** What the dynamic host has left in a state, so that a program can go back to it without a change. */
function kept(state: State): State {
  const provider = state[PROVIDER_KEY];
  return provider === undefined ? {} : { [PROVIDER_KEY]: provider, ...givenSecrets(state) };
}

/** What a preview can tell of an object that is yet to be written: its inputs. */
function foreseen(kind: KindName, inputs: State): State {
  const outputs = Object.fromEntries(Object.keys(kinds[kind].outputs.shape).map((name) => [name, UNKNOWN]));
  return { ...outputs, ...apart(inputs).declared };
}
