import * as fc from "fast-check";
import { endpointProblems, pathOf, Redactor } from "../../provider/http";
import { parseRetryAfter } from "../../provider/http/retryAfter";

describe("Redactor", () => {
  it("takes a registered secret out of any text, in every common spelling", () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 40, unit: "grapheme-ascii" })
      .filter((text) => !"[redacted]".includes(text) && text.trim() !== "");
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (word, before, after) => {
        const redactor = new Redactor();
        redactor.add(word);
        for (const spelling of [
          word,
          encodeURIComponent(word),
          Buffer.from(word).toString("base64"),
          JSON.stringify(word).slice(1, -1),
        ]) {
          expect(redactor.redact(`${before}${spelling}${after}`).split("[redacted]").join("")).not.toContain(spelling);
        }
      }),
    );
  });

  it("takes out what looks like a credential without having been told of it", () => {
    const redactor = new Redactor();
    expect(redactor.redact("Authorization: Bearer abc.def-123")).not.toContain("abc.def-123");
    expect(redactor.redact("https://user:hunter2@portal.example.com/")).not.toContain("hunter2");
    expect(redactor.redact('{"initialPassword":"s3cr3t"}')).not.toContain("s3cr3t");
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

  it.each(["", ".", ".."])("refuses %j", (id) => {
    expect(() => pathOf("/clients/{clientId}", { clientId: id })).toThrow("can't be the clientId");
  });
});

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  it.each([
    ["2", 2000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["-5", undefined],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%j is %j", (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));
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
    "http://127.0.0.1.example.com",
    "http://169.254.169.254/",
  ])("refuses %s", (endpoint) => expect(endpointProblems(endpoint)).not.toEqual([]));
});
