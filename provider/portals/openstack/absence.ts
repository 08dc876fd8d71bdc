import type { Absence } from "../../model/portal";
import { listed } from "../../model/words";
import type { Cloud } from "./client";

/** What isn't in the lists is gone, as long as every domain that the connection manages shows what is in it. */
export async function absenceIn(cloud: Cloud): Promise<Absence> {
  await cloud.domains.load("fresh");
  const [...reasons] = cloud.closed.values();
  if (reasons.length > 0) return { proven: false, because: listed(reasons) };
  const { id } = await cloud.home();
  if ((await cloud.domains.withId(id)) !== undefined || (await cloud.domains.all()).length > 0) return { proven: true };
  return { proven: false, because: "the connection sees no domain at all" };
}
