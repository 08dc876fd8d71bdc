import { fixtures } from "../../portals/list";
import type { PlanTable } from "./planTable";

/** All tables of plans, by the names of the files that their plans are recorded in. */
export const TABLES: Readonly<Record<string, PlanTable>> = Object.assign({}, ...fixtures.map(({ plans }) => plans()));
