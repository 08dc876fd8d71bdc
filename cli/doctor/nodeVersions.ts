/** The days on which the project Node.js ends its major versions (https://nodejs.org/en/about/previous-releases). */
export const NODE_ENDS = { 20: "2026-04-30", 22: "2027-04-30", 24: "2028-04-30", 26: "2029-04-30" };
