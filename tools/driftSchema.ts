/** Part of `npm run rules`: writes the JSON Schema of what `reseller drift` says, or with --check says whether it is true. */
import { driftSchema } from "../drift/outputs";
import { schemaFile } from "./docsFile";

void schemaFile("drift.schema.json", driftSchema());
