import { createServer, type Server } from "node:net";
import { PassThrough } from "node:stream";
import { addressIn, whenGone } from "../../provider/hosts/engineWatch";

async function listening(server: Server): Promise<{ host: string; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { host: "127.0.0.1", port: address.port };
}

const closed = (server: Server) => new Promise((resolve) => server.close(resolve));

describe("a provider whose engine is gone", () => {
  it("ends when its input has ended and nobody listens at the engine's address", async () => {
    const engine = createServer();
    const address = await listening(engine);
    await closed(engine);
    const input = new PassThrough();
    const gone = new Promise<void>((resolve) => whenGone(input, address, resolve));
    input.end();
    await gone;
  });

  it("ends when its input broke", async () => {
    const engine = createServer();
    const address = await listening(engine);
    await closed(engine);
    const input = new PassThrough();
    const gone = new Promise<void>((resolve) => whenGone(input, address, resolve));
    input.destroy(new Error("EPIPE"));
    await gone;
  });

  it("lives on while anybody listens there, and ends when nobody does any more", async () => {
    let asked = 0;
    let isListening = true;
    let endedTooEarly = false;
    const input = new PassThrough();
    const engine = createServer();
    const address = await listening(engine);
    const askedTwice = new Promise<void>((resolve) =>
      engine.on("connection", (socket) => {
        socket.destroy();
        asked += 1;
        if (asked === 2) resolve();
      }),
    );
    const gone = new Promise<void>((resolve) =>
      whenGone(input, address, () => {
        endedTooEarly = isListening;
        resolve();
      }),
    );
    input.end();
    await askedTwice;
    isListening = false;
    await closed(engine);
    await gone;
    expect(endedTooEarly).toBe(false);
  });

  it("asks nobody while its input is open, whatever comes in", async () => {
    const engine = createServer();
    const address = await listening(engine);
    await closed(engine);
    const input = new PassThrough();
    let ended = false;
    whenGone(input, address, () => (ended = true));
    input.write("anything");
    // A refused connection to the same address, begun later, is answered later.
    await new Promise<void>((resolve) => whenGone(new PassThrough().destroy(), address, resolve));
    expect(ended).toBe(false);
  });

  it.each([
    ["127.0.0.1:41234", { host: "127.0.0.1", port: 41234 }],
    ["[::1]:41234", { host: "::1", port: 41234 }],
    ["localhost:80", { host: "localhost", port: 80 }],
    ["test/hosts", undefined],
    ["example.com:443", undefined],
    [undefined, undefined],
  ])("takes the engine's address from %s", (argument, address) => {
    expect(addressIn(argument)).toEqual(address);
  });
});
