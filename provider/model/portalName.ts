/** A portal's name in settings, rule ids and documents, such as `csp`. The list of portals has those that there are. */
export type PortalName = string;
