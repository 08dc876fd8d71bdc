const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { startKeys } = require("./keys");

/** What all processes of one run share: a folder (see `test/support/engineRun.ts`), and where keys are. */
module.exports = async () => {
  // How long something takes is no matter of tests: what commands say of it isn't, either.
  process.env["RESELLER_PROGRESS"] = "off";
  process.env["RESELLER_TEST_RUN"] = fs.mkdtempSync(path.join(os.tmpdir(), "reseller-run-"));
  globalThis.keys = await startKeys();
  process.env["RESELLER_TEST_KEYS"] = `http://127.0.0.1:${globalThis.keys.address().port}`;
};
