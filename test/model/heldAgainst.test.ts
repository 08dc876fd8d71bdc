import { z } from "zod";
import { heldAgainst } from "../../provider/model";

/** What JSON and YAML can hold, and JavaScript can't compare with a number. */
const IMMEASURABLE = { length: { toString: 1 }, size: { valueOf: {} } };

describe("a value from outside that is held against a schema", () => {
  it.each([
    ["a text", z.string().min(1)],
    ["a list", z.array(z.string()).min(1)],
    ["a map", z.map(z.string(), z.string()).min(1)],
    ["a list within", z.object({ entries: z.array(z.string()).max(2) })],
  ] as const)("fails where it can't be measured: %s", (_, schema) => {
    for (const value of [IMMEASURABLE, { entries: IMMEASURABLE }, [IMMEASURABLE]])
      expect(heldAgainst(schema, value)).toMatchObject({ success: false });
  });

  it("is what the schema makes of it", () => {
    expect(heldAgainst(z.object({ size: z.number().transform(String) }), { size: 2 })).toEqual({
      success: true,
      data: { size: "2" },
    });
  });
});
