import {
  type Dialect,
  HttpConnection,
  type HttpRequest,
  type HttpResponse,
  MalformedAnswerError,
  PortalError,
  ResponseError,
  TransportError,
} from "../provider/transport";
import { ForgeError } from "./forge";

/** More pages than any change has comments; a list that never ends is an error, not a pipeline that never ends. */
const MOST_PAGES = 500;
export const PAGE_SIZE = 100;

export interface ForgeSettings {
  /** Base address of the API. */
  readonly endpoint: string;
  readonly token: string;
  /** Where the endpoint and the token are set, for messages. */
  readonly endpointIn: string;
  readonly tokenIn: string;
}

/** What differs between the APIs of forges. */
export interface ForgeDialect {
  readonly name: string;
  readonly credential: Dialect["credential"];
  readonly headers: Readonly<Record<string, string>>;
  readonly problem: Dialect["problem"];
  /** What to do about a status, where the forge's own words don't say. */
  readonly advice: (status: number) => string | undefined;
  /** Whether another page follows. */
  readonly hasNext: (headers: Readonly<Record<string, string>>) => boolean;
}

/** The transport of the provider (time limits, safe retries, no redirects, redaction), with errors in the words of a forge. */
export class ForgeConnection {
  private readonly http: HttpConnection;

  constructor(
    private readonly settings: ForgeSettings,
    private readonly dialect: ForgeDialect,
  ) {
    try {
      this.http = new HttpConnection({
        endpoint: settings.endpoint,
        token: settings.token,
        dialect: { credential: dialect.credential, problem: dialect.problem, passing: [], newToken: "" },
      });
    } catch (error) {
      throw new ForgeError(
        `${(error as Error).message} (endpoint from ${settings.endpointIn}, token from ${settings.tokenIn})`,
      );
    }
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    try {
      return await this.http.request({ ...request, headers: { ...this.dialect.headers, ...request.headers } });
    } catch (error) {
      if (!(error instanceof PortalError)) throw error;
      throw this.inWordsOfForge(error);
    }
  }

  /** The status of an answer that is an error is often an answer, too. */
  async ask(request: HttpRequest, refusals: readonly number[]): Promise<HttpResponse | undefined> {
    try {
      return await this.http.request({ ...request, headers: this.dialect.headers });
    } catch (error) {
      if (error instanceof ResponseError && refusals.includes(error.status)) return undefined;
      if (!(error instanceof PortalError)) throw error;
      throw this.inWordsOfForge(error);
    }
  }

  /** All pages of a list. */
  async list(path: string, query: HttpRequest["query"] = {}): Promise<Readonly<Record<string, unknown>>[]> {
    const items: Readonly<Record<string, unknown>>[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const { body, headers } = await this.send({
        method: "GET",
        path,
        query: { ...query, per_page: PAGE_SIZE, page },
      });
      if (!Array.isArray(body)) throw this.unexpected(`GET ${path}`, "no list");
      items.push(...(body as Readonly<Record<string, unknown>>[]));
      if (!this.dialect.hasNext(headers)) return items;
    }
    throw this.unexpected(`GET ${path}`, `a list of more than ${MOST_PAGES} pages`);
  }

  unexpected(call: string, what: string): ForgeError {
    return new ForgeError(
      `${call}: ${this.dialect.name} answered with ${what}. Check that ${this.settings.endpointIn} is the address of its API`,
    );
  }

  close(): void {
    this.http.close();
  }

  private inWordsOfForge(error: PortalError): ForgeError {
    const call = `${error.method} ${this.http.redactor.redact(error.path)}`;
    const { name } = this.dialect;
    const { endpointIn, tokenIn } = this.settings;
    if (error instanceof ResponseError) {
      const said = error.detail === undefined ? "" : `: ${error.detail}`;
      const advice =
        error.status === 401
          ? `The token in ${tokenIn} is missing, wrong, revoked or expired`
          : error.status >= 300 && error.status < 400
            ? `Redirects are not followed, to protect the token: set ${endpointIn} to where the API is`
            : this.dialect.advice(error.status);
      const text = `${call}: ${name} answered with status ${error.status}${said}${advice === undefined ? "" : `. ${advice}`}`;
      return new ForgeError(this.http.redactor.redact(text), error.afterAmbiguousTry || error.status >= 500);
    }
    if (error instanceof MalformedAnswerError)
      return new ForgeError(this.unexpected(call, "something that isn't JSON").message, error.ambiguous);
    const code = error instanceof TransportError ? error.networkCode : "no answer";
    return new ForgeError(
      `${call}: ${name} could not be reached or did not answer (${code}). Check ${endpointIn} and the network, then run again`,
      error instanceof TransportError && error.ambiguous,
    );
  }
}

/** A member of an answer as text, whatever it was; ids are numbers at both forges. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
