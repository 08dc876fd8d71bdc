const http = require("node:http");

/**
 * Stands in for the key service (HashiCorp Vault's transit engine) that stacks of the tests have their secrets' keys from. To derive a key
 * from a passphrase is slow on purpose, and each process of the engine does it anew. Nothing is kept from anybody here.
 */
exports.startKeys = () => {
  const server = http.createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { plaintext, ciphertext } = JSON.parse(Buffer.concat(chunks).toString());
    const data = ciphertext === undefined ? { ciphertext: plaintext } : { plaintext: ciphertext };
    response.setHeader("content-type", "application/json").end(JSON.stringify({ data }));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
};
