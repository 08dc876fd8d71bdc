import * as fc from "fast-check";
import { endpointProblems, pathOf, Redactor, tokenProblems } from "../../provider/transport";
import { parseRetryAfter } from "../../provider/transport/retryAfter";
import { runs } from "../support/runs";
import { anyCharacter } from "../support/text";

describe("Redactor", () => {
  const MASK = "[redacted]";
  const secrets = fc
    .oneof(
      fc.string({ minLength: 6, maxLength: 40, unit: "grapheme-ascii" }),
      fc.string({ minLength: 6, unit: anyCharacter }),
    )
    .filter((text) => !MASK.includes(text));
  const everyByte = (text: string) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  const spellings: Record<string, (secret: string) => string> = {
    plain: (secret) => secret,
    JSON: (secret) => JSON.stringify(secret).slice(1, -1),
    "JSON within JSON": (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    "a URL": encodeURIComponent,
    "a URL with lower case digits": (secret) =>
      encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
    "a URL, every byte": everyByte,
    "a URL within a URL": (secret) => encodeURIComponent(encodeURIComponent(secret)),
    "a form": (secret) => new URLSearchParams([["", secret]]).toString().slice(1),
    base64: (secret) => Buffer.from(secret).toString("base64"),
    base64url: (secret) => Buffer.from(secret).toString("base64url"),
  };

  it.each(Object.entries(spellings))("takes a registered secret out of any text, spelled for %s", (_, spell) => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const redactor = new Redactor();
        redactor.add(secret);
        const spelling = spell(secret);
        const redacted = redactor.redact(`${before}\0${spelling}\0${after}`);
        for (const piece of redacted.split(MASK)) expect(piece).not.toContain(spelling);
      }),
      { numRuns: runs(300) },
    );
  });

  it("finds a secret in the base64 of a longer text, whatever stands before it", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,5}:$/), (name) => {
        const redactor = new Redactor();
        redactor.add("hunter2-hunter2-hunter2");
        const encoded = Buffer.from(`${name}hunter2-hunter2-hunter2!`).toString("base64");
        const shown = Buffer.from(redactor.redact(encoded).split(MASK).join(""), "base64").toString();
        expect(shown).not.toContain("unter");
      }),
    );
  });

  it("masks the longer of two secrets as a whole where one holds the other", () => {
    const redactor = new Redactor();
    redactor.add("hunter");
    redactor.add("hunter-and-more");
    expect(redactor.redact("it is hunter-and-more.")).toBe("it is [redacted].");
  });

  it("leaves everything else as it is", () => {
    const redactor = new Redactor();
    redactor.add("hunter2-hunter2");
    const text = "POST /clients/7/users: the name is taken (status 409, name_taken, request r-1)";
    expect(redactor.redact(text)).toBe(text);
  });

  it("takes no time to speak of where a text nearly holds a secret of many backslashes", () => {
    const redactor = new Redactor();
    redactor.add(`${"\\".repeat(40)}"${"\\".repeat(40)}end`);
    const text = `${"\\".repeat(2000)}"${"\\".repeat(2000)}`;
    expect(redactor.redact(text)).toBe(text);
  });

  it("takes out what looks like a credential without having been told of it", () => {
    const redactor = new Redactor();
    expect(redactor.redact("Authorization: Bearer abc.def-123")).not.toContain("abc.def-123");
    expect(redactor.redact("https://user:hunter2@portal.example.com/")).not.toContain("hunter2");
    expect(redactor.redact("authorization: Digest s3cr3t")).not.toContain("s3cr3t");
    expect(redactor.redact("https://s3cr3t@portal.example.com/")).not.toContain("s3cr3t");
    expect(redactor.redact("/things?access_token=s3cr3t&a=1")).toBe("/things?access_token=[redacted]&a=1");
    expect(redactor.redact('{"initialPassword":"s3c\\"r3t"}')).toBe('{"initialPassword":[redacted]}');
    expect(redactor.redact('"{\\"token\\":\\"s3cr3t\\"}"')).not.toContain("s3cr3t");
  });
});

describe("pathOf", () => {
  it("makes exactly one segment of every id", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((id) => id !== "." && id !== ".."),
        (id) => {
          const path = pathOf("/clients/{clientId}/users", { clientId: id });
          expect(path.split("/")).toHaveLength(4);
          expect(path).not.toMatch(/[?#]/);
          expect(decodeURIComponent(path.split("/")[2]!)).toBe(id);
        },
      ),
    );
  });

  it("never leaves the place that the template gives it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("../x", "a/b", "%2e%2e", "?x=", "#", "\\\\x", "a b", "ä\\0", "x".repeat(5000)),
        (id) => {
          const { pathname, search, hash } = new URL(
            `https://h${pathOf("/clients/{clientId}/users", { clientId: id })}`,
          );
          expect(pathname).toBe(`/clients/${encodeURIComponent(id)}/users`);
          expect(search + hash).toBe("");
        },
      ),
    );
  });

  it.each(["", ".", "..", "\ud800"])("refuses %j", (id) => {
    expect(() => pathOf("/clients/{clientId}", { clientId: id })).toThrow("can't be the clientId");
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const YEAR = 365 * 24 * 3600 * 1000;
  it.each([
    ["2", 2000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["Thursday, 01-Jan-26 00:00:05 GMT", 5000],
    ["Thu Jan  1 00:00:05 2026", 5000],
    ["9".repeat(400), YEAR],
    ["Fri, 31 Dec 9999 23:59:59 GMT", YEAR],
    ["soon 5", undefined],
    ["1e9", undefined],
    ["0x10", undefined],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%j is %j", (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));

  it("is whole seconds exactly, and anything at all never more than a year nor less than nothing", () => {
    fc.assert(
      fc.property(fc.nat(31_000_000), (seconds) => expect(parseRetryAfter(`${seconds}`, now)).toBe(seconds * 1000)),
    );
    fc.assert(
      fc.property(fc.date({ min: new Date(now), max: new Date(now + YEAR), noInvalidDate: true }), (date) =>
        expect(parseRetryAfter(date.toUTCString(), now)).toBe(
          Math.max(0, Math.floor(date.getTime() / 1000) * 1000 - now),
        ),
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.double().map(String), fc.stringMatching(/^(Mon|Sun), [0-9: GMT-]*$/)),
        (text) => {
          const wait = parseRetryAfter(text, now) ?? 0;
          expect(wait).toBeGreaterThanOrEqual(0);
          expect(wait).toBeLessThanOrEqual(YEAR);
        },
      ),
    );
  });
});

describe("endpointProblems", () => {
  it.each(["https://portal.example.com/api/v1", "http://127.0.0.1:8080/csp", "http://localhost", "http://[::1]:1/x"])(
    "accepts %s",
    (endpoint) => expect(endpointProblems(endpoint)).toEqual([]),
  );
  it.each([
    "http://portal.example.com",
    "ftp://x",
    "not a url",
    "https://user:pass@portal.example.com",
    "https://portal.example.com/?a=1",
    "https://portal.example.com/?",
    "https://portal.example.com/#",
    "file:///etc/passwd",
    "http://127.0.0.1.example.com",
    "http://169.254.169.254/",
  ])("refuses %s", (endpoint) => expect(endpointProblems(endpoint)).not.toEqual([]));
});

describe("tokenProblems", () => {
  it("accepts what a header can carry", () => expect(tokenProblems("abc.DEF-123_~+/=")).toEqual([]));
  it.each(["", "a b", "token\n", "to\u2019ken"])("refuses %j without repeating it", (token) => {
    const [problem] = tokenProblems(token);
    expect(problem).toBeDefined();
    if (token !== "") expect(problem).not.toContain(token);
  });
});
