import type { HttpRequest } from "../../provider/transport";
import { RetryPolicy } from "../../provider/transport/retryPolicy";

const policy = new RetryPolicy(5, ["transient_state"]);
const POST: HttpRequest = { method: "POST", path: "/things", body: {} };
const lost = { mayPass: true };

describe("which requests may be sent again", () => {
  it.each<[string, HttpRequest]>([
    ["GET", { method: "GET", path: "/things" }],
    ["PUT", { method: "PUT", path: "/things/1" }],
    ["DELETE", { method: "DELETE", path: "/things/1" }],
    ["PATCH over what was read", { method: "PATCH", path: "/things/1", ifMatch: '"1"' }],
    ["POST with a key", { ...POST, idempotencyKey: "k" }],
    ["POST that says so", { ...POST, repeatable: true }],
  ])("%s: where what it did may have been carried out, and no more often than allowed", (_, request) => {
    expect(policy.allows(request, lost, 1)).toBe(true);
    expect(policy.allows(request, { status: 502 }, 4)).toBe(true);
    expect(policy.allows(request, { status: 502 }, 5)).toBe(false);
    expect(policy.allows(request, lost, 5)).toBe(false);
  });

  it("a POST only where it is certain that nothing was done", () => {
    expect(policy.allows(POST, lost, 1)).toBe(false);
    for (const status of [500, 502, 503, 504]) expect(policy.allows(POST, { status }, 1)).toBe(false);
    expect(policy.allows(POST, { status: 429 }, 1)).toBe(true);
    expect(policy.allows(POST, { status: 409, code: "transient_state" }, 1)).toBe(true);
    expect(policy.allows({ ...POST, passing: ["busy"] }, { status: 409, code: "busy" }, 1)).toBe(true);
    expect(policy.allows(POST, { status: 409, code: "busy" }, 1)).toBe(false);
  });

  it("nothing where another attempt can't fare better", () => {
    expect(policy.allows({ method: "GET", path: "/things" }, { mayPass: false }, 1)).toBe(false);
  });

  it("what waits for something to be known everywhere: beyond the usual number, and not without end", () => {
    const waiting: HttpRequest = { ...POST, untilConsistent: [404] };
    expect(policy.allows(waiting, { status: 404 }, 100)).toBe(true);
    expect(policy.allows(waiting, { status: 404 }, 101)).toBe(false);
    expect(policy.allows(waiting, { status: 403 }, 1)).toBe(false);
  });
});
