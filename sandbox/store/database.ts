import * as fs from "node:fs";
import * as path from "node:path";

/** The part of libsql's synchronous interface that is used here. */
interface Statement {
  run(...parameters: readonly unknown[]): unknown;
  all(...parameters: readonly unknown[]): unknown[];
}
interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
const Connection = require("libsql") as new (file: string) => Connection;

/** One record as it lies on disk; `body` is JSON. */
export interface Row {
  readonly portal: string;
  readonly collection: string;
  readonly id: string;
  readonly sequence: number;
  readonly body: string;
}

/** A row to write; without a body the row is deleted. */
export type RowChange = Omit<Row, "body"> & { readonly body: string | undefined };

const FILE_NAME = "sandbox.db";
const LOCK_NAME = "sandbox.lock";
const LAYOUT_VERSION = 1;

/**
 * The file under the store. `synchronous = NORMAL` with a write-ahead log is enough for a process that is killed:
 * what was committed is in the operating system's hands. Only a power cut could take the last commits.
 */
export class Database {
  private readonly upsert: Statement;
  private readonly erase: Statement;

  private constructor(
    private readonly connection: Connection,
    private readonly lock?: Connection,
  ) {
    this.upsert = connection.prepare(
      "INSERT INTO records (portal, collection, id, sequence, body) VALUES (?, ?, ?, ?, ?)" +
        " ON CONFLICT (portal, collection, id) DO UPDATE SET sequence = excluded.sequence, body = excluded.body",
    );
    this.erase = connection.prepare("DELETE FROM records WHERE portal = ? AND collection = ? AND id = ?");
  }

  /**
   * Opens the store of a folder, which is made where it is missing; without a folder the store is thrown away at the end.
   * @throws where the folder can't be used, holds something newer, or is in use by another sandbox.
   */
  static open(folder: string | undefined): Database {
    if (folder === undefined) return new Database(prepared(new Connection(":memory:")));
    const file = path.join(folder, FILE_NAME);
    try {
      fs.mkdirSync(folder, { recursive: true });
      const lock = locked(path.join(folder, LOCK_NAME));
      return new Database(prepared(new Connection(file)), lock);
    } catch (error) {
      throw new Error(describe(file, error as Error), { cause: error });
    }
  }

  rows(): Row[] {
    return this.connection
      .prepare("SELECT portal, collection, id, sequence, body FROM records ORDER BY sequence")
      .all() as Row[];
  }

  /** Writes all changes or none. When it returns, they outlive the process. */
  write(changes: readonly RowChange[]): void {
    this.connection.exec("BEGIN");
    try {
      for (const { portal, collection, id, sequence, body } of changes) {
        if (body === undefined) this.erase.run(portal, collection, id);
        else this.upsert.run(portal, collection, id, sequence, body);
      }
      this.connection.exec("COMMIT");
    } catch (error) {
      this.connection.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.lock?.exec("ROLLBACK");
    this.lock?.close();
    this.connection.close();
  }
}

/**
 * Two sandboxes on one folder would each answer from a memory of its own. An open transaction on a file beside keeps the
 * second out, and ends with the process however that ends.
 */
function locked(file: string): Connection {
  const lock = new Connection(file);
  lock.exec("BEGIN IMMEDIATE");
  return lock;
}

function prepared(connection: Connection): Connection {
  connection.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  const [{ user_version: version } = { user_version: 0 }] = connection.prepare("PRAGMA user_version").all() as {
    user_version: number;
  }[];
  if (version > LAYOUT_VERSION) throw new Error(`it was written by a newer release (layout ${version})`);
  connection.exec(
    "CREATE TABLE IF NOT EXISTS records (portal TEXT, collection TEXT, id TEXT, sequence INTEGER, body TEXT," +
      ` PRIMARY KEY (portal, collection, id)) WITHOUT ROWID; PRAGMA user_version = ${LAYOUT_VERSION};`,
  );
  return connection;
}

function describe(file: string, error: Error): string {
  const inUse = /locked|busy/i.test(error.message);
  return inUse
    ? `the sandbox's data in ${file} is in use by another sandbox; stop that one, or give --data another folder`
    : `the sandbox's data in ${file} can't be opened: ${error.message}; give --data a folder that can be written, or remove the file to start anew`;
}
