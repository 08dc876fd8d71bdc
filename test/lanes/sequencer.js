const { default: Sequencer } = require("@jest/test-sequencer");

/** What takes longest comes first, so that no worker is left with it at the end. Within a lane, jest's own order. */
const ORDER = ["engine", "browser", "openstack", "sandbox", "unit"];

module.exports = class extends Sequencer {
  sort(tests) {
    const place = ({ context }) => ORDER.indexOf(context.config.displayName?.name ?? "");
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
};
