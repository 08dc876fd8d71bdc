import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import { readPlanText, readText } from "../../cli/given";
import { email } from "../../provider/model";
import { examineRealm, examineText } from "../../realm/read";
import { parseReviewFile } from "../../review";
import { QUIET } from "../support/quiet";

/** Words as people write them: what is shown is what stands in the file, and what can't be seen is named. */

const problems = (text: string) =>
  examineText(text, "realm.yaml").problems.map(({ path: at, what }) => `${at} ${what}`);

describe("e-mail addresses", () => {
  it.each([
    ...[
      "anna@example.com",
      "ivan@xn--e1afmkfd.xn--p1ai",
      "R&D@example.com",
      "user%dept@example.com",
      "a+b@example.com",
    ],
    ...["o'neil@example.co.uk", "#!$%&'*+/=?^_`{|}~-@example.org", "1@2.example.com", "müller@bücher.example"],
    ...["почта@пример.рф", "用户@例子.中国", "x@a-b.example", `${"a".repeat(64)}@example.com`],
  ])("%s is one", (address) => {
    expect(email.safeParse(address).success).toBe(true);
  });

  it.each([
    ...["", "anna", "anna@", "@example.com", "anna@example", "a b@example.com", "a@b@example.com", "anna@exa mple.com"],
    ...[".a@example.com", "a.@example.com", "a..b@example.com", "a@.example.com", "a@example..com", "a@-x.example.com"],
    ...["a@x-.example.com", "a\n@example.com", "a\u0000@example.com", "a\u200b@example.com", "a\u00a0@example.com"],
    ...['"a b"@example.com', "a@[192.0.2.1]", "a@192.0.2.1", "a<b>@example.com", "a,b@example.com", "a@example.com "],
    ...[`${"a".repeat(65)}@example.com`, `a@${"b".repeat(64)}.com`, `a@${"b.".repeat(130)}com`, "a\u3164@example.com"],
  ])("%j is none", (address) => {
    expect(email.safeParse(address).error?.issues[0]?.message).toBe(
      "must be an e-mail address such as anna@example.com",
    );
  });
});

describe("a number in a realm file", () => {
  const account = (name: string) => `accounts: { a: { name: ${name}, state: trial, uprovideAccount: UP-1 } }\n`;

  it.each([
    "0x1F",
    "0012345",
    "12345678901234567890",
    "1e3",
    "1.50",
    ".inf",
    "-.INF",
    ".nan",
    "0o17",
    "+7",
    "True",
    "false",
  ])("%s is shown as it is written, and that is what belongs into quotes", (word) => {
    const [problem] = problems(account(word));
    expect(problem).toContain(`is ${word}, but must be a string`);
    const advice = /put it in quotes: (".*")$/.exec(problem!)?.[1];
    expect(parse(advice!)).toBe(word);
    expect(problems(account(advice!))).toEqual([]);
  });

  it("is shown so whatever is wrong with it, also where an alias stands for it", () => {
    const limits = (word: string) => `quotaProfiles: { q: { name: Q, limits: { projects: ${word} } } }\n`;
    for (const word of [".inf", "-2", "1.5e0", "-0x2"])
      expect(problems(limits(word))).toEqual(
        word === "-0x2" ? expect.anything() : [expect.stringContaining(`is ${word}, but`)],
      );
    expect(
      problems(`quotaProfiles: { q: { name: &n 007, limits: {} } }\nprofiles: { p: { name: *n, level: client } }\n`),
    ).toEqual([expect.stringContaining("is 007"), expect.stringContaining("is 007")]);
  });

  it("is shown so in review.yaml, too", () => {
    const text = "expiries: [{ person: 0012, until: 2027-01-31, reason: r }]";
    expect(() => parseReviewFile(text)).toThrow('it is 0012: if it is meant as a string, put it in quotes: "0012"');
  });
});

describe("what can't be seen in a realm file", () => {
  it("is named with its number and column, where its line has something wrong", () => {
    const said = (text: string) => problems(text).join("\n");
    expect(said("accounts:\n\u00a0 acme:\n    name: A\n")).toContain("U+00A0 in column 1");
    expect(said("accounts:\n  acme\u200b: { name: A }\n")).toContain("U+200B in column 7, which is invisible");
    expect(said("accounts:\n  acme: { name:\u00a0A }\n")).toContain("U+00A0 in column 16");
    expect(said("accounts: { acme: { name: A, stat\u00e9: trial } }\n")).not.toContain("U+");
    expect(said("accounts: { acme: { name: A, state\u0301: trial } }\n")).toContain(
      "U+0301 in column 35, which forms one letter with the character before it",
    );
  });

  it("is no difference: a key is the same one, however its letters are written", () => {
    const realm = (key: string, reference: string) =>
      `profiles: { ${key}: { name: Office, level: client, permissions: [show_users] } }\naccounts: { acme: { name: A, state: trial, uprovideAccount: UP-1, users: { m: { username: m, email: m@acme.example.com, firstName: M, lastName: M, profiles: [${reference}] } } } }\n`;
    const [one, two] = ["b\u00fcro", "bu\u0308ro"];
    for (const [key, reference] of [
      [one, two],
      [two, one],
      [two, two],
    ] as const) {
      const { problems: none, entries } = examineText(realm(key, reference), "realm.yaml");
      expect(none).toEqual([]);
      expect(entries.map(({ name }) => name)).toContain(one);
    }
    expect(
      problems(`profiles: { ${one}: { name: A, level: client }, ${two}: { name: B, level: client } }\n`)[0],
    ).toContain("is here a second time");
  });

  it("is no matter in a value: names go to the portal as they are written", () => {
    const name = "Bu\u0308ro";
    const { entries } = examineText(
      `profiles: { p: { name: ${name}, level: client, permissions: [] } }\n`,
      "realm.yaml",
    );
    expect(entries[0]!.values["name"]).toBe(name);
  });
});

describe("a file in another encoding", () => {
  const text = "# Büro\nprofiles:\n  p: { name: Büro, level: client, permissions: [] }\n";
  let folder: string;
  beforeAll(() => (folder = fs.mkdtempSync(path.join(tmpdir(), "reseller-encoding-"))));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const examined = (bytes: Buffer) => {
    fs.writeFileSync(path.join(folder, "realm.yaml"), bytes);
    return examineRealm("realm.yaml", folder).problems.map(({ what }) => what);
  };
  const bigEndian = (bytes: Buffer) => Buffer.from(bytes).swap16();

  it("is taken with a mark of UTF-8, and with lines that end as on Windows", () => {
    expect(examined(Buffer.from(`\ufeff${text}`))).toEqual([]);
    expect(examined(Buffer.from(text.replaceAll("\n", "\r\n")))).toEqual([]);
  });

  it.each([
    ["UTF-16 with its mark", Buffer.from(`\ufeff${text}`, "utf16le"), "is UTF-16 text; save it as UTF-8"],
    ["UTF-16 the other way", bigEndian(Buffer.from(`\ufeff${text}`, "utf16le")), "is UTF-16 text; save it as UTF-8"],
    ["UTF-16 without a mark", Buffer.from("profiles: {}\n", "utf16le"), "is UTF-16 text; save it as UTF-8"],
    ["Latin-1", Buffer.from(text.replace("ü", "u"), "latin1"), "line 3 has the byte 0xFC, which Latin-1"],
    ["what is cut off in a character", Buffer.from(text).subarray(0, 4), "line 1 has the byte 0xC3"],
  ])("is named: %s", async (_what, bytes, says) => {
    expect(examined(bytes)).toEqual([expect.stringContaining(says)]);
    expect(() => readText(path.join(folder, "realm.yaml"), "the plan")).toThrow(says);
    await expect(readPlanText(path.join(folder, "realm.yaml"), QUIET)).rejects.toThrow(says);
  });
});
