import { GitHubStandIn, REPOSITORY, WORKFLOW_TOKEN } from "../forge/githubStandIn";
import { type Event, GitHubRunner, type RanWorkflow } from "./githubRunner";
import type { Files } from "./place";
import { type Edit, World } from "./world";

jest.setTimeout(900_000);

describe("probe", () => {
  it("first apply", async () => {
    const world = await World.make();
    const forge = await new GitHubStandIn().start();
    const runner = new GitHubRunner(world.place, {
      name: REPOSITORY, api: forge.api, token: WORKFLOW_TOKEN, secrets: world.secrets, reviewedEnvironments: ["access-approval"], vars: {},
    });
    const main = world.place.commit(world.files);
    const refused = await runner.run("apply.yml", { name: "push", commit: main });
    console.log(refused.apply);
    const effect = /effect.*?`([0-9a-f]{64})`/i.exec(refused.apply!.summary)?.[1];
    console.log(effect);
    const applied = await runner.run("apply.yml", { name: "workflow_dispatch", commit: main, inputs: { approved: effect ?? "", recover: false } });
    console.log(applied.apply);
    console.log(forge.calls, forge.strayCalls);
    await forge.stop();
    await world.close();
  });
});
