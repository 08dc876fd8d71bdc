import type { Socket } from "node:net";
import axios, {
  type AxiosAdapter,
  type AxiosError,
  AxiosHeaders,
  type AxiosRequestConfig,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  type RawAxiosRequestHeaders,
} from "axios";
import { Agents, CONNECT_TIMEOUT } from "./agents";
import type { Answer } from "./answer";
import type { Dialect } from "./dialect";
import { endpointProblems, normalEndpoint, tokenProblems } from "./endpoint";
import type { Redactor } from "./redactor";
import type { HttpRequest, HttpSettings, Service } from "./request";
import { seconds } from "./seconds";
import type { UsedToken } from "./tokenSource";

const LARGEST_BODY_MEBIBYTES = 32;
const LARGEST_BODY_BYTES = LARGEST_BODY_MEBIBYTES * 1024 * 1024;
const LONGEST_CONNECT_MS = 10_000;
const USER_AGENT = `pulumi-reseller/${(require("pulumi-reseller/package.json") as { version: string }).version}`;
/** A certificate that is not trusted now will not be in a second. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)/;
/** Headers that a portal may take a credential from, which no single request sets. */
const CREDENTIAL_HEADERS = ["Authorization", "X-Auth-Token", "X-Session-Token", "Cookie"];

/** What became of one attempt. */
export type Outcome = Answered | Refused | Unanswered;

interface Answered {
  readonly is: "answered";
  readonly answer: Answer;
}

/** The portal answered with an error. One that broke off in its middle is none, unless its status line says so already. */
export interface Refused {
  readonly is: "refused";
  readonly answer: Answer;
}

/** No complete answer came, or none that can be unpacked. */
export interface Unanswered {
  readonly is: "unanswered";
  /** What came of one. */
  readonly answer?: Answer | undefined;
  readonly networkCode: string;
  /** In words. */
  readonly cause: string;
  /** Whether anything of the request may have left this machine. */
  readonly mayBeSent: boolean;
  readonly wasTimeout: boolean;
  /** Another attempt may fare better. */
  readonly mayPass: boolean;
  /** The portal's certificate is not trusted. */
  readonly untrusted: boolean;
  /** Why what came can't be read, in words that continue "the portal answered, but …". */
  readonly unreadable?: string | undefined;
}

type AttemptSettings = Pick<HttpSettings, "endpoint" | "token" | "ca" | "connectTimeoutMs"> & {
  readonly dialect: Dialect;
  readonly maxSockets: number;
  readonly requestTimeoutMs: number;
};

/** Single attempts over the sockets of one connection; whether another one follows is decided elsewhere. */
export class Attempts {
  private readonly sendOnce: AxiosAdapter;
  /** What is the same for all requests. Merged once: axios does it for each, which takes as long as to send one. */
  private readonly settings: Omit<InternalAxiosRequestConfig, "headers">;
  private readonly headers: RawAxiosRequestHeaders;
  private readonly agents: Agents;
  private readonly timeoutMs: number;
  private readonly dialect: Dialect;

  constructor(
    settings: AttemptSettings,
    private readonly redactor: Redactor,
  ) {
    this.timeoutMs = settings.requestTimeoutMs;
    this.dialect = settings.dialect;
    const connectMs = Math.min(settings.connectTimeoutMs ?? LONGEST_CONNECT_MS, this.timeoutMs);
    this.agents = new Agents(settings.maxSockets, connectMs, settings.ca);
    this.headers = {
      ...(settings.token === undefined ? {} : this.dialect.credential(settings.token)),
      Accept: "application/json, application/problem+json",
      "Accept-Encoding": "gzip",
      "User-Agent": USER_AGENT,
    };
    const { headers: _headers, ...merged } = axios.create({
      baseURL: normalEndpoint(settings.endpoint),
      // A path that looks like an address would take the token to another origin.
      allowAbsoluteUrls: false,
      httpAgent: this.agents.http,
      httpsAgent: this.agents.https,
      // A redirect could carry the token to another origin; a portal's API has none.
      maxRedirects: 0,
      // axios would tunnel https through a proxy of the environment safely, but past our agents, and with them past the
      // kept-open sockets, their number and the knowledge of what was sent; and it would show a proxy plain http.
      proxy: false,
      maxContentLength: LARGEST_BODY_BYTES,
      maxBodyLength: LARGEST_BODY_BYTES,
      // The same name several times, without brackets.
      paramsSerializer: { indexes: null },
      responseType: "text",
    }).defaults;
    this.settings = merged;
    this.sendOnce = axios.getAdapter("http");
  }

  /** What is sent. @throws Error where the request's own token or endpoint can't be used. */
  prepare(request: HttpRequest, token: UsedToken | undefined): AxiosRequestConfig<string> {
    return {
      ...addressOf(request.service),
      method: request.method,
      url: request.path,
      params: request.query,
      ...(request.body === undefined ? {} : { data: JSON.stringify(request.body) }),
      headers: { ...headersOf(request, this.dialect), ...(token === undefined ? {} : this.credentialOf(token)) },
    };
  }

  /** Sends a request once, within the time for one attempt or what is left of its call's. */
  async send(prepared: AxiosRequestConfig<string>, remainingMs: number): Promise<Outcome> {
    const limitMs = Math.max(1, Math.min(this.timeoutMs, remainingMs));
    let socket: Socket | undefined;
    try {
      const response = await this.sendOnce({
        ...this.settings,
        ...prepared,
        headers: new AxiosHeaders({ ...this.headers, ...prepared.headers } as Record<string, string>),
        // axios's own limit begins anew with every byte, and a body that drips would never meet it.
        signal: AbortSignal.timeout(limitMs),
        ...{ transport: this.agents.transport((used) => (socket = used)) },
      });
      return { is: "answered", answer: answerIn(response) };
    } catch (error) {
      if (!axios.isAxiosError<string>(error)) throw error;
      const { response } = error;
      if (response !== undefined && response.status >= 300) return { is: "refused", answer: answerIn(response) };
      return unanswered(error, limitMs, this.agents.mayHaveSent(socket));
    }
  }

  close(): void {
    this.agents.close();
  }

  private credentialOf({ text: token }: UsedToken): Readonly<Record<string, string>> {
    const problems = tokenProblems(token);
    if (problems.length > 0) throw new Error(problems.map((problem) => `the token ${problem}`).join("; "));
    this.redactor.add(token);
    return this.dialect.credential(token);
  }
}

function addressOf(service: Service | undefined): AxiosRequestConfig<string> {
  if (service === undefined) return {};
  const problems = endpointProblems(service.endpoint);
  if (problems.length > 0)
    throw new Error(problems.map((problem) => `the endpoint of ${service.name} ${problem}`).join("; "));
  return { baseURL: normalEndpoint(service.endpoint) };
}

function unanswered(error: AxiosError<string>, limitMs: number, mayBeSent: boolean): Unanswered {
  const { code = "", response, request } = error;
  const wasTimeout = code === "ERR_CANCELED" || code === CONNECT_TIMEOUT;
  const unreadable = /^Z_/.test(code)
    ? "compressed in a way that can't be undone"
    : response === undefined && code === "ERR_BAD_RESPONSE"
      ? `with more than ${LARGEST_BODY_MEBIBYTES} MiB`
      : undefined;
  // Without a request, and in time, it never came to sending, and it never will.
  const wasBegun = request !== undefined || wasTimeout;
  return {
    is: "unanswered",
    answer: response && answerIn(response),
    networkCode: error.code ?? "no-answer",
    cause:
      code === "ERR_CANCELED"
        ? `no complete response within ${seconds(limitMs)}`
        : `${error.code ?? "no answer"}: ${error.message}`,
    mayBeSent,
    wasTimeout,
    untrusted: UNTRUSTED.test(code),
    mayPass: wasBegun && !UNTRUSTED.test(code) && unreadable === undefined,
    unreadable,
  };
}

function answerIn({ status, headers, data }: AxiosResponse<unknown>): Answer {
  const named = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name.toLowerCase(), String(value)] as const],
  );
  return {
    status,
    headers: Object.fromEntries(named),
    text: typeof data === "string" ? data : "",
  };
}

function headersOf(
  request: HttpRequest,
  { ifMatchHeader = "If-Match", idempotencyHeader = "Idempotency-Key" }: Dialect,
): Record<string, string> {
  const own: Record<string, string> = {};
  if (request.body !== undefined) own["Content-Type"] = "application/json";
  if (request.ifMatch !== undefined) own[ifMatchHeader] = request.ifMatch;
  if (request.idempotencyKey !== undefined) own[idempotencyHeader] = request.idempotencyKey;
  const taken = new Set([...Object.keys(own), ...CREDENTIAL_HEADERS, "User-Agent"].map((name) => name.toLowerCase()));
  const further = Object.entries(request.headers ?? {}).filter(([name]) => !taken.has(name.toLowerCase()));
  return { ...Object.fromEntries(further), ...own };
}
