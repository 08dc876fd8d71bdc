import { setMaxListeners } from "node:events";
import axios, { type AxiosError, type AxiosInstance, type AxiosResponse, type InternalAxiosRequestConfig } from "axios";
import axiosRetry from "axios-retry";
import pLimit from "p-limit";
import { Agents, CONNECT_TIMEOUT } from "./agents";
import { problemMessage, readProblem, requestIdOf } from "./answer";
import { Brake } from "./brake";
import { Call } from "./call";
import { type Clock, systemClock } from "./clock";
import { type Dialect, problemDetails } from "./dialect";
import { endpointProblems, normalEndpoint, tokenProblems } from "./endpoint";
import { MalformedAnswerError, PortalError, ResponseError, TransportError } from "./errors";
import { parseJson } from "./json";
import { Pace } from "./pace";
import { assertPath } from "./path";
import { Redactor } from "./redactor";
import type { HttpRequest, HttpResponse, HttpSettings, RetryEvent } from "./request";
import { parseRetryAfter } from "./retryAfter";
import { RetryBudget } from "./retryBudget";
import { backoff, isRepeatable, isSettling, mayPass } from "./retryPolicy";

const LARGEST_BODY_MEBIBYTES = 32;
const LARGEST_BODY_BYTES = LARGEST_BODY_MEBIBYTES * 1024 * 1024;
const LONGEST_CONNECT_MS = 10_000;
/** Tries of a request that waits for something to be known everywhere: as many as the time for one request lets it have. */
const MOST_SETTLING_TRIES = 100;
const USER_AGENT = `pulumi-reseller/${(require("pulumi-reseller/package.json") as { version: string }).version}`;
/** A certificate that is not trusted now will not be in a second. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)/;

type Config = InternalAxiosRequestConfig & { call: Call };

/** One connection to one portal: a bounded number of requests at once, over sockets that stay open. */
export class HttpConnection {
  readonly redactor = new Redactor();
  private readonly client: AxiosInstance;
  private readonly agents: Agents;
  private readonly limit: ReturnType<typeof pLimit>;
  private readonly budget = new RetryBudget();
  private readonly clock: Clock;
  private readonly brake: Brake;
  private readonly pace: Pace | undefined;
  private readonly dialect: Dialect;
  private readonly readOnly: boolean;
  private readonly maxAttempts: number;
  private readonly random: () => number;
  private readonly onRetry: (event: RetryEvent) => void;
  private readonly longestMs: number;
  private readonly timeoutMs: number;
  private readonly closing = new AbortController();

  /** @throws Error where the endpoint or the token can't be used. */
  constructor(settings: HttpSettings) {
    const problems = [
      ...endpointProblems(settings.endpoint).map((problem) => `the endpoint ${problem}`),
      ...tokenProblems(settings.token).map((problem) => `the token ${problem}`),
    ];
    if (problems.length > 0) throw new Error(problems.join("; "));
    this.redactor.add(settings.token);
    this.clock = { now: settings.now ?? systemClock.now, wait: settings.wait ?? systemClock.wait };
    this.brake = new Brake(this.clock);
    this.pace =
      settings.perSecond === undefined ? undefined : new Pace(settings.perSecond, this.clock, settings.paceWindowMs);
    this.dialect = settings.dialect ?? problemDetails;
    this.readOnly = settings.readOnly ?? false;
    this.maxAttempts = settings.maxAttempts ?? 5;
    // As many listen as requests wait, which Node would take for a leak.
    setMaxListeners(0, this.closing.signal);
    this.random = settings.random ?? Math.random;
    this.onRetry = settings.onRetry ?? (() => undefined);
    this.longestMs = settings.retryBudgetMs ?? 120_000;
    this.timeoutMs = settings.requestTimeoutMs ?? 30_000;
    const concurrency = settings.maxConcurrency ?? 8;
    this.limit = pLimit(concurrency);
    this.agents = new Agents(concurrency, Math.min(settings.connectTimeoutMs ?? LONGEST_CONNECT_MS, this.timeoutMs));
    this.client = axios.create({
      baseURL: normalEndpoint(settings.endpoint),
      // A path that looks like an address would take the token to another origin.
      allowAbsoluteUrls: false,
      httpAgent: this.agents.http,
      httpsAgent: this.agents.https,
      headers: {
        ...this.dialect.credential(settings.token),
        Accept: "application/json, application/problem+json",
        "Accept-Encoding": "gzip",
        "User-Agent": USER_AGENT,
      },
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
      transformRequest: [(body: unknown) => body],
      transformResponse: [(raw: unknown) => raw],
    });
    this.client.interceptors.request.use((config) => this.beforeTry(config as Config));
    // Before axios-retry, which asks `retryCondition` nothing after the last try.
    this.client.interceptors.response.use(
      (response) => this.noteAnswer(response),
      (error: unknown) => this.noteFailure(error),
    );
    axiosRetry(this.client, {
      // `mayRetry` counts the tries.
      retries: MOST_SETTLING_TRIES,
      retryCondition: (error) => this.mayRetry(error),
      // The wait is in `onRetry`, where it ends with the connection.
      retryDelay: () => 0,
      onRetry: (_count, error, config) => {
        // Each try has a time limit of its own.
        config.signal = undefined;
        return this.waitForNextTry(error);
      },
    });
  }

  /** Sends one call, again where that is safe. @throws ResponseError, TransportError, MalformedAnswerError */
  async request(request: HttpRequest): Promise<HttpResponse> {
    assertPath(request.path);
    if (this.readOnly && request.method !== "GET") {
      const call = new Call(request, this.clock.now());
      throw this.notSent(call, "READ_ONLY", "reseller:readOnly says that this run only reads");
    }
    return this.limit(() => this.send(request));
  }

  /** Ends all requests, under way or waiting. Nothing is sent any more. */
  close(): void {
    this.closing.abort();
    this.agents.close();
  }

  private async send(request: HttpRequest): Promise<HttpResponse> {
    const call = new Call(request, this.clock.now() + this.longestMs);
    try {
      const response = await this.client.request<string>({
        method: request.method,
        url: request.path,
        params: request.query,
        data: request.body === undefined ? undefined : JSON.stringify(request.body),
        headers: { ...headersOf(request), ...this.credentialOf(request) },
        ...{ call },
      });
      this.budget.giveBack(call.retryCost);
      return this.read(call, response);
    } catch (error) {
      if (error instanceof PortalError || !axios.isAxiosError(error)) throw error;
      const readable = this.readable(call, error as AxiosError<string>);
      if (readable instanceof ResponseError && isDeletedByEarlierTry(request, readable)) {
        return { status: 204, headers: {}, body: undefined, requestId: readable.requestId };
      }
      throw readable;
    }
  }

  private credentialOf({ token }: HttpRequest): Readonly<Record<string, string>> {
    if (token === undefined) return {};
    const problems = tokenProblems(token);
    if (problems.length > 0) throw new Error(problems.map((problem) => `the token ${problem}`).join("; "));
    this.redactor.add(token);
    return this.dialect.credential(token);
  }

  /** Waits for its turn, and while the brake is on; then starts the time of the try. */
  private async beforeTry(config: Config): Promise<Config> {
    const { call } = config;
    await this.pace?.begin((ms) => this.pause(call, ms));
    try {
      await this.untilReleased(call);
    } catch (error) {
      this.pace?.answered();
      throw error;
    }
    call.begin();
    call.limitMs = Math.max(1, Math.min(this.timeoutMs, this.remainingMs(call)));
    // axios's own limit begins anew with every byte, and a body that drips would never meet it.
    config.signal = AbortSignal.timeout(call.limitMs);
    config.transport = this.agents.transport((socket) => (call.socket = socket));
    return config;
  }

  private async untilReleased(call: Call): Promise<void> {
    for (let wait = this.brake.remainingMs(); wait > 0; wait = this.brake.remainingMs()) {
      if (wait > this.remainingMs(call)) throw this.notSent(call, "RATE_LIMITED", this.rateLimitReason(wait));
      await this.pause(call, wait);
    }
    if (this.closing.signal.aborted) throw this.notSent(call, "CLOSED", "the connection is closed");
  }

  private noteAnswer(response: AxiosResponse): AxiosResponse {
    this.pace?.answered(this.dialect.remaining?.(response.headers, this.timeAt(response)));
    return response;
  }

  private noteFailure(error: unknown): never {
    if (!axios.isAxiosError(error) || error.config === undefined) throw error;
    this.pace?.answered(
      error.response && this.dialect.remaining?.(error.response.headers, this.timeAt(error.response)),
    );
    const { call } = error.config as Config;
    const status = answerOf(error)?.status;
    call.lastWasAmbiguous = status === undefined ? this.agents.mayHaveSent(call.socket) : status >= 500;
    const asked = this.waitAsked(error.response) ?? 0;
    // On top of what is asked, so that those who were told the same moment don't come back in the same moment.
    call.waitMs = asked + backoff(call.tries, this.random);
    if (status === 429) this.brake.hold(call.waitMs);
    throw error;
  }

  private mayRetry(error: AxiosError): boolean {
    const { call } = error.config as Config;
    const answer = answerOf(error);
    const { request, waitMs } = call;
    const refusal = answer && { status: answer.status, code: this.facts(answer as AxiosResponse<string>).code };
    const isWorthIt =
      refusal === undefined
        ? isRepeatable(request) && isPassing(error)
        : mayPass(refusal, request, this.dialect.passing);
    if (!isWorthIt) return false;
    if (call.tries >= this.maxAttempts && !(refusal && isSettling(refusal, request))) return false;
    if (this.closing.signal.aborted) return false;
    if (waitMs >= this.remainingMs(call)) {
      call.gaveUp = `given up, because a further wait of ${seconds(waitMs)} would go beyond the ${seconds(this.longestMs)} allowed for one request`;
      return false;
    }
    call.retryCost = this.budget.take(isTimeout(error));
    if (call.retryCost !== undefined) return true;
    call.gaveUp = "given up at once, because so many requests of this run have failed already";
    return false;
  }

  private facts(answer: AxiosResponse<string>) {
    return readProblem(answer, this.dialect, this.waitAsked(answer), (text) => this.redactor.redact(text));
  }

  private async waitForNextTry(error: AxiosError): Promise<void> {
    const { call } = error.config as Config;
    const { method, path } = call.request;
    const status = answerOf(error)?.status;
    const cause = status === undefined ? { networkCode: error.code ?? "no-answer" } : { status };
    this.onRetry({ method, path: this.redactor.redact(path), tries: call.tries, waitMs: call.waitMs, ...cause });
    await this.pause(call, call.waitMs);
  }

  private async pause(call: Call, ms: number): Promise<void> {
    try {
      await this.clock.wait(ms, this.closing.signal);
    } catch (error) {
      if (this.closing.signal.aborted) throw this.notSent(call, "CLOSED", "the connection was closed");
      throw error;
    }
  }

  private remainingMs(call: Call): number {
    return call.deadline - this.clock.now();
  }

  /** What `Retry-After` asks for. */
  private waitAsked(response: AxiosResponse | undefined): number | undefined {
    const now = this.timeAt(response);
    const asked = parseRetryAfter(response?.headers["retry-after"], now);
    return asked ?? (response?.status === 429 ? this.dialect.wait?.(response.headers, now) : undefined);
  }

  /** The time of an answer, by the portal's clock where it tells the time. */
  private timeAt(response: AxiosResponse | undefined): number {
    const portalTime = Date.parse(String(response?.headers["date"]));
    return Number.isNaN(portalTime) ? this.clock.now() : portalTime;
  }

  private read(call: Call, response: AxiosResponse<string>): HttpResponse {
    const headers = plainHeaders(response);
    const requestId = headers["x-request-id"];
    const { status } = response;
    // What goes on after its answer often has nothing to say yet.
    if (status === 204 || (status === 202 && response.data === ""))
      return { status, headers, body: undefined, requestId };
    const parsed = parseJson(response.data, headers["content-type"]);
    if ("problem" in parsed) throw this.malformed(call, response, parsed.problem);
    return { status: response.status, headers, body: parsed.value, requestId };
  }

  private readable(call: Call, error: AxiosError<string>): PortalError {
    const { request } = call;
    const tries = call.tries > 1 ? `, after ${call.tries} tries` : "";
    const note = call.gaveUp === undefined ? tries : `${tries}, ${call.gaveUp}`;
    const answer = answerOf(error);
    if (answer !== undefined) {
      const facts = { ...this.facts(answer), afterAmbiguousTry: call.wasAmbiguous };
      const message = problemMessage(request, facts, note, originOf(answer.headers["location"]), this.dialect);
      return new ResponseError(this.redactor.redact(message), request, facts);
    }
    if (isUndecodable(error)) return this.malformed(call, error.response, "compressed in a way that can't be undone");
    if (isTooLong(error)) return this.malformed(call, undefined, `with more than ${LARGEST_BODY_MEBIBYTES} MiB`);
    const cause =
      error.code === "ERR_CANCELED"
        ? `no complete answer within ${seconds(call.limitMs)}`
        : `${error.code ?? "no answer"}: ${error.message}`;
    const message = `${request.method} ${request.path}: the portal could not be reached or did not answer (${cause}${note}). Check reseller:endpoint and the network, then run again${proxyAdvice()}`;
    const ambiguous = call.wasAmbiguous || call.lastWasAmbiguous;
    return new TransportError(this.redactor.redact(message), request, error.code ?? "no-answer", ambiguous);
  }

  private malformed(call: Call, response: AxiosResponse | undefined, problem: string): MalformedAnswerError {
    const { request } = call;
    const requestId = response && requestIdOf(response, (text) => this.redactor.redact(text));
    const status = response?.status ?? 200;
    const message =
      `${request.method} ${request.path}: the portal answered with status ${status}, but ${problem}${requestId === undefined ? "" : ` (request ${requestId})`}. ` +
      "Check that reseller:endpoint is the address of the portal's API and not of its web page";
    return new MalformedAnswerError(
      this.redactor.redact(message),
      request,
      status,
      request.method !== "GET",
      requestId,
    );
  }

  private notSent(call: Call, code: "RATE_LIMITED" | "CLOSED" | "READ_ONLY", reason: string): TransportError {
    const { request } = call;
    const message = `${request.method} ${request.path}: ${call.tries === 0 ? "not sent" : "not sent again"}, because ${reason}`;
    return new TransportError(this.redactor.redact(message), request, code, call.wasAmbiguous || call.lastWasAmbiguous);
  }

  private rateLimitReason(waitMs: number): string {
    return `the portal's rate limit asks to wait for another ${seconds(waitMs)}, and one request is allowed ${seconds(this.longestMs)}: run again later, or lower reseller:maxConcurrency`;
  }
}

/** The error answer that came; an answer that broke off in its middle is none, whatever its status line said. */
function answerOf<Body>(error: AxiosError<Body>): AxiosResponse<Body> | undefined {
  return error.response !== undefined && error.response.status >= 300 ? error.response : undefined;
}

/** Whether a try without an answer may fare better the next time. */
function isPassing(error: AxiosError): boolean {
  // Without a request, and in time, it never came to sending, and it never will.
  return (
    (error.request !== undefined || isTimeout(error)) &&
    !UNTRUSTED.test(error.code ?? "") &&
    !isUndecodable(error) &&
    !isTooLong(error)
  );
}

function isTimeout(error: AxiosError): boolean {
  return error.code === "ERR_CANCELED" || error.code === CONNECT_TIMEOUT;
}

function isUndecodable(error: AxiosError): boolean {
  return /^Z_/.test(error.code ?? "");
}

function isTooLong(error: AxiosError): boolean {
  return error.response === undefined && error.code === "ERR_BAD_RESPONSE";
}

/** An earlier try, whose answer got lost, has deleted it. */
function isDeletedByEarlierTry({ method }: HttpRequest, { status, afterAmbiguousTry }: ResponseError): boolean {
  return method === "DELETE" && status === 404 && afterAmbiguousTry;
}

/** Headers that a portal may take a credential from, which no single request sets. */
const CREDENTIAL_HEADERS = ["Authorization", "X-Auth-Token", "X-Session-Token", "Cookie"];

function headersOf(request: HttpRequest): Record<string, string> {
  const own: Record<string, string> = {};
  if (request.body !== undefined) own["Content-Type"] = "application/json";
  if (request.ifMatch !== undefined) own["If-Match"] = request.ifMatch;
  if (request.idempotencyKey !== undefined) own["Idempotency-Key"] = request.idempotencyKey;
  const taken = new Set([...Object.keys(own), ...CREDENTIAL_HEADERS, "User-Agent"].map((name) => name.toLowerCase()));
  const further = Object.entries(request.headers ?? {}).filter(([name]) => !taken.has(name.toLowerCase()));
  return { ...Object.fromEntries(further), ...own };
}

function plainHeaders(response: AxiosResponse): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined || value === null ? [] : [[name.toLowerCase(), String(value)]],
    ),
  );
}

/** Where a redirect leads, without the path and query, which may carry what is nobody's business. */
function originOf(location: unknown): string | undefined {
  if (typeof location !== "string" || !URL.canParse(location)) return undefined;
  return new URL(location).origin;
}

/** Proxies of the environment are left aside, which somebody behind one has to be told. */
function proxyAdvice(): string {
  const name = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].find((variable) => process.env[variable]);
  return name === undefined ? "" : `. The proxy in ${name} is not used: the portal must be reachable directly`;
}

function seconds(ms: number): string {
  return `${Math.ceil(ms) / 1000} s`;
}
