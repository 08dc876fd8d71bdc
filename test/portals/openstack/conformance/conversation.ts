import { grants, policies, roles } from "./access";
import { beginning, domains, groups, projects, rolesOf, users } from "./identity";
import { limits } from "./limits";
import { quotas } from "./quotas";
import { requests } from "./requests";
import { signIns } from "./signIns";
import { type Cloud, type Exchange, Talk } from "./talk";

/** One conversation with a new cloud, about all that the contract has. @param people whose rights are tried, of those in PEOPLE */
export async function conversation(cloud: Cloud, people: readonly string[]): Promise<readonly Exchange[]> {
  const talk = new Talk(cloud);
  await talk.begin();
  await beginning(talk);
  const held = await rolesOf(talk);
  await signIns(talk, held);
  const domain = await domains(talk);
  const project = await projects(talk, domain);
  const user = await users(talk, domain);
  const group = await groups(talk, domain, user);
  const ground = { domain, project, user, group, roles: held };
  await quotas(talk, ground);
  await requests(talk, ground);
  await limits(talk, ground);
  await grants(talk, ground);
  await roles(talk, ground);
  await policies(talk, ground, people);
  return talk.exchanges;
}
