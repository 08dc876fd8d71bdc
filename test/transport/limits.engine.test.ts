import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as https from "node:https";
import * as net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { HttpConnection, MalformedAnswerError, ResponseError, TransportError } from "../../provider/transport";
import { SELF_SIGNED } from "./certificate";
import { type Answer, failureOf, GET, json, POST, TOKEN, withServer } from "./portalServer";

const JSON_TYPE = { "content-type": "application/json", "x-request-id": "req-1" };

/** A program that sends one request and prints how that went. */
const SEND_ONE = `
  const typescript = require("typescript");
  require.extensions[".ts"] = (module, file) =>
    module._compile(
      typescript.transpileModule(require("node:fs").readFileSync(file, "utf8"), {
        compilerOptions: { module: "commonjs", target: "es2022", esModuleInterop: true },
      }).outputText,
      file,
    );
  const { HttpConnection } = require("../../provider/transport/index.ts");
  const connection = new HttpConnection({ endpoint: process.env.ENDPOINT, token: "token" });
  connection
    .request({ method: "GET", path: "/things" })
    .then(() => "answered", (error) => error.networkCode)
    .then((outcome) => { console.log(outcome); connection.close(); });
`;

/** A listening server of any kind, and its port; closed with all its sockets when the test ends. */
async function withListener(server: net.Server, work: (port: number) => Promise<void>): Promise<void> {
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await work((server.address() as net.AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("time limits", () => {
  it("end a body that drips: every byte in time, but not the whole", async () => {
    await withServer(
      (_request, response, count) => {
        // The first makes the socket, so that the time of the second is the body's alone.
        if (count === 1) return void json(response, 200, {});
        response.writeHead(200, JSON_TYPE);
        const drip = setInterval(() => response.write(" "), 10);
        response.on("close", () => clearInterval(drip));
      },
      async (connection) => {
        await connection.request(GET);
        const error = await failureOf(connection.request(POST));
        expect(error).toBeInstanceOf(TransportError);
        expect(error.message).toContain("no complete response within 0.5 s");
        expect(error).toMatchObject({ ambiguous: true });
      },
      { requestTimeoutMs: 500 },
    );
  });

  it("do not count the wait for a free place", async () => {
    await withServer(
      // Together longer than the limit, and each so much shorter that a busy machine keeps it, too.
      (_request, response) => void setTimeout(() => json(response, 200, {}), 400),
      async (connection, seen) => {
        await Promise.all(Array.from({ length: 10 }, () => connection.request(GET)));
        expect(seen).toHaveLength(10);
      },
      { maxConcurrency: 1, requestTimeoutMs: 3000 },
    );
  });

  it("end a connection that is never made, TLS included, and nothing was sent", async () => {
    await withListener(net.createServer(), async (port) => {
      const connection = new HttpConnection({
        endpoint: `https://127.0.0.1:${port}`,
        token: TOKEN,
        maxAttempts: 1,
        connectTimeoutMs: 50,
      });
      const error = await failureOf(connection.request(POST));
      expect(error).toMatchObject({ networkCode: "CONNECT_TIMEOUT", ambiguous: false });
      connection.close();
    });
  });
});

describe("TLS", () => {
  const withTls = (work: (connection: HttpConnection, requests: () => number, endpoint: string) => Promise<void>) => {
    let requests = 0;
    const server = https.createServer(SELF_SIGNED, (_request, response) => {
      requests += 1;
      json(response, 200, {});
    });
    return withListener(server, async (port) => {
      const endpoint = `https://127.0.0.1:${port}`;
      const connection = new HttpConnection({ endpoint, token: TOKEN });
      await work(connection, () => requests, endpoint).finally(() => connection.close());
    });
  };

  it("refuses a certificate that nobody vouches for, at once, and nothing was sent", async () => {
    await withTls(async (connection, requests) => {
      const error = await failureOf(connection.request({ ...POST, idempotencyKey: "k" }));
      expect(error).toMatchObject({ networkCode: "DEPTH_ZERO_SELF_SIGNED_CERT", ambiguous: false });
      expect(error.message).not.toContain("tries");
      expect(requests()).toBe(0);
    });
  });

  // In a process of its own: TLS reads the real environment, and a test has only a copy.
  const sendOne = async (endpoint: string, environment: Record<string, string>) => {
    const env = { ...process.env, ENDPOINT: endpoint, ...environment };
    return (await promisify(execFile)(process.execPath, ["-e", SEND_ONE], { env, cwd: __dirname })).stdout.trim();
  };

  it("refuses it with NODE_TLS_REJECT_UNAUTHORIZED=0 as well", async () => {
    await withTls(async (_connection, requests, endpoint) => {
      expect(await sendOne(endpoint, { NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
      expect(requests()).toBe(0);
    });
  });

  it("takes one that NODE_EXTRA_CA_CERTS vouches for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "certificate-"));
    try {
      const file = join(folder, "authority.pem");
      writeFileSync(file, SELF_SIGNED.cert);
      await withTls(async (_connection, requests, endpoint) => {
        expect(await sendOne(endpoint, { NODE_EXTRA_CA_CERTS: file })).toBe("answered");
        expect(requests()).toBe(1);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("bodies", () => {
  const tooMuch: { what: string; answer: Answer }[] = [
    {
      what: "one without end",
      answer: (_request, response) => {
        response.writeHead(200, JSON_TYPE);
        const more = () => void (response.destroyed || response.write(Buffer.alloc(1024 * 1024, " "), more));
        more();
      },
    },
    {
      what: "one that grows when it is unpacked",
      answer: (_request, response) =>
        void response
          .writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" })
          .end(gzipSync(Buffer.alloc(33 * 1024 * 1024, " "))),
    },
  ];
  it.each(tooMuch)("$what is cut at 32 MiB, and not asked for again", async ({ answer }) => {
    await withServer(answer, async (connection, seen) => {
      const error = await failureOf(connection.request(GET));
      expect(error).toBeInstanceOf(MalformedAnswerError);
      expect(error.message).toContain("with more than 32 MiB");
      expect(seen).toHaveLength(1);
    });
  });

  it("a packed one is unpacked, and one that can't be is no answer", async () => {
    await withServer(
      (_request, response, count) =>
        void response
          .writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" })
          .end(count === 1 ? gzipSync('{"a":1}') : "not gzip at all"),
      async (connection) => {
        expect((await connection.request(GET)).body).toEqual({ a: 1 });
        const error = await failureOf(connection.request(POST));
        expect(error).toBeInstanceOf(MalformedAnswerError);
        expect(error).toMatchObject({ ambiguous: true, status: 200, requestId: "req-1" });
      },
    );
  });

  it("a byte order mark before the JSON is no mistake", async () => {
    await withServer(
      (_request, response) => void response.writeHead(200, JSON_TYPE).end("\uFEFF[1]"),
      async (connection) => expect((await connection.request(GET)).body).toEqual([1]),
    );
  });

  it("204 has none", async () => {
    await withServer(
      (_request, response) => void response.writeHead(204).end(),
      async (connection) => expect(await connection.request(GET)).toMatchObject({ status: 204, body: undefined }),
    );
  });

  it.each(["__proto__", "\\u005f_proto__", "__pr\\u006Fto__"])("the key %s is dropped at any depth", async (key) => {
    await withServer(
      (_request, response) => void response.writeHead(200, JSON_TYPE).end(`{"a":[{"${key}":{"polluted":1},"b":2}]}`),
      async (connection) => {
        const { body } = await connection.request(GET);
        expect(JSON.stringify(body)).toBe('{"a":[{"b":2}]}');
      },
    );
  });

  it("an answer that breaks off with an error status still is that error", async () => {
    await withServer(
      (_request, response) => {
        response.writeHead(403, { ...JSON_TYPE, "content-length": 1000 });
        response.write("{", () => response.socket?.destroy());
      },
      async (connection) => {
        const error = await failureOf(connection.request(GET));
        expect(error).toBeInstanceOf(ResponseError);
        expect(error).toMatchObject({ status: 403, requestId: "req-1" });
      },
    );
  });
});

describe("what can't leave the endpoint", () => {
  it.each([
    "https://elsewhere.example.com/x",
    "//elsewhere.example.com/x",
    "things",
    "/a/../b",
    "/%2E%2e/b",
    "/a?b=c",
    "/a#b",
    "/a\\b",
  ])("the path %j", async (path) => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen) => {
        expect((await failureOf(connection.request({ method: "GET", path }))).message).toContain("can't be the path");
        expect(seen).toHaveLength(0);
      },
    );
  });

  it("a proxy of the environment is left aside, which an error then says", async () => {
    const before = { ...process.env };
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY"])
      process.env[name] = "http://user:hunter2@127.0.0.1:1";
    for (const name of ["NO_PROXY", "no_proxy"]) delete process.env[name];
    try {
      await withServer(
        (_request, response, count) => (count === 1 ? json(response, 200, {}) : response.socket?.destroy()),
        async (connection) => {
          expect((await connection.request(GET)).status).toBe(200);
          const { message } = await failureOf(connection.request(POST));
          expect(message).toContain("The proxy in HTTPS_PROXY is not used");
          expect(message).not.toContain("hunter2");
        },
      );
    } finally {
      process.env = before;
    }
  });

  it("query values are encoded, and those that are undefined are left out", async () => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen) => {
        await connection.request({
          ...GET,
          query: { email: "a+b@example.com", cursor: undefined, limit: 2, name: "ä&b=c#" },
        });
        const { searchParams } = new URL(seen[0]!.url!, "http://h");
        expect([...searchParams]).toEqual([
          ["email", "a+b@example.com"],
          ["limit", "2"],
          ["name", "ä&b=c#"],
        ]);
      },
    );
  });

  it("headers of a request can't take the place of the connection's", async () => {
    await withServer(
      (_request, response) => json(response, 200, {}),
      async (connection, seen) => {
        await connection.request({ ...GET, headers: { authorization: "Bearer other", "X-Trace": "1" } });
        expect(seen[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, "x-trace": "1" });
      },
    );
  });

  it.each([
    [{ endpoint: "http://portal.example.com", token: TOKEN }, "the endpoint must begin with https://"],
    [{ endpoint: "https://portal.example.com", token: "to ken" }, "the token has a space"],
    [{ endpoint: "https://u:hunter2@portal.example.com/?", token: "" }, "the token is empty"],
  ])("a connection is refused with bad settings, without their values", (settings, says) => {
    const make = () => new HttpConnection(settings);
    expect(make).toThrow(says);
    expect(make).not.toThrow(/hunter2|to ken/);
  });
});

describe("close", () => {
  it("ends what is under way and what waits, and nothing is sent any more", async () => {
    let waiting: () => void = () => undefined;
    await withServer(
      (request, response) => request.url?.endsWith("/waits") && json(response, 503, {}, { "retry-after": "60" }),
      async (connection, seen) => {
        const waits = new Promise<void>((resolve) => (waiting = resolve));
        const failures = ["/hangs", "/waits"].map((path) => failureOf(connection.request({ method: "GET", path })));
        await waits;
        while (seen.length < 2) await new Promise((resolve) => setImmediate(resolve));
        connection.close();
        const [hung, waited] = await Promise.all(failures);
        expect(hung).toMatchObject({ networkCode: "ECONNRESET" });
        expect(waited).toMatchObject({ networkCode: "CLOSED" });
        expect(await failureOf(connection.request(GET))).toMatchObject({ networkCode: "CLOSED", ambiguous: false });
        expect(seen).toHaveLength(2);
      },
      { wait: undefined, now: undefined, onRetry: () => waiting() },
    );
  });
});

describe("secrets", () => {
  it("stand in no part of any error: message, stack, fields, however the portal spells them", async () => {
    const spelled = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString("base64")];
    const text = `${"x".repeat(290)}${spelled.join(" ")}`;
    const answers: Answer[] = [
      (_q, r) =>
        json(
          r,
          422,
          {
            code: text,
            detail: text,
            requestId: text,
            requiredPermission: text,
            errors: [{ field: text, code: text, message: text }],
          },
          { "x-request-id": TOKEN },
        ),
      (_q, r) => json(r, 401, { title: TOKEN }, { "x-request-id": TOKEN }),
      (_q, r) => void r.writeHead(200, { "content-type": TOKEN, "x-request-id": TOKEN }).end("x"),
      (_q, r) => void r.writeHead(302, { location: `https://${TOKEN}.example.com/?t=${TOKEN}` }).end(),
      (q) => void q.socket.destroy(),
    ];
    for (const answer of answers) {
      await withServer(answer, async (connection) => {
        const error = await failureOf(connection.request({ ...POST, path: `/things/${TOKEN}` }));
        const whole = [error.message, error.stack, String(error), JSON.stringify({ ...error, path: "" })].join("\n");
        for (const secret of [...spelled, TOKEN.slice(0, 10)]) expect(whole).not.toContain(secret);
      });
    }
  });
});
