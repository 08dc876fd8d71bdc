import { type Fleet, readFleet } from "../../fleet";
import { RealmFileError } from "../../realm/problem";
import { WrongUse } from "../wrongUse";

/** @throws WrongUse with all that is wrong in its files */
export function openFleet(folder = "."): Fleet {
  try {
    return readFleet(folder);
  } catch (error) {
    throw error instanceof RealmFileError ? new WrongUse(error.message) : error;
  }
}
