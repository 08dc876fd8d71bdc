import { type Answer, type AnswerFacts, isErrorInside, readProblem, requestIdOf } from "./answer";
import type { Attempts, Outcome, Unanswered } from "./attempts";
import { backoff } from "./backoff";
import { Call } from "./call";
import { CallErrors } from "./callErrors";
import type { Clock } from "./clock";
import type { Attempted } from "./concurrencyLimit";
import { Cooldown } from "./cooldown";
import type { Dialect } from "./dialect";
import { parseJson } from "./json";
import type { Budget, SharedReading } from "./budget";
import { RateLimiter } from "./rateLimiter";
import type { HttpRequest, HttpResponse, RetryEvent } from "./request";
import type { RateLimit } from "./requestWindow";
import { timeOf, waitAsked } from "./retryAfter";
import { RetryBudget } from "./retryBudget";
import { RetryPolicy } from "./retryPolicy";
import { seconds } from "./seconds";
import { tokenNow, type UsedToken } from "./tokenSource";

/** A token that was ended is renewed once; one that was made too soon after that, once more. */
const MOST_RENEWALS = 2;

export interface LoopSettings {
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly random: () => number;
  readonly redact: (text: string) => string;
  readonly rateLimit: RateLimit | undefined;
  readonly budget: Budget | undefined;
  readonly maxAttempts: number;
  /** The time for one call with all its attempts and waits. */
  readonly longestMs: number;
  readonly onRetry: (event: RetryEvent) => void;
  /** Told of every attempt. */
  readonly attempted: (attempted: Attempted) => void;
  /** Aborted when the connection is closed. */
  readonly closing: AbortSignal;
}

/** An attempt that failed: what the portal said, or what came in its place. */
type Failure = { readonly waitMs: number; readonly renewed?: true } & (
  | { readonly facts: AnswerFacts; readonly location: string | undefined }
  | { readonly facts?: undefined; readonly unanswered: Unanswered }
);

/**
 * The one loop of all requests: attempt, classify, wait, and again. The policy says what may be sent again, the call's own time and the
 * connection's budget how long; rate limiter and cool-down say when anything of the connection is sent at all.
 */
export class RequestLoop {
  private readonly errors: CallErrors;
  private readonly policy: RetryPolicy;
  private readonly retries = new RetryBudget();
  private readonly cooldown: Cooldown;
  private readonly rateLimiter: RateLimiter | undefined;

  constructor(
    private readonly attempts: Attempts,
    private readonly settings: LoopSettings,
  ) {
    const { dialect, clock, redact, rateLimit, maxAttempts } = settings;
    this.errors = new CallErrors(dialect, redact);
    this.policy = new RetryPolicy(maxAttempts, dialect.passing);
    this.cooldown = new Cooldown(clock);
    this.rateLimiter = rateLimit && new RateLimiter(rateLimit, clock);
  }

  /** Sends one call, again where that is safe. @throws ResponseError, TransportError, MalformedAnswerError */
  async run(request: HttpRequest): Promise<HttpResponse> {
    const shared = await this.settings.budget?.reading(request);
    const call = this.begin(request);
    if (shared?.answer !== undefined) return this.read(call, shared.answer);
    try {
      return await this.send(call, shared);
    } finally {
      shared?.end();
    }
  }

  private async send(call: Call, shared: SharedReading | undefined): Promise<HttpResponse> {
    const { request } = call;
    for (;;) {
      const token = request.token === undefined ? undefined : await tokenNow(request.token);
      const prepared = this.attempts.prepare(request, token);
      const sent = await this.attempt(call, () => this.attempts.send(prepared, call.remainingMs()));
      const isError = sent.is === "answered" && isErrorInside(sent.answer, this.settings.dialect);
      const outcome: Outcome = isError ? { is: "refused", answer: sent.answer } : sent;
      if (outcome.is === "answered") {
        this.retries.giveBack(call.retryCost);
        const response = this.read(call, outcome.answer);
        shared?.share(outcome.answer);
        return response;
      }
      const failure = this.withRenewal(call, token, this.classify(call, outcome));
      if (failure.renewed !== true && !this.mayRetry(call, failure)) return this.end(call, failure);
      this.tell(call, failure);
      await this.pause(call, failure.waitMs);
    }
  }

  /** What a request gets that is not to be sent. */
  refusal(request: HttpRequest): Error {
    return this.errors.readOnly(this.begin(request));
  }

  private begin(request: HttpRequest): Call {
    return new Call(request, this.settings.clock, this.settings.longestMs);
  }

  /** Waits for its turn, and until the cool-down is over; the time of the attempt begins after that. */
  private async attempt(call: Call, send: () => Promise<Outcome>): Promise<Outcome> {
    const { budget, clock, attempted } = this.settings;
    await this.turn(call);
    let answer: Answer | undefined;
    try {
      await this.untilCool(call);
      call.begin();
      const began = clock.now();
      const outcome = await send();
      answer = outcome.answer;
      const { method, path } = call.request;
      attempted({ method, path, began, ended: clock.now(), isRefused: isOverload(outcome) });
      return outcome;
    } finally {
      const remaining = answer && this.remainingIn(answer);
      // Who knows of all requests of the machine knows better which of them are of others.
      this.rateLimiter?.release(budget?.isShared === true ? undefined : remaining);
      budget?.over({ remaining, pauseMs: answer && this.pauseIn(answer) });
    }
  }

  private async turn(call: Call): Promise<void> {
    const { budget, clock } = this.settings;
    const asked = clock.now();
    await this.rateLimiter?.acquire((ms) => this.pause(call, ms));
    if (budget === undefined) return;
    await budget.turn(isWrite(call.request));
    call.extend(clock.now() - asked);
  }

  private async untilCool(call: Call): Promise<void> {
    for (let wait = this.cooldown.remainingMs(); wait > 0; wait = this.cooldown.remainingMs()) {
      if (wait > call.remainingMs()) throw this.errors.rateLimited(call, wait);
      await this.pause(call, wait);
    }
    if (this.settings.closing.aborted) throw this.errors.closed(call, "is");
  }

  private classify(call: Call, outcome: Exclude<Outcome, { readonly is: "answered" }>): Failure {
    const { dialect, clock, random, redact } = this.settings;
    const asked = outcome.answer && waitAsked(outcome.answer, dialect, clock.now());
    // On top of what is asked, so that those who were told the same moment don't come back in the same moment.
    const waitMs = (asked ?? 0) + backoff(call.attempts, random);
    if (outcome.is === "unanswered") {
      call.lastWasAmbiguous = outcome.mayBeSent;
      return { waitMs, unanswered: outcome };
    }
    const { answer } = outcome;
    const facts = readProblem(answer, dialect, asked, redact);
    call.lastWasAmbiguous = facts.status >= 500;
    if (facts.status === 429) this.cooldown.start(waitMs);
    return { waitMs, facts, location: answer.headers["location"] };
  }

  /** A 401 comes before anything is done: with another token any request may be sent again. */
  private withRenewal(call: Call, token: UsedToken | undefined, failure: Failure): Failure {
    if (failure.facts?.status !== 401 || token?.source === undefined || this.settings.closing.aborted) return failure;
    const waitMs = token.source.refused(token.text);
    const isDone = call.renewals >= MOST_RENEWALS || call.waitedForToken;
    if (waitMs === undefined || isDone || waitMs >= call.remainingMs()) return failure;
    call.renewals += 1;
    call.waitedForToken = waitMs > 0;
    return { ...failure, waitMs, renewed: true };
  }

  private mayRetry(call: Call, failure: Failure): boolean {
    const { waitMs } = failure;
    if (!this.policy.allows(call.request, failure.facts ?? failure.unanswered, call.attempts)) return false;
    if (this.settings.closing.aborted) return false;
    if (waitMs >= call.remainingMs()) {
      call.gaveUp = `not retried, because a further wait of ${seconds(waitMs)} would go beyond the ${seconds(call.longestMs)} allowed for one request`;
      return false;
    }
    call.retryCost = this.retries.take(failure.facts === undefined && failure.unanswered.wasTimeout);
    if (call.retryCost !== undefined) return true;
    call.gaveUp = "not retried, because many requests of this run have failed already";
    return false;
  }

  private tell({ request, attempts }: Call, failure: Failure): void {
    const { method, path } = request;
    const cause =
      failure.facts === undefined ? { networkCode: failure.unanswered.networkCode } : { status: failure.facts.status };
    const { redact, onRetry } = this.settings;
    onRetry({ method, path: redact(path), tries: attempts, waitMs: failure.waitMs, ...cause });
  }

  private async pause(call: Call, ms: number): Promise<void> {
    const { clock, closing } = this.settings;
    try {
      await clock.wait(ms, closing);
    } catch (error) {
      if (closing.aborted) throw this.errors.closed(call, "was");
      throw error;
    }
  }

  /** What a call comes to that is not tried again. */
  private end(call: Call, failure: Failure): HttpResponse {
    if (failure.facts === undefined) throw this.errors.unanswered(call, failure.unanswered);
    const { status, requestId } = failure.facts;
    // An earlier attempt, whose answer got lost, has deleted it.
    if (call.request.method === "DELETE" && status === 404 && call.wasAmbiguous)
      return { status: 204, headers: {}, body: undefined, requestId };
    throw this.errors.refused(call, failure.facts, failure.location);
  }

  private read(call: Call, answer: Answer): HttpResponse {
    const { status, headers, text } = answer;
    const requestId = requestIdOf(answer, this.settings.dialect, this.settings.redact);
    // What goes on after its answer often has nothing to say yet, and what is deleted nothing any more.
    const saysNothing = text === "" && (status === 202 || call.request.method === "DELETE");
    if (status === 204 || saysNothing) return { status, headers, body: undefined, requestId };
    const parsed = parseJson(text, headers["content-type"]);
    if ("problem" in parsed) throw this.errors.malformed(call, parsed.problem, answer);
    return { status, headers, body: parsed.value, requestId };
  }

  private pauseIn(answer: Answer): number | undefined {
    const { dialect, clock } = this.settings;
    return answer.status === 429 ? waitAsked(answer, dialect, clock.now()) : undefined;
  }

  private remainingIn(answer: Answer) {
    return this.settings.dialect.remaining?.(answer.headers, timeOf(answer, this.settings.clock.now()));
  }
}

/** Whether fewer requests at once may fare better. */
function isOverload(outcome: Outcome): boolean {
  if (outcome.is === "unanswered") return outcome.wasTimeout;
  return outcome.answer.status === 429 || outcome.answer.status === 503;
}

/** Who signs in changes nothing. */
function isWrite({ method, signIn }: HttpRequest): boolean {
  return method !== "GET" && signIn !== true;
}
