import * as fc from "fast-check";
import { KIND_NAMES } from "../../provider/model";
import { accountMeant, type Called, kindCalled, kindWord, meant, nearMisses } from "../../realm/resourceWords";
import { terminalName } from "../../text/escape";
import { runs } from "../support/runs";

const user = (name: string, account: string, id: string): Called => ({
  kind: "User",
  names: [name, id],
  accounts: [account],
});
const itself = (called: Called) => called;

const anna = user("anna", "Acme AG", "usr_1");
const other = user("anna", "Globex", "usr_2");
const acme: Called = { kind: "Account", names: ["Acme AG", "acc_1"], accounts: [] };
const all = [anna, other, acme];

describe("what a command prints of a resource, every command takes", () => {
  const word = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 80 }),
    fc.stringMatching(/^[a-z./ ·-]{1,12}$/),
    fc.constantFrom("user", "users/x", "anna of Acme", "a · b", "id x", "x (y)", "of", "/"),
  );
  const id = fc.stringMatching(/^[a-z]{2,4}_[0-9a-f]{6}$/);

  it("in each form, whatever the names are", () => {
    fc.assert(
      fc.property(fc.constantFrom(...KIND_NAMES), word, word, id, (kind, name, account, own) => {
        const it = { kind, names: [name, own], accounts: [account] };
        const [shown, of] = [terminalName(name), terminalName(account)];
        for (const form of [
          `${kindWord(kind)}/${of}/${shown}`,
          `${kind}/${of}/${shown}`,
          `${kind} ${of}/${shown}`,
          `${kind} ${of}/${shown} (${own})`,
          `${kind} · ${shown} of ${of} · id ${own}`,
          `${kind} · ${shown} of ${of} · id ${own} · connection x · realm.yaml:3:1`,
          `${shown} of ${of}`,
          `${kind}/${shown}`,
          `${kind.toLowerCase()}/${own}`,
          own,
        ])
          expect([form, meant(form, [it], itself)]).toEqual([form, [it]]);
      }),
      { numRuns: runs(300) },
    );
  });

  it("all that have the name, and of those that have the whole for a name no others", () => {
    expect(meant("users/anna", all, itself)).toEqual([anna, other]);
    expect(meant("User · anna of Globex", all, itself)).toEqual([other]);
    const whole = user("Acme AG/anna", "Initech", "usr_3");
    expect(meant("user/Acme AG/anna", [...all, whole], itself)).toEqual([whole]);
  });

  it("an account, and not what is called by the account's name alone, unless that is said", () => {
    const quota: Called = { kind: "Quota", names: ["ch-1"], borrowed: ["Acme AG"], accounts: ["Acme AG"] };
    expect(meant("Acme AG", [quota, acme], itself)).toEqual([acme]);
    expect(meant("Quota · Acme AG", [quota, acme], itself)).toEqual([quota]);
  });

  it("nothing of another kind, of another account, or of another case", () => {
    for (const text of ["profiles/anna", "users/Initech/anna", "users/Anna", "users/"])
      expect(meant(text, all, itself)).toEqual([]);
    expect(meant("users/anna", all, itself, "Account")).toEqual([]);
    expect(meant("Acme AG", all, itself, "Account")).toEqual([acme]);
  });

  it("kinds in the words of files, of programs and of people", () => {
    for (const text of ["quota-profiles", "quotaProfile", "QuotaProfile", "quotaprofiles", "quota_profile"])
      expect(kindCalled(text)).toBe("QuotaProfile");
    for (const text of ["services", "service", "ServiceActivation", "service-activations"])
      expect(kindCalled(text)).toBe("ServiceActivation");
    expect(kindCalled("usr")).toBeUndefined();
  });
});

describe("a name that nothing has", () => {
  it("gets the nearest in the form in which it was asked for", () => {
    expect(nearMisses("users/Acme AG/ana", all)).toBe("; did you mean users/Acme AG/anna?");
    expect(nearMisses("User/ana", all)).toBe("; did you mean User/anna?");
    expect(nearMisses("Acme", [acme])).toBe("; did you mean Acme AG?");
    expect(nearMisses("users/something-else-altogether", all)).toBe("");
    const long: Called = { kind: "Account", names: ["Muster Handels GmbH & Co. KG", "acc_9"], accounts: [] };
    expect(nearMisses("accounts/muster", [long, acme])).toBe("; did you mean accounts/Muster Handels GmbH & Co. KG?");
  });

  it("is no account, and a name that several have asks for the id", () => {
    const accounts = [acme, { ...acme, names: ["Acme AG", "acc_2"] }];
    const called = (one: Called) => ({ ...one, id: one.names[1]! });
    const asked = (text: string) => () => accountMeant("--account", text, accounts, called, "the portal shows");
    expect(asked("Acme AG")).toThrow("several accounts have this name: give the id of one: acc_1, acc_2");
    expect(asked("Acme A")).toThrow("the portal shows no account of this name or id; did you mean Acme AG?");
    expect(asked("accounts/acc_2")()).toBe(accounts[1]);
  });
});
