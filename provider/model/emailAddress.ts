/**
 * An address as RFC 5321 and 5322 have it without quotes (a dot-atom before the @), in letters of any script (RFC 6531), and with domains as
 * people write them or as the network does (`xn--…`). Portals may take less: that is theirs to say. No blanks, no second @, and nothing that
 * can't be seen, with which two addresses would look the same.
 */
const ATOM = "[\\p{L}\\p{N}\\p{M}!#$%&'*+\\/=?^_`{|}~\\-]+";
const LABEL = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}\\-]{0,61}[\\p{L}\\p{N}\\p{M}])?";
const TOP_LEVEL = "(?:[Xx][Nn]--[A-Za-z0-9\\-]{0,58}[A-Za-z0-9]|[\\p{L}\\p{M}]{2,63})";

export const EMAIL_ADDRESS = new RegExp(
  `^(?!.*\\p{Default_Ignorable_Code_Point})(?=.{3,254}$)(?=[^@]{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${TOP_LEVEL}$`,
  "u",
);
