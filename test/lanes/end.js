const fs = require("node:fs");

module.exports = () => {
  globalThis.keys.close();
  globalThis.keys.closeAllConnections();
  fs.rmSync(process.env["RESELLER_TEST_RUN"], { recursive: true, force: true });
};
