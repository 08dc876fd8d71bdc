import { stringify } from "yaml";

/**
 * YAML for GitLab and Kubernetes, which read words such as `on` and `12:30` as YAML 1.1 does: they are quoted, and mean the same in every
 * version.
 */
export function engineYaml(value: object): string {
  return stringify(value, { schema: "yaml-1.1", lineWidth: 0, aliasDuplicateObjects: false });
}
