import type { Finding } from "../model";
import type { DeclaredOf } from "../model/declared";
import type { Broken } from "../model/rule";

type Passwords = Pick<DeclaredOf<"User">, "password" | "generatePassword" | "resetPassword">;

/** A password is either given or generated. */
export function givenOrGenerated(
  broken: Broken,
  { password, generatePassword, resetPassword }: Passwords,
  { before }: { readonly before?: Passwords | undefined },
): Finding[] {
  if (password === undefined) return [];
  const findings = [];
  if (generatePassword === true)
    findings.push(broken("generatePassword", "is true, and password is also set: remove one of the two"));
  if (before !== undefined && resetPassword !== undefined && resetPassword !== before.resetPassword)
    findings.push(
      broken(
        "resetPassword",
        "has a new value, and password is also set: change the password, or remove one of the two",
      ),
    );
  return findings;
}
