import type { KindName } from "../provider/model";
import { changedAt, fieldPaths } from "../provider/model/fieldPaths";
import type { Reference, SecretSetting } from "./entry";

export { changedAt, EACH, fieldPaths } from "../provider/model/fieldPaths";

/** The values of an entry with each of its references changed: into a resource, an id, an expression of a program. */
export function withReferences(
  kind: KindName,
  values: Readonly<Record<string, unknown>>,
  change: (reference: Reference, kind: KindName, path: readonly (string | number)[]) => unknown,
): Record<string, unknown> {
  return fieldPaths(kind).references.reduce<Record<string, unknown>>(
    (changed, { path, kind: target }) =>
      changedAt(changed, path, (value, walked) =>
        isReference(value) ? change(value, target, walked) : value,
      ) as Record<string, unknown>,
    { ...values },
  );
}

/** The values of an entry with each of its secrets changed. */
export function withSecrets(
  kind: KindName,
  values: Readonly<Record<string, unknown>>,
  change: (secret: SecretSetting, path: readonly (string | number)[]) => unknown,
): Record<string, unknown> {
  return fieldPaths(kind).secrets.reduce<Record<string, unknown>>(
    (changed, path) =>
      changedAt(changed, path, (value, walked) => (isSecretSetting(value) ? change(value, walked) : value)) as Record<
        string,
        unknown
      >,
    { ...values },
  );
}

export function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && ("entry" in value || "existing" in value);
}

export function isSecretSetting(value: unknown): value is SecretSetting {
  return typeof value === "object" && value !== null && "config" in value;
}
