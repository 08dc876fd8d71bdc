/** Part of `npm run rules`: writes the JSON Schema of what commands print with --json, or with --check says whether it is true. */
import { commandsSchema } from "../cli/reports";
import { schemaFile } from "./docsFile";

void schemaFile("commands.schema.json", commandsSchema());
