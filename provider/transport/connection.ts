import { setMaxListeners } from "node:events";
import { Attempts } from "./attempts";
import { Budget } from "./budget";
import { systemClock } from "./clock";
import { ConcurrencyLimit } from "./concurrencyLimit";
import { problemDetails } from "./dialect";
import { endpointProblems, tokenProblems } from "./endpoint";
import { assertPath } from "./path";
import { Redactor } from "./redactor";
import type { HttpRequest, HttpResponse, HttpSettings } from "./request";
import { RequestLoop } from "./requestLoop";

/** One connection to one portal: a bounded number of requests at once, over sockets that stay open. */
export class HttpConnection {
  readonly redactor = new Redactor();
  private readonly attempts: Attempts;
  private readonly loop: RequestLoop;
  private readonly limit: ConcurrencyLimit;
  private readonly budget: Budget | undefined;
  private readonly readOnly: boolean;
  private readonly closing = new AbortController();

  /** @throws Error where the endpoint or the token can't be used. */
  constructor(settings: HttpSettings) {
    const problems = [
      ...endpointProblems(settings.endpoint).map((problem) => `the endpoint ${problem}`),
      ...(settings.token === undefined ? [] : tokenProblems(settings.token)).map((problem) => `the token ${problem}`),
    ];
    if (problems.length > 0) throw new Error(problems.join("; "));
    if (settings.token !== undefined) this.redactor.add(settings.token);
    this.readOnly = settings.readOnly ?? false;
    // As many listen as requests wait, which Node would take for a leak.
    setMaxListeners(0, this.closing.signal);
    const { dialect = problemDetails, maxConcurrency = 32, requestTimeoutMs = 30_000 } = settings;
    this.limit = new ConcurrencyLimit(maxConcurrency);
    this.attempts = new Attempts({ ...settings, dialect, maxSockets: maxConcurrency, requestTimeoutMs }, this.redactor);
    const { rateLimit } = settings;
    this.budget = settings.budget && new Budget(settings.budget, { rateLimit, maxConcurrency });
    this.loop = new RequestLoop(this.attempts, {
      dialect,
      clock: { now: settings.now ?? systemClock.now, wait: settings.wait ?? systemClock.wait },
      random: settings.random ?? Math.random,
      redact: (text) => this.redactor.redact(text),
      rateLimit,
      budget: this.budget,
      maxAttempts: settings.maxAttempts ?? 5,
      longestMs: settings.retryBudgetMs ?? 120_000,
      onRetry: settings.onRetry ?? (() => undefined),
      attempted: (attempted) => this.limit.note(attempted),
      closing: this.closing.signal,
    });
  }

  /** Sends one call, again where that is safe. @throws ResponseError, TransportError, MalformedAnswerError */
  async request(request: HttpRequest): Promise<HttpResponse> {
    assertPath(request.path);
    if (request.signIn === true) return this.loop.run(request);
    if (this.readOnly && request.method !== "GET") throw this.loop.refusal(request);
    return this.limit.during(() => this.loop.run(request));
  }

  /** Whether other processes of the machine read the same, and share what they have read. */
  async sharesReadings(): Promise<boolean> {
    return this.budget?.sharesReadings() ?? false;
  }

  /** From now on nothing counts that another process has read: what is asked for must be true now. */
  readAnew(): void {
    this.budget?.readAnew();
  }

  /** Ends all requests, under way or waiting. Nothing is sent any more. */
  close(): void {
    this.closing.abort();
    this.budget?.close();
    this.attempts.close();
  }
}
