import { randomInt } from "node:crypto";

/** Letters and digits that nobody takes for one another, and signs that keyboards have. */
const PASSWORD_SIGNS = {
  lower: "abcdefghijkmnpqrstuvwxyz",
  upper: "ABCDEFGHJKLMNPQRSTUVWXYZ",
  digit: "23456789",
  sign: "-_.!*+=",
};
const PASSWORD_LENGTH = 24;

/** A password that nobody can guess, with every sort of sign in it. */
export function newPassword(): string {
  const sorts = Object.values(PASSWORD_SIGNS);
  const all = sorts.join("");
  for (;;) {
    const password = Array.from({ length: PASSWORD_LENGTH }, () => all[randomInt(all.length)]).join("");
    if (sorts.every((sort) => [...sort].some((sign) => password.includes(sign)))) return password;
  }
}
