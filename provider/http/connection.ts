import * as http from "node:http";
import * as https from "node:https";
import axios, { type AxiosError, type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from "axios";
import axiosRetry from "axios-retry";
import pLimit from "p-limit";
import { problemMessage, readProblem } from "./answer";
import { parseJson } from "./json";
import { endpointProblems } from "./endpoint";
import { MalformedAnswerError, PortalError, ResponseError, TransportError } from "./errors";
import { Redactor } from "./redactor";
import { parseRetryAfter } from "./retryAfter";
import { RetryBudget } from "./retryBudget";

export interface HttpSettings {
  /** Base address with its path prefix; https, or http on a loopback address. */
  readonly endpoint: string;
  readonly token: string;
  /** Requests under way at once. Default 8. */
  readonly maxConcurrency?: number;
  /** For one try, from its first byte out to its last byte in. Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** Tries of one call. Default 5. */
  readonly maxAttempts?: number;
  /** Ceiling for one call with all its waits. Default 120,000. */
  readonly retryBudgetMs?: number;
  /** For tests: 0 to 1, in place of chance. */
  readonly random?: () => number;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Made with `pathOf`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly requestId?: string;
}

const LARGEST_BODY_BYTES = 32 * 1024 * 1024;
const FIRST_BACKOFF_MS = 100;
const LONGEST_BACKOFF_MS = 20_000;
const NEVER_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ERR_INVALID_URL"];
const USER_AGENT = `pulumi-reseller/${(require("pulumi-reseller/package.json") as { version: string }).version}`;

/**
 * What is known of one call over all its tries; travels in the axios configuration. A class, because axios copies plain
 * objects from try to try.
 */
class CallFacts {
  readonly started = Date.now();
  tries = 0;
  /** A try got no answer: the request may have been carried out. */
  ambiguous = false;

  constructor(readonly request: HttpRequest) {}
}

type Config = InternalAxiosRequestConfig & { call: CallFacts };

/** One connection to one portal: a bounded number of requests at once, over sockets that stay open. */
export class HttpConnection {
  readonly redactor = new Redactor();
  private readonly client: AxiosInstance;
  private readonly agents: readonly (http.Agent | https.Agent)[];
  private readonly limit: ReturnType<typeof pLimit>;
  private readonly budget = new RetryBudget();
  private readonly random: () => number;
  private readonly longestMs: number;
  private readonly attempts: number;
  private readonly timeoutMs: number;
  private pausedUntil = 0;

  constructor(settings: HttpSettings) {
    const problems = endpointProblems(settings.endpoint);
    if (problems.length > 0) throw new Error(`the endpoint ${problems.join("; it ")}`);
    this.redactor.add(settings.token);
    this.random = settings.random ?? Math.random;
    this.longestMs = settings.retryBudgetMs ?? 120_000;
    this.attempts = settings.maxAttempts ?? 5;
    this.timeoutMs = settings.requestTimeoutMs ?? 30_000;
    const concurrency = settings.maxConcurrency ?? 8;
    this.limit = pLimit(concurrency);
    const sockets = { keepAlive: true, maxSockets: concurrency, scheduling: "lifo" as const };
    const httpAgent = new http.Agent(sockets);
    const httpsAgent = new https.Agent(sockets);
    this.agents = [httpAgent, httpsAgent];
    this.client = axios.create({
      baseURL: settings.endpoint.replace(/\/+$/, ""),
      httpAgent,
      httpsAgent,
      headers: {
        Authorization: `Bearer ${settings.token}`,
        Accept: "application/json, application/problem+json",
        "User-Agent": USER_AGENT,
      },
      // A redirect could carry the token to another origin; a portal's API has none.
      maxRedirects: 0,
      // A proxy named in the environment would see the token of an https request in clear.
      proxy: false,
      maxContentLength: LARGEST_BODY_BYTES,
      maxBodyLength: LARGEST_BODY_BYTES,
      responseType: "text",
      transformResponse: [(raw: unknown) => raw],
    });
    this.client.interceptors.request.use((config) => this.beforeTry(config as Config));
    axiosRetry(this.client, {
      retries: this.attempts - 1,
      shouldResetTimeout: true,
      retryCondition: (error) => this.mayRetry(error),
      retryDelay: (count, error) => this.delay(count, error),
      onRetry: (_count, _error, config) => {
        // Each try has a time limit of its own.
        config.signal = undefined;
      },
    });
  }

  /** Sends one call, again where that is safe. @throws ResponseError, TransportError, MalformedAnswerError */
  async request(request: HttpRequest): Promise<HttpResponse> {
    return this.limit(() => this.send(request));
  }

  close(): void {
    for (const agent of this.agents) agent.destroy();
  }

  private async send(request: HttpRequest): Promise<HttpResponse> {
    const call = new CallFacts(request);
    try {
      const response = await this.client.request<string>({
        method: request.method,
        url: request.path,
        params: request.query,
        data: request.body,
        headers: {
          ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(request.ifMatch === undefined ? {} : { "If-Match": request.ifMatch }),
          ...(request.idempotencyKey === undefined ? {} : { "Idempotency-Key": request.idempotencyKey }),
        },
        ...{ call },
      });
      this.budget.giveBack();
      return this.read(request, response);
    } catch (error) {
      if (error instanceof PortalError || !axios.isAxiosError(error)) throw error;
      const readable = this.readable(call, error as AxiosError<string>);
      // An earlier try whose answer got lost has deleted it.
      if (
        readable instanceof ResponseError &&
        readable.status === 404 &&
        request.method === "DELETE" &&
        call.ambiguous
      ) {
        return { status: 204, headers: {}, body: undefined, requestId: readable.requestId };
      }
      throw readable;
    }
  }

  private async beforeTry(config: Config): Promise<Config> {
    for (let wait = this.pausedUntil - Date.now(); wait > 0; wait = this.pausedUntil - Date.now()) {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    config.call.tries += 1;
    config.signal = AbortSignal.timeout(this.timeoutMs);
    return config;
  }

  private mayRetry(error: AxiosError): boolean {
    const { call } = error.config as Config;
    const { request } = call;
    const status = answerOf(error)?.status;
    if (status === undefined && !NEVER_SENT.includes(error.code ?? "")) call.ambiguous = true;
    if (status !== undefined && status >= 500) call.ambiguous ||= request.method !== "GET";

    const safe =
      request.method !== "POST"
        ? request.method === "GET" || request.method === "DELETE" || request.ifMatch !== undefined
        : request.idempotencyKey !== undefined;
    const passing =
      status === undefined || [429, 502, 503, 504].includes(status) || (status === 500 && request.method === "GET");
    if (!passing || !(safe || status === 429)) return false;
    const wait = this.waitAsked(error) ?? 0;
    if (Date.now() - call.started + wait > this.longestMs) return false;
    return this.budget.take(error.code === "ECONNABORTED" || error.code === "ERR_CANCELED");
  }

  /** Half to all of an exponentially growing time, or what the portal asks for where that is longer. */
  private delay(count: number, error: AxiosError): number {
    const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** count);
    const own = ceiling * (0.5 + this.random() / 2);
    const asked = this.waitAsked(error);
    const wait = Math.max(own, asked ?? 0);
    // The limit is the connection's, not this call's: everybody slows down.
    if (error.response?.status === 429) this.pausedUntil = Math.max(this.pausedUntil, Date.now() + wait);
    return wait;
  }

  private waitAsked(error: AxiosError): number | undefined {
    return parseRetryAfter(error.response?.headers["retry-after"], Date.now());
  }

  private read(request: HttpRequest, response: AxiosResponse<string>): HttpResponse {
    const headers = response.headers as Record<string, string>;
    const requestId = headers["x-request-id"];
    if (response.status === 204) return { status: 204, headers, body: undefined, requestId };
    const parsed = parseJson(response.data, headers["content-type"]);
    if ("problem" in parsed) {
      const message =
        `${request.method} ${request.path}: the portal answered with status ${response.status}, but ${parsed.problem}${requestId === undefined ? "" : ` (request ${requestId})`}. ` +
        "Check that reseller:endpoint is the address of the portal's API and not of its web page";
      throw new MalformedAnswerError(message, request, response.status, request.method !== "GET", requestId);
    }
    return { status: response.status, headers, body: parsed.value, requestId };
  }

  private readable(call: CallFacts, error: AxiosError<string>): PortalError {
    const { request } = call;
    const tries = call.tries > 1 ? `, after ${call.tries} tries` : "";
    const answer = answerOf(error);
    if (answer !== undefined) {
      const facts = { ...readProblem(answer, this.waitAsked(error)), afterAmbiguousTry: call.ambiguous };
      return new ResponseError(this.redactor.redact(problemMessage(request, facts, tries)), request, facts);
    }
    const cause =
      error.code === "ERR_CANCELED"
        ? `no complete answer within ${this.timeoutMs / 1000} s`
        : `${error.code ?? "no answer"}: ${error.message}`;
    const sent = !NEVER_SENT.includes(error.code ?? "");
    const message = `${request.method} ${request.path}: the portal could not be reached or did not answer (${cause}${tries}). Check reseller:endpoint and the network, then run again`;
    return new TransportError(this.redactor.redact(message), request, error.code ?? "no-answer", sent);
  }
}

/** The error answer that came; an answer that broke off in its middle is none, whatever its status line said. */
function answerOf<Body>(error: AxiosError<Body>): AxiosResponse<Body> | undefined {
  return error.response !== undefined && error.response.status >= 300 ? error.response : undefined;
}
