import type { Talk } from "./talk";
import type { Customer } from "./quotas";

/** Requests for quotas. */
export async function requests(talk: Talk, { project, roles }: Customer): Promise<void> {
  const { project: shown } = (await talk.ask("admin", "getProject", { params: { projectId: project } })) as {
    project: { domain_id: string };
  };
  const role = await talk.make("admin", "createRole", "role", "project_admin", {
    body: { role: { name: "project_admin" } },
  });
  const password = "a-long-password-1";
  for (const [name, roleId] of [
    ["rob", role],
    ["mia", roles["member"] ?? ""],
  ] as const) {
    const id = await talk.make("admin", "createUser", "user", name, {
      body: { user: { name, domain_id: shown.domain_id, password } },
    });
    await talk.ask("admin", "grantOnProject", { params: { projectId: project, actors: "users", actorId: id, roleId } });
    await talk.signIn(name, { id, password }, { project: { id: project } });
  }
  const regions = { regions: "ch-1" };
  await talk.ask("rob", "getOwnQuotas", { query: regions });
  await talk.ask("mia", "getOwnQuotas", { query: regions });
  await talk.ask("mia", "requestQuota", { body: { size: "large", regions: ["ch-1"] } });
  await talk.ask("rob", "requestQuota", { body: { size: "huge", regions: ["ch-1"] } });
  await talk.ask("rob", "requestQuota", { body: { size: "large", regions: ["ch-1"] } });
  const tasks = async () => {
    const { tasks: all } = (await talk.ask("admin", "listTasks")) as {
      tasks: { uuid: string; cancelled: boolean; completed: boolean }[];
    };
    return all.find(({ cancelled, completed }) => !cancelled && !completed)?.uuid ?? "";
  };
  const first = talk.name("task 1", await tasks());
  await talk.ask("rob", "getOwnQuotas", { query: regions });
  await talk.ask("rob", "listTasks");
  await talk.ask("rob", "getTask", { params: { taskId: first } });
  await talk.ask("admin", "getTask", { params: { taskId: first } });
  await talk.ask("admin", "getTask", { params: { taskId: "ffffffffffffffffffffffffffffffff" } });
  await talk.ask("rob", "approveTask", { params: { taskId: first }, body: { approved: true } });
  await talk.ask("rob", "requestQuota", { body: { size: "large", regions: ["ch-1"] } });
  const second = talk.name("task 2", await tasks());
  await talk.ask("admin", "getTask", { params: { taskId: first } });
  await talk.ask("admin", "approveTask", { params: { taskId: first }, body: { approved: true } });
  await talk.ask("admin", "approveTask", { params: { taskId: second }, body: { approved: true } });
  await talk.ask("admin", "approveTask", { params: { taskId: second }, body: { approved: true } });
  await talk.ask("admin", "getTask", { params: { taskId: second } });
  await talk.ask("rob", "getOwnQuotas", { query: regions });
  // Less than there is is given at once.
  await talk.ask("rob", "requestQuota", { body: { size: "small", regions: ["ch-1"] } });
  await talk.ask("rob", "getOwnQuotas", { query: regions });
  await talk.ask("rob", "requestQuota", { body: { size: "large", regions: ["ch-1"] } });
  const third = talk.name("task 3", await tasks());
  await talk.ask("rob", "cancelTask", { params: { taskId: third } });
  await talk.ask("admin", "cancelTask", { params: { taskId: third } });
  await talk.ask("admin", "cancelTask", { params: { taskId: third } });
  await talk.ask("admin", "listTasks");
  await talk.ask("admin", "listTasks", { query: { tasks_per_page: "2", page: "2" } });
  await talk.ask("admin", "listTasks", { query: { tasks_per_page: "2", page: "9" } });
}
