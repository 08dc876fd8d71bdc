import { retryOnConflict } from "../../provider/lifecycle/retryOnConflict";
import { PortalRefusal } from "../../provider/portals";

const stale = () => Promise.reject(new PortalRefusal("changed by somebody else", "stale"));

describe("a write that meets somebody else's change", () => {
  it("goes again over what is there by then", async () => {
    const seen: number[] = [];
    const written = retryOnConflict<number, string>(1, async (revision) => {
      seen.push(revision);
      const send = () => (revision < 3 ? stale() : Promise.resolve(`over ${revision}`));
      return { send, reread: async () => revision + 1 };
    });
    expect([await written, seen]).toEqual(["over 3", [1, 2, 3]]);
  });

  it("three times at most, and says what the portal said", async () => {
    let sent = 0;
    const send = () => {
      sent += 1;
      return stale();
    };
    await expect(retryOnConflict(1, async () => ({ send, reread: async () => 1 }))).rejects.toThrow("somebody else");
    expect(sent).toBe(3);
  });

  it("and nothing else is sent again, nor what has nothing to do with what was read", async () => {
    let tries = 0;
    const failing = (error: Error) => async () => {
      tries += 1;
      throw error;
    };
    const reread = async () => 1;
    const send = failing(new PortalRefusal("no"));
    await expect(retryOnConflict(1, async () => ({ send, reread }))).rejects.toThrow("no");
    await expect(retryOnConflict<number, never>(1, failing(new PortalRefusal("early", "stale")))).rejects.toThrow();
    expect(tries).toBe(2);
    expect(await retryOnConflict(1, async () => ({ done: "nothing to do" }))).toBe("nothing to do");
  });
});
