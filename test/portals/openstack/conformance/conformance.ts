import { operations, type OperationName } from "../../../../provider/portals/openstack/contract";
import { runs } from "../../../support/runs";
import { allServers } from "../real/allServers";
import { PEOPLE } from "./access";
import { breach } from "./againstContract";
import { conversation } from "./conversation";
import { ofSandbox } from "./ofSandbox";
import type { Cloud, Exchange } from "./talk";

const NAMES = Object.keys(operations) as OperationName[];

/** The same requests, sent to both: what comes of them is the same, but for what `DIFFERENCES` names. */
describe("the sandbox's OpenStack", () => {
  let real: readonly Exchange[];
  let sandbox: readonly Exchange[];
  beforeAll(async () => {
    const people = PEOPLE.slice(0, runs(1, PEOPLE.length));
    const had = (cloud: Cloud) => conversation(cloud, people);
    [real, sandbox] = await Promise.all([ofServers(had), ofSandbox(had)]);
  });

  it.each(NAMES)("answers %s as the real servers do", (name) => {
    const [expected, answered] = [real, sandbox].map((all) => all.filter(({ operation }) => operation === name));
    expect(expected).not.toHaveLength(0);
    expect(answered).toEqual(expected);
  });

  it("leaves nothing of the contract that the real servers do otherwise", () => {
    expect(real.map(breach).filter((found) => found !== undefined)).toEqual([]);
  });

  it("is asked for what each operation of the contract answers when it succeeds", () => {
    const unanswered = NAMES.filter(
      (name) => !real.some(({ operation, status }) => operation === name && status === operations[name].status),
    );
    expect(unanswered).toEqual([]);
  });
});

async function ofServers<Result>(work: (cloud: Cloud) => Promise<Result>): Promise<Result> {
  const { authUrl, env } = await allServers();
  const { OS_USERNAME: username = "", OS_PASSWORD: password = "", OS_PROJECT_NAME: project = "" } = env;
  return work({ identity: authUrl, username, password, project });
}
