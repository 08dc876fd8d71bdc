import axios from "axios";
import type { SandboxProcess } from "../sandboxProcess";
import type { CallFigures } from "./figures";

/** The calls to a portal since they were last forgotten. */
export async function callsTo({ ready }: SandboxProcess, portal: string): Promise<CallFigures> {
  const { data } = await axios.get<{ total: number; routes: Record<string, Record<string, number>> }>(
    `${ready.baseUrl}/_sandbox/calls`,
  );
  return { calls: data.routes[portal] ?? {}, totalCalls: data.total };
}

export async function forgetCalls({ ready }: SandboxProcess): Promise<void> {
  await axios.delete(`${ready.baseUrl}/_sandbox/calls`);
}
