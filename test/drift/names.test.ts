import { nameOfObject, namesOfIds } from "../../drift/names";
import type { Plan } from "../../engine/plannedResource";

describe("what people call an object", () => {
  it("is never empty where anything tells it from others", () => {
    for (const [inputs, name] of [
      [{ name: "Acme", username: "a" }, "Acme"],
      [{ name: "", username: "anna" }, "anna"],
      [{ username: " ", email: "anna@acme.example" }, "anna@acme.example"],
      [{ account: "id", region: "ch-1" }, "ch-1"],
      [{ account: "id" }, ""],
    ] as const)
      expect(nameOfObject(["account", "region"], inputs)).toBe(name);
  });

  it("is beside an id that of the object itself, and not of a part that shares it", () => {
    const resource = (kind: string, label: string, id: string) => ({ kind, label, before: { id } });
    const resources = [resource("Quota", "acme/limits", "1"), resource("Account", "acme", "1")];
    const found = (kind: string, name: string, id: string) => ({ kind, name, found: { id } });
    const objects = [found("Quota", "", "2"), found("Account", "Beta", "2"), found("Account", "Acme AG", "1")];
    const names = namesOfIds({ plan: { resources } as unknown as Plan, objects: objects as never });
    expect([...names]).toEqual([
      ["1", "acme"],
      ["2", "Beta"],
    ]);
  });
});
