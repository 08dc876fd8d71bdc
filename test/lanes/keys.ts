import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";

/**
 * Stands in for the key service (HashiCorp Vault's transit engine) that stacks of the tests have their secrets' keys from. To derive a key
 * from a passphrase is slow on purpose, and each process of the engine does it anew. Nothing is kept from anybody here.
 */
export function startKeys(): Promise<Server> {
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { plaintext, ciphertext } = body as { plaintext?: string; ciphertext?: string };
      const data = ciphertext === undefined ? { ciphertext: plaintext } : { plaintext: ciphertext };
      response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
    });
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
