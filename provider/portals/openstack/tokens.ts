import type { z } from "zod";
import { type Clock, systemClock, type TokenSource } from "../../transport";
import { PortalRefusal } from "../../model/refusal";
import { listed } from "../../model/words";
import { once } from "../once";
import type { RequestOf } from "../wire";
import { operations, type Token } from "./contract";
import { UNAUTHORIZED } from "./dialect";
import { type ListOperation, type Wire } from "./wire";

/** A token this close to its end is renewed, so that none ends on its way. */
const SPARE_MS = 60_000;
/** Tokens and revocations are dated by whole seconds: one that is no older than this may be refused for what ended its predecessor. */
const YOUNG_MS = 1000;

/** What a token says of itself. */
export type TokenFacts = z.output<typeof Token>["token"];
type SignIn = RequestOf<typeof operations.createToken>["auth"];
export type Scope = NonNullable<SignIn["scope"]>;

interface Issued {
  readonly text: string;
  readonly facts: TokenFacts;
  /** By the clock of this machine. */
  readonly at: number;
  readonly endsAt: number;
}

/** Who signs in, and how messages call that. */
export interface Identity {
  readonly proof: SignIn["identity"];
  /** "the user admin", for messages. */
  readonly who: string;
  /** Settings that say who it is. */
  readonly settings: string;
  /** An application credential has a scope of its own, and takes no other. */
  readonly hasScope: boolean;
}

/** Signs in, with one token for each scope. */
export class Tokens {
  private readonly byScope = new Map<string, ScopedToken>();

  constructor(
    private readonly wire: Wire,
    private readonly identity: Identity,
    private readonly clock: Pick<Clock, "now"> = systemClock,
  ) {}

  /** The token for a scope. Nothing is sent before it is used. */
  of(scope: Scope): ScopedToken {
    const key = JSON.stringify(scope);
    const known = this.byScope.get(key);
    if (known !== undefined) return known;
    const made = new ScopedToken(() => this.signIn(scope), this.clock, key);
    this.byScope.set(key, made);
    return made;
  }

  private async signIn(scope: Scope): Promise<Issued> {
    const { proof, hasScope } = this.identity;
    const body = { auth: { identity: proof, ...(hasScope ? {} : { scope }) } };
    try {
      const answer = await this.wire.call(operations.createToken, { body });
      const text = answer.headers["x-subject-token"];
      if (text === undefined)
        throw new PortalRefusal(
          "POST /auth/tokens: the portal answered without a token. Check that reseller:endpoint is the address of Keystone",
        );
      this.wire.protect(text);
      const at = this.clock.now();
      const { token: facts } = answer.body;
      // By the server's own clock, which may not be this machine's.
      const endsAt = at + Date.parse(facts.expires_at) - Date.parse(facts.issued_at);
      return { text, facts, at, endsAt };
    } catch (error) {
      throw await this.explained(error, scope);
    }
  }

  /** Keystone answers the same to a wrong password and to a scope in which somebody has no role: signing in without one tells. */
  private async explained(error: unknown, scope: Scope): Promise<unknown> {
    if (!isRefusedSignIn(error)) return error;
    const { who, settings, hasScope } = this.identity;
    if (!hasScope && scope !== "unscoped") {
      const unscoped = await this.of("unscoped")
        .current()
        .then(
          () => true,
          () => false,
        );
      if (unscoped)
        return new PortalRefusal(
          `sign-in was refused: ${who} has no role in ${scopeText(scope)}, or that doesn't exist or is disabled. ${await this.scopes()}. The portal said: ${error.message}`,
        );
    }
    return new PortalRefusal(
      `sign-in of ${who} was refused: the password, the name or its domain is wrong, or the user or its domain is disabled. Check ${settings}. The portal said: ${error.message}`,
    );
  }

  /** Where the person has roles, as advice. */
  private async scopes(): Promise<string> {
    const token = this.of("unscoped");
    const names = async (operation: ListOperation & { response: z.ZodType<{ name: string; enabled: boolean }> }) => {
      const all = await this.wire.list(operation, { token });
      return all.map(({ name, enabled }) => (enabled ? name : `${name} (disabled)`)).sort();
    };
    const [projects, domains] = await Promise.all([
      names(operations.listOwnProjects),
      names(operations.listOwnDomains),
    ]);
    const said = [
      domains.length === 0 ? undefined : `the domains ${listed(domains)}`,
      projects.length === 0 ? undefined : `the projects ${listed(projects)}`,
    ].filter((part) => part !== undefined);
    return said.length === 0 ? "It has no role in any project or domain" : `It has roles in ${said.join(" and ")}`;
  }
}

/** The token for one scope: renewed before it ends, and where it is refused. */
export class ScopedToken implements TokenSource {
  private issued: Promise<Issued> | undefined;
  private latest: Issued | undefined;

  constructor(
    private readonly signIn: () => Promise<Issued>,
    private readonly clock: Pick<Clock, "now">,
    readonly scope: string,
  ) {}

  async current(): Promise<string> {
    return (await this.valid()).text;
  }

  /** What the token says of itself: whose it is, what for, and where services are. */
  async facts(): Promise<TokenFacts> {
    return (await this.valid()).facts;
  }

  refused(token: string): number | undefined {
    // Another request has met the same, and a new token is there or on its way.
    if (this.latest?.text !== token) return 0;
    const age = this.clock.now() - this.latest.at;
    this.latest = undefined;
    this.issued = undefined;
    return Math.max(0, YOUNG_MS - age);
  }

  private async valid(): Promise<Issued> {
    const { latest } = this;
    if (latest !== undefined && this.clock.now() >= latest.endsAt - spareOf(latest)) {
      this.latest = undefined;
      this.issued = undefined;
    }
    this.issued ??= once(
      async () => (this.latest = await this.signIn()),
      () => (this.issued = undefined),
    );
    return this.issued;
  }
}

/** Some clouds have tokens of minutes. */
function spareOf({ at, endsAt }: Issued): number {
  return Math.min(SPARE_MS, (endsAt - at) / 4);
}

function isRefusedSignIn(error: unknown): error is PortalRefusal {
  return error instanceof PortalRefusal && error.code === UNAUTHORIZED;
}

/** "the project demo (of Default)" */
export function scopeText(scope: Scope): string {
  if (scope === "unscoped") return "no scope";
  if ("system" in scope) return "the system";
  const text = (reference: { id: string } | { name: string }) =>
    "id" in reference ? `with the id ${reference.id}` : JSON.stringify(reference.name);
  if ("domain" in scope) return `the domain ${text(scope.domain)}`;
  const { project } = scope;
  return `the project ${text(project)}${"domain" in project ? ` of the domain ${text(project.domain)}` : ""}`;
}
