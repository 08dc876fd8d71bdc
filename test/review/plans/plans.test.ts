import { describePlans } from "./planTable";
import { TABLES } from "./tables";

for (const [name, table] of Object.entries(TABLES))
  describe(`plans of the table ${name}`, () => describePlans(name, table));
