const fs = require("node:fs");

module.exports = () => {
  globalThis.endRun();
  fs.rmSync(process.env["RESELLER_TEST_RUN"], { recursive: true, force: true });
};
