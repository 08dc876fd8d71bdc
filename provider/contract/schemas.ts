import { z } from "zod";
import { objectType, unwrapped } from "./bodies";
import type { PortalContract } from "./facts";

/** Names of the members of an object, and of the objects of a list. */
export function schemaMembers(schema: z.ZodType | undefined): string[] {
  if (schema === undefined) return [];
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) return schemaMembers(inner.element as z.ZodType);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** A member of an object, and of the objects of a list. */
export function schemaMember(schema: z.ZodType | undefined, name: string): z.ZodType | undefined {
  if (schema === undefined) return undefined;
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) return schemaMember(inner.element as z.ZodType, name);
  return inner instanceof z.ZodObject ? (inner.shape[name] as z.ZodType | undefined) : undefined;
}

/** The named types that answers have. */
export function answeredTypes(contract: PortalContract): ReadonlySet<string> {
  return new Set(namedTypes(Object.values(contract.operations).map(({ response }) => response)).keys());
}

/** Every named type of a contract, with the members of the inputs that belong to it. */
export function schemasById(contract: PortalContract): Map<string, z.ZodType> {
  const found = namedTypes(Object.values(contract.operations).flatMap(({ request, response }) => [request, response]));
  for (const [id, schema] of [...found]) {
    const object = found.get(objectType(id));
    if (objectType(id) === id || !(object instanceof z.ZodObject) || !(schema instanceof z.ZodObject)) continue;
    found.set(objectType(id), z.object({ ...schema.shape, ...object.shape }));
  }
  return found;
}

function namedTypes(schemas: readonly (z.ZodType | undefined)[]): Map<string, z.ZodType> {
  const found = new Map<string, z.ZodType>();
  const visit = (schema: z.ZodType | undefined): void => {
    if (schema === undefined) return;
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodArray) visit(inner.element as z.ZodType);
    if (inner instanceof z.ZodRecord) visit(inner.valueType as z.ZodType);
    if (!(inner instanceof z.ZodObject)) return;
    const { id } = inner.meta() ?? {};
    if (typeof id === "string") {
      if (found.has(id)) return;
      found.set(id, inner);
    }
    for (const member of Object.values(inner.shape)) visit(member as z.ZodType);
  };
  schemas.forEach(visit);
  return found;
}
