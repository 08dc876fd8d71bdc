/** Part of `npm run rules`: writes the JSON Schema of realm files, or with --check says whether it is true. */
import { realmSchema } from "../realm/schema";
import { schemaFile } from "./docsFile";

void schemaFile("realm.schema.json", realmSchema());
