import { channel } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import axios, { type AxiosAdapter, AxiosError, AxiosHeaders, type AxiosResponse } from "axios";

/**
 * Requests that tests send by hand, to set something up or to look at a portal. A server of the test's own process takes them without a
 * socket, which is half of what such a request costs; the first one of each server goes over a socket, and so does everything else.
 * The provider always sends its requests over sockets, and so do the tests of the sandbox's own HTTP.
 */

/** Servers of this process, by the address that requests name. */
const servers = new Map<string, Server>();
const started = channel("http.server.request.start");
const note = (message: unknown): void => {
  const { server } = message as { readonly server: Server };
  const address = server.address() as AddressInfo | null;
  if (address !== null) servers.set(`${address.address}:${address.port}`, server);
};

started.subscribe(note);
afterAll(() => {
  started.unsubscribe(note);
  servers.clear();
});

interface Sent {
  readonly method: string;
  readonly url: URL;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The server that takes a request without a socket; undefined where there is none. */
function serverOf({ host, protocol }: URL): Server | undefined {
  const server = protocol === "http:" ? servers.get(host) : undefined;
  return server?.listening === true ? server : undefined;
}

function taken(server: Server, { method, url, headers, body }: Sent): Promise<Answered> {
  const message = Object.assign(new Readable({ read: () => undefined }), {
    method,
    url: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...headers },
    socket: { remoteAddress: url.hostname },
  });
  if (body !== undefined) message.push(body);
  message.push(null);
  return new Promise((resolve, reject) => {
    const answer = new Written(resolve, reject);
    server.emit("request", message as unknown as IncomingMessage, answer as unknown as ServerResponse);
  });
}

/** What the sandbox uses of a response. */
class Written {
  headersSent = false;
  private status = 200;
  private headers: Readonly<Record<string, string>> = {};

  constructor(
    private readonly answer: (answered: Answered) => void,
    private readonly fail: (error: Error) => void,
  ) {}

  writeHead(status: number, headers: Readonly<Record<string, string>> = {}): void {
    this.headersSent = true;
    this.status = status;
    this.headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  }

  /** Written in parts is only what breaks off. */
  write(_part: Buffer, written: () => void): void {
    written();
  }

  end(body: Buffer | string = ""): void {
    this.answer({ status: this.status, headers: this.headers, text: String(body) });
  }

  destroy(): void {
    this.fail(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
  }
}

/** For instances of axios. */
export const withoutSocket: AxiosAdapter = async (config) => {
  const url = new URL(axios.getUri(config));
  const server = serverOf(url);
  if (server === undefined) return axios.getAdapter("http")(config);
  const headers = Object.entries(AxiosHeaders.from(config.headers).toJSON()).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const { status, ...answer } = await taken(server, {
    method: (config.method ?? "get").toUpperCase(),
    url,
    headers: Object.fromEntries(headers),
    body: config.data as string | undefined,
  });
  const response: AxiosResponse = { status, statusText: "", headers: answer.headers, data: answer.text, config };
  if (config.validateStatus?.(status) !== false) return response;
  const code = status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, undefined, response);
};

export const byHand = axios.create({ adapter: withoutSocket });

/** In place of `fetch`. */
export async function fetchByHand(
  address: string,
  init: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Response> {
  const url = new URL(address);
  const server = serverOf(url);
  if (server === undefined) return fetch(address, init);
  const headers = Object.entries(init.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const { status, text, ...answer } = await taken(server, {
    method: init.method ?? "GET",
    url,
    headers: Object.fromEntries(headers),
    body: init.body,
  });
  return new Response(text === "" ? null : text, { status, headers: answer.headers });
}
