import type { FaultEffect, FaultRule } from "./rules";

/** The request that the rules are asked about; `route` is a template of the contract. */
export interface FaultSubject {
  readonly portal: string;
  readonly method: string;
  readonly route: string;
}

/** What is to go wrong with one request. */
export interface FaultPlan {
  readonly delayMilliseconds: number;
  /** Seconds for `Retry-After`, where the request is over the rate limit. */
  readonly retryAfterSeconds: number | undefined;
  readonly effect: FaultEffect | undefined;
}

const SECOND = 1000;

/** Counts requests against the rules and says which of them fire. Counting starts anew whenever the rules are replaced. */
export class FaultSchedule {
  private states: RuleState[] = [];
  private current: readonly FaultRule[] = [];

  constructor(
    rules: readonly FaultRule[],
    private readonly now: () => number,
  ) {
    this.rules = rules;
  }

  get rules(): readonly FaultRule[] {
    return this.current;
  }

  set rules(rules: readonly FaultRule[]) {
    this.current = rules;
    this.states = rules.map((rule) => ({ rule, matched: 0, fired: 0, admitted: [] }));
  }

  /** Every rule counts every request that it matches. Delays add up; of the other effects the first rule's is taken. */
  planFor(subject: FaultSubject): FaultPlan {
    let delayMilliseconds = 0;
    let retryAfterSeconds: number | undefined;
    let effect: FaultEffect | undefined;
    for (const state of this.states) {
      if (!matches(state.rule, subject)) continue;
      if ("rateLimit" in state.rule) {
        if (!this.admit(state, state.rule.rateLimit.perSecond)) retryAfterSeconds ??= 1;
      } else if (fires(state, state.rule)) {
        if ("delayMs" in state.rule.effect) delayMilliseconds += state.rule.effect.delayMs;
        else effect ??= state.rule.effect;
      }
    }
    return { delayMilliseconds, retryAfterSeconds, effect };
  }

  /** Whether one more request fits into the second that ends now. */
  private admit(state: RuleState, perSecond: number): boolean {
    const now = this.now();
    state.admitted = state.admitted.filter((at) => at > now - SECOND);
    if (state.admitted.length >= perSecond) return false;
    state.admitted.push(now);
    return true;
  }
}

interface RuleState {
  readonly rule: FaultRule;
  matched: number;
  fired: number;
  admitted: number[];
}

function matches({ match }: FaultRule, subject: FaultSubject): boolean {
  return (
    (match.portal === undefined || match.portal === subject.portal) &&
    (match.method === undefined || match.method === subject.method) &&
    (match.route === undefined || match.route === "*" || match.route === subject.route)
  );
}

function fires(state: RuleState, rule: Extract<FaultRule, { effect: FaultEffect }>): boolean {
  state.matched += 1;
  if (rule.times !== undefined && state.fired >= rule.times) return false;
  if (rule.nth !== undefined && state.matched !== rule.nth) return false;
  if (rule.every !== undefined && state.matched % rule.every !== 0) return false;
  state.fired += 1;
  return true;
}
