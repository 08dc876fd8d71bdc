import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { rootCertificates } from "node:tls";

interface Transport {
  readonly request: (
    options: https.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ) => http.ClientRequest;
}

/** The code of the error that ends a connection which was not made in time. */
export const CONNECT_TIMEOUT = "CONNECT_TIMEOUT";

/**
 * The sockets of one connection: kept open, bounded in number, with a time limit of their own for being made, and known
 * for whether they ever were. Nothing of a request leaves before its socket stands, TLS included, so that a failure
 * before that is certain not to have been carried out.
 */
export class Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  private readonly established = new WeakSet<object>();

  /** @param ca certificates in PEM that are trusted in addition to those that Node trusts */
  constructor(maxSockets: number, connectTimeoutMs: number, ca?: string) {
    const watch = (socket: Duplex | null | undefined, ready: "connect" | "secureConnect") => {
      if (!socket) return;
      const timer = setTimeout(() => {
        const seconds = connectTimeoutMs / 1000;
        socket.destroy(Object.assign(new Error(`no connection within ${seconds} s`), { code: CONNECT_TIMEOUT }));
      }, connectTimeoutMs);
      socket.once("close", () => clearTimeout(timer));
      socket.once(ready, () => {
        clearTimeout(timer);
        this.established.add(socket);
      });
    };
    const options = { keepAlive: true, maxSockets };
    this.http = new (class extends http.Agent {
      override createConnection(...parameters: Parameters<http.Agent["createConnection"]>) {
        const socket = super.createConnection(...parameters);
        watch(socket, "connect");
        return socket;
      }
    })(options);
    this.https = new (class extends https.Agent {
      override createConnection(...parameters: Parameters<https.Agent["createConnection"]>) {
        const socket = super.createConnection(...parameters);
        watch(socket, "secureConnect");
        return socket;
      }
      // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment does not hand the token to anybody.
    })({ ...options, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) });
  }

  /**
   * What axios sends one try with: Node's own client, which follows no redirect, and tells over which socket the try goes.
   * Errors don't tell: axios makes some of its own, without the request, where a time limit ends just as an answer comes.
   */
  transport(onSocket: (socket: Socket) => void): Transport {
    return {
      request: (options, onResponse) => {
        const request = (options.protocol === "https:" ? https : http).request(options, onResponse);
        request.once("socket", onSocket);
        return request;
      },
    };
  }

  /** Whether anything that was to go over the socket may have left this machine. */
  mayHaveSent(socket: Socket | undefined): boolean {
    return socket !== undefined && this.established.has(socket);
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
  }
}
