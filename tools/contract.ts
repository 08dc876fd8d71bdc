/** `npm run contract`: writes the OpenAPI document of the derived contract, or with --check says whether the file is true. */
import * as path from "node:path";
import { openApiDocument } from "../provider/portals/csp/openapi";
import { jsonText } from "../text/escape";
import { madeFile } from "./madeFiles";

const { version } = require("pulumi-reseller/package.json") as { version: string };

madeFile(path.join("provider", "portals", "csp", "openapi.json"), jsonText(openApiDocument(version)), "contract");
