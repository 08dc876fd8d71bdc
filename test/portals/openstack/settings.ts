import type { RunningSandbox } from "../../../sandbox";

/** Settings of a connection, by their names: an administrator of the cloud, on a project. */
export function settings({ openstack }: RunningSandbox) {
  const { endpoint, username, password, userDomainName, projectName, projectDomainName, regionName } = openstack;
  return { endpoint, username, password, userDomainName, projectName, projectDomainName, regionName };
}
