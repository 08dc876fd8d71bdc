const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** A folder that all processes of one run share; see `test/support/engineRun.ts`. */
module.exports = () => {
  process.env["RESELLER_TEST_RUN"] = fs.mkdtempSync(path.join(os.tmpdir(), "reseller-run-"));
};
