import { operations, type OperationName } from "../../../../provider/portals/openstack/contract";
import { runs } from "../../../support/runs";
import { PEOPLE } from "./access";
import { breach } from "./againstContract";
import { conversation } from "./conversation";
import { ofSandbox } from "./ofSandbox";

describe("the sandbox's OpenStack", () => {
  it("answers the whole conversation as the contract has it", async () => {
    const people = PEOPLE.slice(0, runs(2, PEOPLE.length));
    const exchanges = await ofSandbox((cloud) => conversation(cloud, people));
    expect(exchanges.map(breach).filter((found) => found !== undefined)).toEqual([]);
    const asked = new Set<string>(exchanges.map(({ operation }) => operation));
    expect((Object.keys(operations) as OperationName[]).filter((name) => !asked.has(name))).toEqual([]);
  });
});
