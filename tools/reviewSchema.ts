/** Part of `npm run rules`: writes the JSON Schema of a review, or with --check says whether it is true. */
import { reportSchema } from "../review";
import { schemaFile } from "./docsFile";

void schemaFile("review.schema.json", reportSchema());
