import { operations, type OperationName } from "../../../../provider/portals/openstack/contract";
import { startSandbox } from "../../../../sandbox";
import { PEOPLE } from "./access";
import { breach } from "./againstContract";
import { conversation } from "./conversation";

describe("the sandbox's OpenStack", () => {
  it("answers the whole conversation as the contract has it", async () => {
    const sandbox = await startSandbox();
    try {
      const { endpoint, username, password, projectName } = sandbox.openstack;
      const cloud = { identity: endpoint, username, password, project: projectName };
      const exchanges = await conversation(cloud, PEOPLE);
      expect(exchanges.map(breach).filter((found) => found !== undefined)).toEqual([]);
      const asked = new Set<string>(exchanges.map(({ operation }) => operation));
      expect((Object.keys(operations) as OperationName[]).filter((name) => !asked.has(name))).toEqual([]);
    } finally {
      await sandbox.close();
    }
  });
});
