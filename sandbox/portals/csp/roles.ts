/** The roles that a user can have on an OpenStack project, as the project pages explain them (manual §5). */
export const PROJECT_ROLES: readonly { readonly name: string; readonly description: string }[] = [
  { name: "_member_", description: "Default access to the project" },
  { name: "member", description: "The same, under the name that some API calls ask for" },
  { name: "reader", description: "See the project, and change nothing" },
  { name: "heat_stack_owner", description: "Create and change stacks" },
  { name: "creator", description: "Create and use secrets and certificates" },
];

export function isProjectRole(name: string): boolean {
  return PROJECT_ROLES.some((role) => role.name === name);
}
